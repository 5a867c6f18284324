"""A library for many sizes beside one for a fixed size, at that size.

Opens axes of each model's first input, compiles it with --max at twice their extents and
with --shape at their extents, and calls both in turn in one process: medians, and the
median of the ratios of neighbouring calls. The outputs must agree. Or at other sizes,
with another --max:

    python3 bench/sizes.py --unspool build/bin/unspool --cpu 1 models/lstm.onnx:0 models/net.onnx:0,2,3
    python3 bench/sizes.py --unspool build/bin/unspool --cpu 1 --most 128,64 --at 64,1 64,12 -- models/lstm.onnx:0,1

needs numpy and onnx."""
import argparse
import ctypes
import os
import tempfile
import time
from pathlib import Path

import numpy
import onnx
from library import Library, buffers

ROUNDS = 21
SECONDS = 0.02  # of a sample


def opened(path, axes, folder):
    """The model with these axes of its first input open; its name, shape and type."""
    model = onnx.load(path)
    weights = {tensor.name for tensor in model.graph.initializer}
    first = next(value for value in model.graph.input if value.name not in weights)
    dims = first.type.tensor_type.shape.dim
    shape = [dim.dim_value for dim in dims]
    for axis in axes:
        dims[axis].dim_param = f"size{axis}"
    for output in model.graph.output:
        output.type.tensor_type.ClearField("shape")
    del model.graph.value_info[:]
    onnx.save(model, folder + "/model.onnx")
    kind = onnx.helper.tensor_dtype_to_np_dtype(first.type.tensor_type.elem_type)
    return folder + "/model.onnx", first.name, shape, kind


def timed(call, count):
    begin = time.perf_counter()
    for _ in range(count):
        call()
    return (time.perf_counter() - begin) / count * 1e6


def compare(unspool, path, axes, most, calls):
    with tempfile.TemporaryDirectory() as folder:
        model, name, own, kind = opened(path, axes, folder)
        most = most or [2 * own[axis] for axis in axes]
        bounds = [flag for axis, n in zip(axes, most) for flag in ("--max", f"{name}.{axis}={n}")]
        sized = Library(unspool, model, "sized", bounds)
        for sizes in calls or [[own[axis] for axis in axes]]:
            shape = list(own)
            for axis, size in zip(axes, sizes):
                shape[axis] = size
            fixed = Library(unspool, model, "fixed", ["--shape", f"{name}={'x'.join(map(str, shape))}"])
            values = numpy.abs(numpy.random.default_rng(1).standard_normal(shape) * 5).astype(kind)
            label = Path(path).parent.name if Path(path).stem == "model" else Path(path).stem
            compare_calls(f"{label} | {', '.join(f'{axis}: {n}' for axis, n in zip(axes, sizes))}",
                          fixed, sized, sizes, values)


def compare_calls(label, fixed, sized, sizes, values):
    fixed_memory, fixed_pointers = buffers(fixed, [values])
    sized_memory, sized_pointers = buffers(sized, [values])
    sizes = [ctypes.c_int64(size) for size in sizes]

    def call_fixed():
        assert fixed.run(*fixed_pointers) == 0

    def call_sized():
        assert sized.run(*sizes, *sized_pointers) == 0

    call_fixed(), call_sized()
    for one, other in zip(fixed_memory[1:-1], sized_memory[1:-1]):
        one = one.view(numpy.float32)
        other = other.view(numpy.float32)[:one.size]
        assert numpy.allclose(one, other, rtol=1e-3, atol=1e-4), f"{label}: outputs differ"
    count = max(1, int(SECONDS * 1e6 / timed(call_fixed, 1)))
    pairs = [(timed(call_fixed, count), timed(call_sized, count)) for _ in range(ROUNDS)]
    medians = [numpy.median([pair[i] for pair in pairs]) for i in (0, 1)]
    ratio = numpy.median([after / before for before, after in pairs])
    print(f"| {label} | {medians[0]:.1f} | {medians[1]:.1f} | {ratio:.2f} "
          f"| {fixed.bytes / 1024:.0f} | {sized.bytes / 1024:.0f} |", flush=True)


def numbers(text):
    return [int(part) for part in text.split(",")]


parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--unspool", required=True, help="the compiler's binary")
parser.add_argument("--cpu", type=int, help="pin to this processor")
parser.add_argument("--most", type=numbers, metavar="N,N", help="--max of each axis, instead of twice its extent")
parser.add_argument("--at", type=numbers, nargs="+", metavar="N,N", help="sizes to call at, instead of the model's own")
parser.add_argument("models", nargs="+", metavar="MODEL:AXES",
                    help="ONNX file, and the axes of its first input to open, as 0,2,3")
arguments = parser.parse_args()
if arguments.cpu is not None:
    os.sched_setaffinity(0, {arguments.cpu})
print("| model | open axes, and sizes | fixed, us | sized, us | ratio | fixed, KiB | sized, KiB |\n"
      "|---|---|---|---|---|---|---|")
for item in arguments.models:
    file, _, places = item.rpartition(":")
    compare(arguments.unspool, file, numbers(places), arguments.most, arguments.at)
