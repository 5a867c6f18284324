"""Fills what docs/*.md show of the compiler from the compiler itself.

A block that begins with  $ unspool ...  holds what that command prints. Dumps
(--stop-after) are shortened: weights are elided, of equal neighbours only the
first few are shown, and long lines are cut.
usage: update_docs.py [--check] UNSPOOL   (--check: fail if a block is out of date)
"""
import re
import subprocess
import sys
from pathlib import Path

root = Path(__file__).resolve().parent.parent
check = "--check" in sys.argv
unspool = sys.argv[-1]
WIDTH, ALIKE = 110, 3


def shape_of(line):
    """The line without numbers: lines of one shape are timesteps of one layer."""
    return re.sub(r"\d+", "#", line)


def shorten(text):
    lines, previous, alike = [], [], 0
    for line in text.splitlines():
        line = re.sub(r"dense(_resource)?<[^>]{24,}>", "dense<...>", line)
        line = re.sub(r"dense_resource<__elided__>", "dense<...>", line)
        line = re.sub(r" <?\{\w+ = [^}]*array[^}]*\}>?", " {...}", line)
        line = line if len(line) <= WIDTH else line[: WIDTH - 3] + "..."
        alike = alike + 1 if shape_of(line) in previous else 0
        if alike < ALIKE:
            lines.append(line)
        elif lines[-1].strip() != "...":
            lines.append(" " * (len(line) - len(line.lstrip())) + "...")
        previous = (previous + [shape_of(line)])[-4:]
    return "\n".join(lines).rstrip()


def fill(match):
    command = match.group(1).split()
    done = subprocess.run([unspool] + command[1:], cwd=root, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{match.group(1)}: {done.stderr}")
    text = shorten(done.stdout) if "--stop-after" in command else done.stdout.rstrip()
    return f"```text\n$ {match.group(1)}\n{text}\n```"


stale = []
for path in sorted((root / "docs").glob("*.md")):
    old = path.read_text()
    new = re.sub(r"```text\n\$ (unspool [^\n]*)\n.*?```", fill, old, flags=re.S)
    if new != old and check:
        stale.append(f"docs/{path.name}")
    elif new != old:
        path.write_text(new)
# Files that are as a whole what a command prints.
for name, command in {"model.schema.json": ["list", "schema"],
                      "schedules.schema.json": ["list", "schedule-schema"]}.items():
    path = root / "docs" / name
    new = subprocess.run([unspool] + command, capture_output=True, text=True, check=True).stdout
    if check and (not path.exists() or path.read_text() != new):
        stale.append(f"docs/{name}")
    elif not check:
        path.write_text(new)
if stale:
    sys.exit(f"{', '.join(stale)} show something else than the compiler prints: run scripts/update_docs.py")
