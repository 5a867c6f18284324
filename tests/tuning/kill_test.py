"""`unspool tune`, killed at random moments, loses no finished measurement: whatever it
said was kept is in the database afterwards, and is not measured again.
usage: kill_test.py UNSPOOL MODEL"""
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

KILLS = 10
unspool, model = sys.argv[1:]
random.seed(1)


def kept(database):
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {row[0] + row[1] for row in
                connection.execute("SELECT kernel, choice FROM measurement")}


with tempfile.TemporaryDirectory() as folder:
    database = Path(folder) / "tune.db"
    command = [unspool, "tune", model, "--db", str(database), "--trials", "100000", "--verbose"]
    before, said = set(), 0
    for number in range(KILLS):
        tuner = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        # A moment: after some measurements, and a part of the next one.
        for _ in range(random.randint(1, 3)):
            if not tuner.stdout.readline():
                sys.exit(f"run {number} ended by itself: {tuner.wait()}")
            said += 1
        try:
            tuner.wait(timeout=random.uniform(0, 0.2))
        except subprocess.TimeoutExpired:
            pass
        tuner.send_signal(signal.SIGKILL)
        said += len(tuner.stdout.readlines())
        tuner.wait()
        after = kept(database)
        if not before <= after:
            sys.exit(f"kill {number} lost {len(before - after)} measurements")
        if len(after) < said:
            sys.exit(f"after kill {number}, {said} were said to be kept, {len(after)} are")
        before = after
    print(f"{KILLS} kills, {said} measurements said to be kept, {len(before)} kept")
