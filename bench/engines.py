"""A compiled library beside one thread of ONNX Runtime and of OpenVINO, in one process.

Each engine is a call without arguments that gives the model's first output. Needs onnxruntime,
openvino and numpy."""
import time

import numpy
import onnxruntime
import openvino
from library import Library, buffers

ROUNDS = 5
SECONDS = 0.4  # of a round of one engine
HEADER = ("| model | ONNX Runtime, ms | OpenVINO, ms | Unspool, ms | best peer / Unspool |\n"
          "|---|---|---|---|---|")


def unspool(binary, model, inputs, flags=()):
    library = Library(binary, model, "m", flags)
    memory, pointers = buffers(library, inputs)
    first = len(inputs)

    def call():
        assert library.run(*pointers) == 0
        return memory[first].view(numpy.float32)[:library.elements[first]]
    return call


def onnx_runtime(model, feed):
    """`feed`: the inputs by their names, or, given their shapes as the file has them, a function to these."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    if callable(feed):
        feed = feed([(i.name, i.shape) for i in session.get_inputs()])
    return lambda: session.run(None, feed)[0]


def open_vino(model, feed):
    """`feed`: as of onnx_runtime; the shapes of the first input are those of its values."""
    core = openvino.Core()
    core.set_property("CPU", {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": "f32"})
    graph = core.read_model(model)
    if callable(feed):
        feed = feed([(i.any_name, list(i.shape) if number else None) for number, i in enumerate(graph.inputs)])
    graph.reshape({name: list(values.shape) for name, values in feed.items()})
    request = core.compile_model(graph, "CPU").create_infer_request()
    for name, values in feed.items():
        request.set_tensor(name, openvino.Tensor(values))

    def call():
        request.infer()
        return request.get_output_tensor(0).data
    return call


def least(call):
    """Milliseconds."""
    end, best = time.perf_counter() + SECONDS, float("inf")
    while (begin := time.perf_counter()) < end:
        call()
        best = min(best, time.perf_counter() - begin)
    return best * 1e3


def print_row(name, calls):
    """Times "ONNX Runtime", "OpenVINO" and "Unspool" in turn."""
    rounds = [{engine: least(call) for engine, call in calls.items()} for _ in range(ROUNDS)]
    times = {engine: min(round[engine] for round in rounds) for engine in calls}
    ratio = min(times["ONNX Runtime"], times["OpenVINO"]) / times["Unspool"]
    print(f"| {name} | {times['ONNX Runtime']:.2f} | {times['OpenVINO']:.2f} | {times['Unspool']:.2f} | {ratio:.2f} |",
          flush=True)
