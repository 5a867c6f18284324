"""Counts test cases: prints "passed failed".
usage: count_tests.py ctest JUNIT.xml    a GoogleTest or lit run counts by its own
                                         cases, any other test as one
       count_tests.py verify RESULTS.json"""
import json
import re
import sys
import xml.etree.ElementTree as xml


def number(pattern, text):
    found = re.findall(pattern, text, re.MULTILINE)
    return int(found[-1]) if found else 0


def count(output, good):
    """Cases of one ctest test with this output; `good` is its own verdict."""
    passed = number(r"^\[  PASSED  \] (\d+) test", output) + number(r"^ *Passed *: *(\d+)", output)
    failed = number(r"^\[  FAILED  \] (\d+) test", output) + sum(
        number(rf"^ *{verdict} *: *(\d+)", output)
        for verdict in ("Failed", "Timed Out", "Unresolved", "Unexpectedly Passed"))
    if good:
        return passed or 1, failed
    return passed, failed or 1  # a crash ends before the summary


def count_ctest(path):
    passed = failed = 0
    for case in xml.parse(path).iter("testcase"):
        if case.get("status") == "disabled":
            continue
        p, f = count(case.findtext("system-out") or "", case.get("status") == "run")
        passed, failed = passed + p, failed + f
    return passed, failed


def count_verify(path):
    with open(path, encoding="utf-8") as file:
        results = json.load(file)
    return results["passed"], results["failed"] + results["refused"]


passed, failed = {"ctest": count_ctest, "verify": count_verify}[sys.argv[1]](sys.argv[2])
if passed + failed == 0:
    sys.exit("no tests in " + sys.argv[2])
print(passed, failed)
