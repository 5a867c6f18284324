"""Makes tests/fuzz/corpus: for each kind of file the smallest ones that together have
every operator, layer and attribute of the given folders.

usage: make_corpus.py FOLDER...     (folders with .onnx, .keras, .h5, model.json)
Needs the package onnx; the committed corpus was made from tests/cases and from the
conformance suites (the ONNX backend tests among them, see NOTICE).
"""
import hashlib
import json
import struct
import sys
import zipfile
from pathlib import Path

import onnx
import onnx.parser

CORPUS = Path(__file__).parent / "corpus"
LIMIT = 40_000  # bytes of one seed


def features_of_graph(graph):
    for node in graph.node:
        types = tuple(sorted({t.data_type for t in graph.initializer}))
        yield node.op_type
        yield node.op_type, types
        for attribute in node.attribute:
            yield node.op_type, attribute.name
            if attribute.HasField("g"):
                yield from features_of_graph(attribute.g)
    for value in graph.input:
        yield "input", value.type.tensor_type.elem_type


def features_of_onnx(data):
    model = onnx.load_model_from_string(data)
    yield from features_of_graph(model.graph)
    for opset in model.opset_import:
        yield "opset", opset.version
    for tensor in model.graph.initializer:
        yield "location", tensor.data_location
    for function in model.functions:
        yield "function", function.name


def features_of_json(text):
    def walk(value):
        if isinstance(value, dict):
            kind = value.get("class_name")
            if kind:
                yield kind
                yield from ((kind, key) for key in value.get("config", {}))
            for item in value.values():
                yield from walk(item)
        elif isinstance(value, list):
            for item in value:
                yield from walk(item)
    yield from walk(json.loads(text))


def select(kind, files, features):
    """Greedy: the smallest first, each if it brings something new."""
    folder = CORPUS / kind
    folder.mkdir(parents=True, exist_ok=True)
    seen = set()
    for name, data in sorted(files, key=lambda item: (len(item[1]), item[0])):
        new = set(features(data)) - seen
        if new and len(data) <= LIMIT:
            seen |= new
            (folder / f"{name}-{hashlib.sha1(data).hexdigest()[:8]}").write_bytes(data)


def write_dictionary(texts):
    """Words of descriptions, for json.dict."""
    words = {word for text in texts for feature in features_of_json(text)
             for word in ([feature] if isinstance(feature, str) else feature)}
    lines = [f'"\\"{word}\\""' for word in sorted(words)]
    (CORPUS.parent / "json.dict").write_text("\n".join(lines) + "\n")


def container_features(data):
    """All of them are alike but for size: a few of each size."""
    yield data[:2], len(data).bit_length(), len(data) // 3000


def safetensors_seeds():
    shapes = {"conv/kernel": [3, 3, 2], "conv/bias": [2], "norm/gamma": [2], "norm/beta": [2],
              "norm/moving_mean": [2], "norm/moving_variance": [2], "lstm/kernel": [2, 8],
              "lstm/recurrent_kernel": [2, 8], "lstm/bias": [8], "dense/kernel": [2, 2],
              "dense/bias": [2]}
    sizes = {"F32": 4, "F64": 8, "F16": 2, "BF16": 2, "I64": 8, "U8": 1}
    for dtype, size in sizes.items():
        header, offset = {"__metadata__": {"format": "pt"}}, 0
        for name, shape in shapes.items():
            count = size
            for extent in shape:
                count *= extent
            header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [offset, offset + count]}
            offset += count
        text = json.dumps(header).encode()
        yield dtype, struct.pack("<Q", len(text)) + text + bytes(i % 251 for i in range(offset))


TEXTS = {
    "functions": """g (float[2] x) => (float[2] y) { a = own.Twice<k = 2>(x) y = own.Again(a) }
<domain: "own", opset_import: ["" : 17, "own" : 1]> Twice <k> (a) => (c)
{ b = LeakyRelu(a) i = Constant<value_int: int = @k>() j = CastLike(i, b) c = Mul(b, j) }
<domain: "own", opset_import: ["" : 17, "own" : 1]> Again (a) => (b) { b = own.Twice<k = 3>(a) }""",
    "scopes": """g (float[2] x, bool c) => (float[2] y) { y = If<
then_branch = t () => (float[2] a) { a = Relu(x) }, else_branch = e () => (float[2] b) { b = Neg(x) }>(c) }""",
    "open": """g (float[N,C,L] x) => (float[N,K] y) <int64[2] s = {0, -1}>
{ h = Shape(x) r = Reshape(x, s) y = Softmax(r) }""",
}


def texts():
    for name, text in TEXTS.items():
        model = onnx.parser.parse_model('<ir_version: 8, opset_import: ["" : 17, "own" : 1]>' + text)
        yield name, model.SerializeToString()
    model = onnx.parser.parse_model('<ir_version: 8, opset_import: ["" : 17]>'
                                    "g (float[2] x) => (float[2] y) <float[2] w = {1, 2}> { y = Add(x, w) }")
    tensor = model.graph.initializer[0]
    tensor.ClearField("float_data")
    tensor.data_location = onnx.TensorProto.EXTERNAL
    for key, value in {"location": "weights.bin", "offset": "4", "length": "8"}.items():
        tensor.external_data.add(key=key, value=value)
    yield "external", model.SerializeToString()


def main():
    onnx_files, json_files, containers = list(texts()), [], []
    for root in sys.argv[1:]:
        for path in sorted(Path(root).rglob("*")):
            name = path.parent.name
            if path.suffix == ".onnx":
                onnx_files.append((name, path.read_bytes()))
            elif path.name == "model.json":
                json_files.append((name, path.read_bytes()))
            elif path.suffix in (".keras", ".h5") and not path.name.endswith(".weights.h5"):
                containers.append((name + path.suffix, path.read_bytes()))
                if path.suffix == ".keras":
                    json_files.append((name, zipfile.ZipFile(path).read("config.json")))
    select("onnx", onnx_files, features_of_onnx)
    select("json", json_files, features_of_json)
    write_dictionary(data for _, data in json_files)
    select("hdf5", containers, container_features)
    select("safetensors", list(safetensors_seeds()), lambda data: [data])


main()
