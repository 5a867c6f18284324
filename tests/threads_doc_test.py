"""Compiles the model and the program of docs/threads.md, with OpenMP, and compares what the program prints with what the text says.
usage: threads_doc_test.py REPOSITORY UNSPOOL CC"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

root, unspool, compiler = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
text = (root / "docs" / "threads.md").read_text()


def only(pattern):
    """What the one block that fits the pattern holds."""
    blocks = re.findall(pattern, text, flags=re.S)
    if len(blocks) != 1:
        sys.exit(f"docs/threads.md has {len(blocks)} blocks {pattern!r} when there should be one")
    return blocks[0]


program = only(r"```c\n(.*?)```")
printed = only(r"```text\n(.*?)```")
arguments = only(r"```sh\nunspool (compile examples[^\n]*) -o out --threads 2\n```").split()

with tempfile.TemporaryDirectory() as folder:
    main = Path(folder, "main.c")
    main.write_text(program)
    subprocess.run([unspool, *arguments, "-o", folder, "--threads", "2"], cwd=root, check=True)
    subprocess.run([compiler, "-std=c11", "-fopenmp", "-Wall", "-Wextra", "-Werror", f"-I{folder}",
                    main, f"{folder}/libdigits_cnn.a", "-o", f"{folder}/main"], check=True)
    out = subprocess.run([f"{folder}/main"], capture_output=True, text=True, check=True).stdout
if out != printed:
    sys.exit(f"the program prints\n{out}when docs/threads.md says\n{printed}")
