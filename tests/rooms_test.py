"""Checks that each room includes only what it may (docs/architecture.md), and
that no source file is too long to read in one sitting.
usage: rooms_test.py REPOSITORY   or, to test this test: rooms_test.py --self-test"""
import re
import sys
import tempfile
from pathlib import Path

LONGEST = 600  # lines
SOURCES = {".c", ".cpp", ".h", ".td", ".py", ".mlir", ".cmake"}

# For each part of the tree, the first that matches a file: what its files may
# include, by the beginning of the include's path. The C and C++ standard
# libraries are free to all but the runtime.
ROOMS = [
    ("runtime/Embedded.h", ["runtime/", "string_view"]),
    ("runtime/", ["runtime/", "stdint.h", "stddef.h"]),
    ("ir/", ["ir/", "mlir/", "llvm/"]),
    ("frontend/", ["frontend/", "ir/", "mlir/", "llvm/", "google/", "onnx/", "hdf5", "zip.h",
                   "nlohmann/"]),
    ("passes/", ["passes/", "ir/", "mlir/", "llvm/"]),
    ("codegen/Plan.", ["codegen/Plan.h"]),
    ("codegen/sizes/", ["codegen/Plan.h", "codegen/sizes/", "ir/RegisterTile.h",
                        "ir/Winograd.h"]),
    ("codegen/Translate.", ["codegen/Plan.h", "codegen/Translate.h", "ir/", "mlir/", "llvm/"]),
    ("codegen/kernels/", ["codegen/Plan.h", "codegen/kernels/", "codegen/schedules/", "ir/Winograd.h",
                          "ir/Strassen.h", "Halide.h"]),
    ("codegen/schedules/", ["codegen/Plan.h", "codegen/kernels/", "codegen/schedules/",
                            "ir/RegisterTile.h", "Halide.h"]),
    ("codegen/entry/", ["codegen/Plan.h", "codegen/entry/", "runtime/", "mlir/", "llvm/"]),
    ("codegen/library/", ["codegen/Plan.h", "codegen/library/", "codegen/entry/Entry.h",
                          "codegen/kernels/Kernels.h", "runtime/", "llvm/", "lld/", "nlohmann/"]),
]
# The doors: beyond their own folder, rooms see each other through these headers.
DOORS = {
    "ir/": {"ir/Nn.h", "ir/Evaluate.h", "ir/RegisterTile.h", "ir/Winograd.h",
            "ir/Strassen.h"},
    "frontend/": {"frontend/Frontend.h", "frontend/TensorFile.h"},
    "passes/": {"passes/Passes.h"},
}
STANDARD = re.compile(r"^([a-z_0-9]+|(assert|ctype|dlfcn|errno|fcntl|limits|math|signal|std\w+|string|"
                      r"unistd|sys/\w+)\.h)$")
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)


def wrong_includes(root):
    """A line for each include that goes against the arrows."""
    for folder in ("runtime", "ir", "frontend", "passes", "codegen"):
        for file in sorted((root / folder).rglob("*")):
            if file.suffix not in {".c", ".cpp", ".h"}:
                continue
            name = file.relative_to(root).as_posix()
            allowed = next((rule for prefix, rule in ROOMS if name.startswith(prefix)), None)
            if allowed is None:
                yield f"{name} belongs to no room: see ROOMS in tests/rooms_test.py"
                continue
            for included in INCLUDE.findall(file.read_text()):
                free = STANDARD.match(included) and not name.startswith("runtime/")
                if not free and not any(included.startswith(prefix) for prefix in allowed):
                    yield f"{name} includes {included}, which its room may not"
                for room, doors in DOORS.items():
                    if included.startswith(room) and not name.startswith(room) and included not in doors:
                        yield f"{name} includes {included}, which is not the door of {room}"


def long_files(root):
    for folder in ("runtime", "ir", "frontend", "passes", "codegen", "tools", "tests", "bench",
                   "examples", "cmake", "scripts"):
        for file in sorted((root / folder).rglob("*")):
            if not file.is_file() or (file.suffix not in SOURCES and file.name != "CMakeLists.txt" and
                                      file.parent != root / "scripts"):
                continue
            lines = file.read_bytes().count(b"\n")
            if lines > LONGEST:
                yield f"{file.relative_to(root)} has {lines} lines; split it (at most {LONGEST})"


def self_test():
    """The checks find what they are for."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in {
            "passes/Good.cpp": '#include "passes/Passes.h"\n#include "ir/Nn.h"\n#include <vector>\n',
            "passes/Bad.cpp": "#include <Halide.h>\n",
            "codegen/Plan.cpp": '#include "llvm/ADT/STLExtras.h"\n',
            "frontend/NoDoor.cpp": '#include "ir/NnShapes.h"\n',
            "runtime/hosted.c": "#include <stdlib.h>\n",
            "tools/Long.cpp": "\n" * (LONGEST + 1),
        }.items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_text(text)
        found = sorted(line.split()[0] for line in [*wrong_includes(root), *long_files(root)])
        expected = ["codegen/Plan.cpp", "frontend/NoDoor.cpp", "passes/Bad.cpp", "runtime/hosted.c",
                    "tools/Long.cpp"]
        return [] if found == expected else [f"self test: found {found}, expected {expected}"]


if sys.argv[1] == "--self-test":
    problems = self_test()
else:
    repository = Path(sys.argv[1])
    problems = [*wrong_includes(repository), *long_files(repository)]
print("\n".join(problems) if problems else "all includes follow the arrows, no file is too long")
sys.exit(1 if problems else 0)
