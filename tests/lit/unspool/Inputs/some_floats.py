"""Writes f32 numbers between -1 and 1, the same in every run.
usage: some_floats.py FILE.npy EXTENT..."""
import array
import math
import sys

path, *extents = sys.argv[1:]
shape = tuple(map(int, extents))
header = str({"descr": "<f4", "fortran_order": False, "shape": shape}).encode()
header += b" " * (-(10 + len(header) + 1) % 64) + b"\n"
numbers = array.array("f", (math.sin(i * i) for i in range(math.prod(shape))))
with open(path, "wb") as file:
    file.write(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + numbers.tobytes())
