"""Compiles the model and the program that a page shows, and compares what the program
prints with what the page says. The page has one block of C, one of the text it prints,
and before the C a block with the `unspool compile` command; of a model that is in no
folder of examples, a block of JSON is the description.
usage: doc_program_test.py REPOSITORY UNSPOOL CC PAGE"""
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

root, unspool, compiler, page = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
text = (root / "docs" / page).read_text()


def only(pattern, where=text):
    """What the one block that fits the pattern holds."""
    blocks = re.findall(pattern, where, flags=re.S)
    if len(blocks) != 1:
        sys.exit(f"docs/{page} has {len(blocks)} blocks {pattern!r} when there should be one")
    return blocks[0]


program = only(r"```c\n(.*?)```")
printed = only(r"```text\n([^$].*?)```")
commands = re.findall(r"```sh\nunspool (compile [^\n]*)\n```", text[:text.index("```c\n")])
if not commands:
    sys.exit(f"docs/{page} has no `unspool compile` before the program")
model, *flags = shlex.split(commands[-1])[1:]
flags.remove("-o")
flags.remove("out")

with tempfile.TemporaryDirectory() as folder:
    main = Path(folder, "main.c")
    main.write_text(program)
    if model.startswith("examples/"):
        model = root / model
    else:
        Path(folder, model).write_text(only(r"```json\n(.*?)```"))
        model = Path(folder, model)
    subprocess.run([unspool, "compile", model, *flags, "-o", folder], check=True)
    (archive,) = Path(folder).glob("lib*.a")
    threads = ["-fopenmp"] if "#pragma omp" in program else []
    subprocess.run([compiler, "-std=c11", *threads, "-Wall", "-Wextra", "-Werror", f"-I{folder}",
                    main, archive, "-o", f"{folder}/main"], check=True)
    out = subprocess.run([f"{folder}/main"], capture_output=True, text=True, check=True).stdout
if out != printed:
    sys.exit(f"the program prints\n{out}when docs/{page} says\n{printed}")
