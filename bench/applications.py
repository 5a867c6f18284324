"""Architectures of keras.applications beside ONNX Runtime and OpenVINO.

Builds the models with random weights, compiles the .keras files to libraries, gives the
same models to the engines as ONNX, and times one thread of each, in turn, in one process;
printed are the least times. Each output must be that of Keras.

    taskset -c 1 python3 bench/applications.py --unspool build/bin/unspool ResNet50 NASNetMobile

needs tensorflow, tf2onnx, onnxruntime, openvino and numpy."""
import argparse
import os
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import engines
import numpy

MODELS = {"ResNet50": 224, "ResNet50V2": 224, "DenseNet121": 224, "MobileNet": 224, "MobileNetV3Small": 224,
          "MobileNetV3Large": 224, "EfficientNetB0": 224, "EfficientNetV2B0": 224, "InceptionV3": 299,
          "Xception": 299, "NASNetMobile": 224}


def inputs_of(image):
    """The image; of inputs that are weights which the exporter has lost, ones."""
    def feed(named_shapes):
        first, *others = named_shapes
        return {first[0]: image, **{name: numpy.ones(shape, numpy.float32) for name, shape in others}}
    return feed


def compare(unspool, name, folder):
    extent = MODELS[name]
    keras.utils.set_random_seed(1)
    model = getattr(keras.applications, name)(weights=None, input_shape=(extent, extent, 3))
    image = numpy.random.default_rng(0).standard_normal((1, extent, extent, 3)).astype(numpy.float32)
    expected = model(image, training=False).numpy().ravel()
    model.save(folder + "/model.keras")
    model.export(folder + "/model.onnx", format="onnx", verbose=False)
    calls = {"Unspool": engines.unspool(unspool, folder + "/model.keras", [image]),
             "ONNX Runtime": engines.onnx_runtime(folder + "/model.onnx", inputs_of(image)),
             "OpenVINO": engines.open_vino(folder + "/model.onnx", inputs_of(image))}
    error = abs(calls["Unspool"]().ravel() - expected).max() / abs(expected).max()
    assert error < 1e-4, f"{name}: the outputs differ by {error:.1e} of the largest"
    engines.print_row(name, calls)


parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--unspool", required=True, help="the compiler's binary")
parser.add_argument("models", nargs="*", metavar="MODEL", help=f"of {', '.join(MODELS)}; all, if none is given")
arguments = parser.parse_args()
print(engines.HEADER, flush=True)
for model in arguments.models or MODELS:
    with tempfile.TemporaryDirectory() as folder:
        compare(arguments.unspool, model, folder)
