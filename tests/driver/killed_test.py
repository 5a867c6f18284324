"""A command that is ended by a signal, at whatever moment, leaves no temporary file and no
process, and who waits for it sees the signal (for a shell: exit code 128 + N).
usage: killed_test.py UNSPOOL MODEL"""
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

unspool, model = sys.argv[1:]
random.seed(1)

# What a programmer sends from a terminal, a batch system, a lost connection; and what no
# process can handle.
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]
COMMANDS = {
    "compile": ["compile", model + "/model.onnx", "-o", "out", "--no-cache"],
    "verify": ["verify", model, "--no-cache"],
    "bench": ["bench", model, "--no-cache", "--seconds", "30"],
    "compare": ["compare", model, "--no-cache"],
    "tune": ["tune", model, "--db", "tune.db"],
    "snapshot": ["snapshot", model, "--update", "snapshots", "--no-cache"],
    # The command never ends: neither by itself, nor by what it has started.
    "reduce": ["reduce", model, "--failing", "sleep 1000 & sleep 1000; unspool verify"],
}


def processes_in(folder):
    """Processes whose working directory is a folder: all that a command has started there."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(process / "cwd") == folder:
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            pass  # it has ended meanwhile, or is somebody else's
    return found


def wait_for(condition, seconds):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


TOO_SOON = "ended by itself, too soon"


def kill(arguments, number, delay):
    """What is wrong afterwards, if anything."""
    with tempfile.TemporaryDirectory() as root:
        root = os.path.realpath(root)
        temporary, work = Path(root) / "temporary", Path(root) / "work"
        temporary.mkdir(), work.mkdir()
        command = subprocess.Popen([unspool, *arguments], cwd=work, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True,
                                   env={**os.environ, "TMPDIR": str(temporary)})
        if not wait_for(lambda: any(temporary.glob("*/*")), 60):
            return "made no temporary file"
        time.sleep(delay)
        command.send_signal(number)
        code = command.wait(timeout=60)
        if code == 0:
            return TOO_SOON
        if code != -number:
            return f"ended with {code}"
        if not wait_for(lambda: not processes_in(str(work)), 10):
            return f"left processes: {processes_in(str(work))}"
        if any(temporary.iterdir()):
            return f"left files: {[str(path) for path in temporary.rglob('*')]}"
    return None


problems = []
for name, arguments in COMMANDS.items():
    for number in SIGNALS:
        for longest in (0.15, 0.05, 0.02, 0, 0):  # machines differ
            problem = kill(arguments, number, random.uniform(0, longest))
            if problem != TOO_SOON:
                break
        if problem:
            problems.append(f"{name}, {number.name}: {problem}")
print("\n".join(problems) or f"{len(COMMANDS)} commands, {len(SIGNALS)} signals: nothing is left")
sys.exit(1 if problems else 0)
