"""Checks a trace of one run against Chrome's trace event format, as Perfetto imports it: times are
microseconds, which become whole nanoseconds, and slices of a thread lie inside or behind
each other.
usage: check_trace.py TRACE.json CALLS     at least so many calls of kernels"""
import json
import sys


def reject(constant):
    sys.exit(f"{constant} is no JSON")


path, least = sys.argv[1], int(sys.argv[2])
with open(path, encoding="utf-8") as file:
    trace = json.load(file, parse_constant=reject)
assert set(trace) <= {"traceEvents", "displayTimeUnit", "otherData"}, set(trace)
assert trace["displayTimeUnit"] in ("ms", "ns")
slices = []
for event in trace["traceEvents"]:
    assert isinstance(event["name"], str) and event["name"], event
    assert event["ph"] in ("X", "M") and isinstance(event["pid"], int), event
    assert isinstance(event.get("args", {}), dict), event
    if event["ph"] == "M":
        assert event["name"] in ("process_name", "thread_name") and event["args"]["name"], event
        continue
    assert set(event) <= {"name", "cat", "ph", "ts", "dur", "pid", "tid", "args"}, event
    assert isinstance(event["tid"], int), event
    assert event["ts"] >= 0 and event["dur"] > 0, event
    slices.append((int(event["ts"] * 1000), int((event["ts"] + event["dur"]) * 1000), event))

run, *calls = slices
assert run[2]["cat"] == "run" and len(calls) >= least, (run[2], len(calls))
before = run[0]
for begin, end, event in calls:
    assert event["cat"] == "kernel" and begin >= before and end <= run[1], (event, before, run)
    before = end
assert run[1] - before <= 10, "the run ends with its last call"
