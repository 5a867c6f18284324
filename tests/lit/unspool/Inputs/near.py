"""Fails unless two .npy files of floats hold nearly the same numbers.
usage: near.py ONE.npy OTHER.npy"""
import array
import sys


def floats(path):
    data = open(path, "rb").read()
    begin = 10 + int.from_bytes(data[8:10], "little")
    assert b"'<f4'" in data[:begin]
    return array.array("f", data[begin:])


one, other = map(floats, sys.argv[1:])
assert len(one) == len(other) > 0
largest = max(map(abs, one))
assert largest > 0 and all(abs(a - b) <= 1e-4 * largest for a, b in zip(one, other))
