"""Two workers share a database. One is killed while it measures: nothing that was finished is
lost, and the other one measures what the killed one had claimed.
usage: workers_test.py UNSPOOL MODEL"""
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

TRIALS = 40
unspool, model = sys.argv[1:]


def rows(database, table):
    with sqlite3.connect(database, timeout=60) as connection:
        if not connection.execute("SELECT * FROM sqlite_master WHERE name = ?", (table,)).fetchone():
            return []  # the first worker is about to make it
        return connection.execute(f"SELECT kernel, choice{', process' * (table == 'claim')} "
                                  f"FROM {table}").fetchall()


def claims_of(database, worker):
    return [(kernel, choice) for kernel, choice, process in rows(database, "claim")
            if process == worker.pid]


with tempfile.TemporaryDirectory() as folder:
    database = Path(folder) / "tune.db"
    command = [unspool, "tune", model, "--db", str(database), "--trials", str(TRIALS), "--worker"]
    first = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    second = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    # Both at work, something finished, and one of them in the middle of a measurement.
    together, claimed = set(), []
    while not (claimed and len(together) == 2 and len(rows(database, "measurement")) >= 3):
        if first.poll() is not None or second.poll() is not None:
            sys.exit(f"a worker ended too soon: {first.poll()}, {second.poll()}")
        claimed = claims_of(database, first)
        together |= {worker.pid for worker in (first, second) if claims_of(database, worker)}
    first.send_signal(signal.SIGKILL)
    first.wait()
    left = claims_of(database, first)
    finished = set(rows(database, "measurement"))

    if code := second.wait(timeout=600):
        sys.exit(f"the other worker ended with {code}")
    after = set(rows(database, "measurement"))
    if not finished <= after:
        sys.exit(f"lost: {finished - after}")
    if not set(left) <= after:
        sys.exit(f"claimed by the killed worker, and not measured: {set(left) - after}")
    if rows(database, "claim"):
        sys.exit(f"claims are left: {rows(database, 'claim')}")
    with sqlite3.connect(database) as connection:
        trials, = connection.execute("SELECT count(*) FROM measurement WHERE NOT repeated").fetchone()
    if trials > TRIALS + 2:
        sys.exit(f"{trials} trials where {TRIALS} were asked for")
    again = subprocess.run([arg for arg in command if arg != "--worker"], stdout=subprocess.PIPE,
                           text=True, check=True)
    if ", 0 of them new" not in again.stdout:
        sys.exit(f"not all was measured:\n{again.stdout}")
    print(f"killed with {len(finished)} measurements and {len(left)} claims; "
          f"{len(after)} in the end")
