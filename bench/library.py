"""A compiled library, called from Python. Used by the benchmarks beside it; needs numpy."""
import ctypes
import re
import subprocess
import tempfile
from pathlib import Path

import numpy

ALIGNMENT = 128  # of the workspace


class Library:
    """lib<name>.so of a model, compiled with `flags`, and what its header says."""

    def __init__(self, unspool, model, name, flags=()):
        self.folder = tempfile.TemporaryDirectory()
        subprocess.run([unspool, "compile", model, "-o", self.folder.name, "--name", name,
                        "--emit", "shared,header", "--no-state", *flags],
                       check=True, stdout=subprocess.DEVNULL)
        header = Path(self.folder.name, f"{name}.h").read_text()
        self.workspace = int(re.search(r"_WORKSPACE_BYTES (\d+)", header)[1])
        self.elements = [int(n) for n in re.findall(r"_ELEMENTS (\d+)", header)]
        shared = Path(self.folder.name, f"lib{name}.so")
        self.bytes = shared.stat().st_size
        self.run = getattr(ctypes.CDLL(str(shared)), f"{name}_run")


def buffers(library, inputs):
    """Pointers for a call: the given inputs, zeros behind them, outputs, the workspace."""
    memory = [numpy.zeros(count, numpy.float64) for count in library.elements]
    for place, values in zip(memory, inputs):
        place.view(numpy.uint8)[:values.nbytes] = values.reshape(-1).view(numpy.uint8)
    memory.append(numpy.zeros(library.workspace + ALIGNMENT, numpy.uint8))
    pointers = [ctypes.c_void_p(array.ctypes.data) for array in memory[:-1]]
    pointers.append(ctypes.c_void_p((memory[-1].ctypes.data + ALIGNMENT - 1) // ALIGNMENT * ALIGNMENT))
    return memory, pointers
