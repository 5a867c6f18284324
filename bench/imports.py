"""How long imports take, and how much memory: of large weights, and of many nodes.

Makes ONNX models, imports each with `unspool compile --stop-after import`, and prints
the processor's time, the largest resident size of the process, and what that is without the
compiler itself (an import of one node), as a multiple of the file. Best of several runs.

    python3 bench/imports.py --unspool build/bin/unspool

needs numpy and onnx."""
import argparse
import multiprocessing
import os
import subprocess
import tempfile
from pathlib import Path

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

RUNS = 5


def save(path, nodes, inputs, output, weights=()):
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs]
    result = helper.make_tensor_value_info(output, TensorProto.FLOAT, None)
    graph = helper.make_graph(nodes, "g", values, [result],
                              [numpy_helper.from_array(w, name) for name, w in weights])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)


def products(path, layers, size):
    """`layers` square products, all of whose weights differ."""
    random = numpy.random.default_rng(1)
    weights = [(f"w{i}", random.standard_normal((size, size), "float32")) for i in range(layers)]
    nodes = [helper.make_node("MatMul", [f"x{i}", f"w{i}"], [f"x{i + 1}"]) for i in range(layers)]
    save(path, nodes, [("x0", [1, size])], f"x{layers}", weights)


def chain(path, count):
    """`count` nodes, among them what exporters write for a reshape to a computed shape."""
    nodes, last = [], "x"
    for i in range(count // 8):
        name = f"b{i}"
        nodes += [
            helper.make_node("Shape", [last], [name + "s"]),
            helper.make_node("Slice", [name + "s", "zero", "one"], [name + "n"]),
            helper.make_node("Concat", [name + "n", "rest"], [name + "c"], axis=0),
            helper.make_node("Reshape", [last, name + "c"], [name + "r"]),
            helper.make_node("Add", [name + "r", "bias"], [name + "a"]),
            helper.make_node("Sigmoid", [name + "a"], [name + "g"]),
            helper.make_node("Mul", [name + "a", name + "g"], [name + "m"]),
            helper.make_node("Add", [name + "m", last], [name + "o"]),
        ]
        last = name + "o"
    weights = [("zero", numpy.array([0], "int64")), ("one", numpy.array([1], "int64")),
               ("rest", numpy.array([-1], "int64")), ("bias", numpy.ones(8, "float32"))]
    save(path, nodes, [("x", [2, 8])], last, weights)


def measure(unspool, path):
    """Seconds of processor time and bytes."""
    command = [unspool, "compile", str(path), "--stop-after", "import"]
    best, most = float("inf"), 0
    for _ in range(RUNS):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"{' '.join(command)} failed")
        best = min(best, usage.ru_utime + usage.ru_stime)
        most = max(most, usage.ru_maxrss * 1024)
    return best, most


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--unspool", default="build/bin/unspool")
    unspool = parser.parse_args().unspool
    with tempfile.TemporaryDirectory() as folder:
        models = {"one node": (chain, 8), "50 MB, 12 weights": (products, 12, 1024),
                  "50 MB, one weight": (products, 1, 3584), "20,000 nodes": (chain, 20000)}
        base = 0
        print(f"{'model':20} {'file MB':>8} {'CPU s':>8} {'RSS MB':>8} {'over file':>9}")
        for name, (make, *sizes) in models.items():
            path = Path(folder) / "model.onnx"
            # In a process of its own: what this one held would count as its children's.
            maker = multiprocessing.Process(target=make, args=(path, *sizes))
            maker.start()
            maker.join()
            size = path.stat().st_size
            seconds, memory = measure(unspool, path)
            base = base or memory
            print(f"{name:20} {size / 1e6:8.1f} {seconds:8.2f} {memory / 1e6:8.1f} "
                  f"{(memory - base) / size:9.2f}")


if __name__ == "__main__":
    main()
