#!/usr/bin/env python3
"""Times random convolution layers and says how near to the machine's peak they run.

Layers are drawn from the shapes that networks have: maps from 7x7 to 112x112, channel
counts that need not be multiples of a vector, windows of 1 to 7, strides of 1 and 2,
pads that keep the size or none. The fraction is of the f32 multiply-add peak that
`unspool bench` measures on the same core just before; the operations are those of the
definition, so that Winograd's algorithms come out above 1. With --groups, convolutions are
of groups of 2 to 32 channels, with as many outputs.

    python3 bench/convolution_sweep.py --unspool build/bin/unspool --layers 200 --cpu 1
"""
import argparse
import json
import os
import random
import statistics
import subprocess
import tempfile
from pathlib import Path


def draw(rng, grouped):
    """One layer: (height and width, channels, filters, groups, window, stride, padding)."""
    size = rng.choice([7, 8, 12, 14, 16, 20, 24, 28, 32, 40, 56, 64, 80, 112])
    most = 512 if size <= 16 else 256 if size <= 32 else 96
    channels = rng.choice([1, 3] + list(range(8, most + 1, 4)))
    filters = rng.choice(list(range(8, most + 1, 4)))
    window = rng.choice([1, 1, 3, 3, 3, 5, 7])
    groups = 1
    if grouped:
        of_group = rng.choice([2, 3, 4, 6, 8, 12, 16, 24, 32])
        groups = rng.randint(2, max(2, most // of_group))
        channels = filters = groups * of_group
    return (size, channels, filters, groups, window, rng.choice([1, 1, 2]),
            rng.choice(["same", "valid"]))


def outputs(size, window, stride, padding):
    return -(-size // stride) if padding == "same" else (size - window) // stride + 1


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unspool", default="build/bin/unspool")
    parser.add_argument("--layers", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=0.1, help="how long to time a layer")
    parser.add_argument("--groups", action="store_true", help="grouped convolutions")
    parser.add_argument("--cpu", type=int, help="the core to stay on")
    parser.add_argument("--flags", default="", help="for unspool, e.g. '--fp strict'")
    parser.add_argument("--json", help="write every layer's figures to this file")
    args = parser.parse_args()
    if args.cpu is not None:
        os.sched_setaffinity(0, {args.cpu})
    rng = random.Random(args.seed)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        while len(rows) < args.layers:
            size, channels, filters, groups, window, stride, padding = draw(rng, args.groups)
            out = outputs(size, window, stride, padding)
            if out < 1:
                continue
            layers = [{"class_name": "InputLayer",
                       "config": {"batch_shape": [1, size, size, channels]}},
                      {"class_name": "Conv2D",
                       "config": {"filters": filters, "kernel_size": [window, window],
                                  "groups": groups,
                                  "strides": [stride, stride], "padding": padding,
                                  "activation": "relu"}}]
            model = Path(folder) / "layer.json"
            model.write_text(json.dumps({"class_name": "Sequential",
                                         "config": {"name": "layer", "layers": layers}}))
            bench = subprocess.run([args.unspool, "bench", model, "--random-weights", "1",
                                    "--json", "--seconds", str(args.seconds), *args.flags.split()],
                                   capture_output=True, text=True)
            name = f"{size}x{size}x{channels} k{window} s{stride} {padding} c{filters}"
            if args.groups:
                name += f" g{groups}"
            if bench.returncode:
                raise SystemExit(f"{name}: {bench.stderr}")
            result = json.loads(bench.stdout)
            best, peak = result["min_us"], result["peak_gflops"]
            gflops = 2 * out * out * channels * filters // groups * window * window / best / 1e3
            rows.append({"layer": name, "us": best, "gflops": gflops, "fraction": gflops / peak})
            print(f"{len(rows):4} {name:36} {best:10.1f} us {gflops:8.1f} GFLOPS "
                  f"{gflops / peak:6.2f} of peak", flush=True)
    fractions = sorted(row["fraction"] for row in rows)
    print(f"tenth percentile {fractions[len(fractions) // 10]:.2f}, "
          f"median {statistics.median(fractions):.2f} of the multiply-add peak")
    if args.json:
        Path(args.json).write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
