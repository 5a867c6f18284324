"""Architectures of keras.applications beside ONNX Runtime and OpenVINO.

Builds the models with random weights, compiles the .keras files to libraries, gives the
same models to the engines as ONNX, and times one thread of each, in turn, in one process;
printed are the least times. Each output must be that of Keras.

    taskset -c 1 python3 bench/applications.py --unspool build/bin/unspool ResNet50 NASNetMobile

needs tensorflow, tf2onnx, onnxruntime, openvino and numpy."""
import argparse
import os
import tempfile
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import numpy
import onnxruntime
import openvino
from library import Library, buffers

ROUNDS = 5
SECONDS = 0.4  # of a round of one engine
MODELS = {"ResNet50": 224, "ResNet50V2": 224, "DenseNet121": 224, "MobileNet": 224, "MobileNetV3Small": 224,
          "MobileNetV3Large": 224, "EfficientNetB0": 224, "EfficientNetV2B0": 224, "InceptionV3": 299,
          "Xception": 299, "NASNetMobile": 224}


def ours(unspool, model, image):
    """A call of the compiled library, and its output."""
    library = Library(unspool, model, "m")
    memory, pointers = buffers(library, [image])

    def call():
        assert library.run(*pointers) == 0
        return memory[1].view(numpy.float32)[:library.elements[1]]
    return call


def inputs_of(named_shapes, image):
    """The image; of inputs that are weights which the exporter has lost, ones."""
    first, *others = named_shapes
    return {first[0]: image, **{name: numpy.ones(shape, numpy.float32) for name, shape in others}}


def onnx_runtime(model, image):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    feed = inputs_of([(i.name, i.shape) for i in session.get_inputs()], image)
    return lambda: session.run(None, feed)[0]


def open_vino(model, image):
    core = openvino.Core()
    core.set_property("CPU", {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": "f32"})
    graph = core.read_model(model)
    graph.reshape({graph.inputs[0].any_name: list(image.shape)})
    request = core.compile_model(graph, "CPU").create_infer_request()
    shapes = [(i.any_name, list(i.shape) if number else image.shape) for number, i in enumerate(graph.inputs)]
    for name, values in inputs_of(shapes, image).items():
        request.set_tensor(name, openvino.Tensor(values))

    def call():
        request.infer()
        return request.get_output_tensor().data
    return call


def least(call):
    end, best = time.perf_counter() + SECONDS, float("inf")
    while (begin := time.perf_counter()) < end:
        call()
        best = min(best, time.perf_counter() - begin)
    return best * 1e3


def compare(unspool, name, folder):
    extent = MODELS[name]
    keras.utils.set_random_seed(1)
    model = getattr(keras.applications, name)(weights=None, input_shape=(extent, extent, 3))
    image = numpy.random.default_rng(0).standard_normal((1, extent, extent, 3)).astype(numpy.float32)
    expected = model(image, training=False).numpy().ravel()
    model.save(folder + "/model.keras")
    model.export(folder + "/model.onnx", format="onnx", verbose=False)
    calls = {"Unspool": ours(unspool, folder + "/model.keras", image),
             "ONNX Runtime": onnx_runtime(folder + "/model.onnx", image),
             "OpenVINO": open_vino(folder + "/model.onnx", image)}
    error = abs(calls["Unspool"]().ravel() - expected).max() / abs(expected).max()
    assert error < 1e-4, f"{name}: the outputs differ by {error:.1e} of the largest"
    rounds = [{engine: least(call) for engine, call in calls.items()} for _ in range(ROUNDS)]
    times = {engine: min(round[engine] for round in rounds) for engine in calls}
    ratio = min(times["ONNX Runtime"], times["OpenVINO"]) / times["Unspool"]
    print(f"| {name} | {times['ONNX Runtime']:.2f} | {times['OpenVINO']:.2f} | {times['Unspool']:.2f} | {ratio:.2f} |",
          flush=True)


parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--unspool", required=True, help="the compiler's binary")
parser.add_argument("models", nargs="*", metavar="MODEL", help=f"of {', '.join(MODELS)}; all, if none is given")
arguments = parser.parse_args()
print("| model | ONNX Runtime, ms | OpenVINO, ms | Unspool, ms | best peer / Unspool |\n|---|---|---|---|---|", flush=True)
for model in arguments.models or MODELS:
    with tempfile.TemporaryDirectory() as folder:
        compare(arguments.unspool, model, folder)
