"""Makes tests/cases/onnx: models of one operator each, with inputs and the outputs that
ONNX's reference evaluator computes for them.

usage: make_vectors.py [folder]
Needs the package onnx (1.23.2). The operators are those that ../shared/conformance has no
cases of; each comes in its operator sets, element types and attributes, with optional inputs
and without.
"""
import sys
from pathlib import Path

import numpy as np
import onnx
import onnx.parser
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

CASES = Path(__file__).parents[2] / "cases" / "onnx"
random = np.random.default_rng(1)


def normal(*shape, dtype=np.float32):
    return random.standard_normal(shape).astype(dtype)


def uniform(low, high, *shape, dtype=np.float32):
    return random.uniform(low, high, shape).astype(dtype)


class Fixed:
    """An input that the model holds as an initializer."""

    def __init__(self, value, dtype=np.int64):
        self.value = np.asarray(value, dtype=dtype)


def write(folder, name, operator, opset, inputs, outputs=1, meaning=None, **attributes):
    """`inputs`: arrays, Fixed, or None where an optional one is left out. `meaning`: the
    operator set and attributes for the evaluator, where it does not know the model's own."""
    names, values, initializers, run = [], [], [], {}
    for i, value in enumerate(inputs):
        key = "" if value is None else f"x{i}"
        names.append(key)
        if isinstance(value, Fixed):
            initializers.append(numpy_helper.from_array(value.value, key))
        elif value is not None:
            element = helper.np_dtype_to_tensor_dtype(value.dtype)
            values.append(helper.make_tensor_value_info(key, element, value.shape))
            run[key] = value
    results = [f"y{i}" for i in range(outputs)]
    node = helper.make_node(operator, names, results, name=name, **attributes)
    body = helper.make_graph([node], name, values,
                             [onnx.ValueInfoProto(name=result) for result in results], initializers)
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", opset)], ir_version=10)
    known = onnx.ModelProto()
    known.CopyFrom(model)
    if meaning:
        known.opset_import[0].version = meaning.pop("opset")
        del known.graph.node[0].attribute[:]
        for key, value in (attributes | meaning).items():
            known.graph.node[0].attribute.append(helper.make_attribute(key, value))
    expected = ReferenceEvaluator(known).run(None, run)
    save(folder / name, model, run, expected)


def save(case, model, inputs, expected):
    """`inputs`: arrays by name; `expected`: the outputs, in the model's order."""
    for output, value in zip(model.graph.output, expected):
        element = helper.np_dtype_to_tensor_dtype(np.asarray(value).dtype)
        output.CopyFrom(helper.make_tensor_value_info(output.name, element, np.shape(value)))
    data = case / "test_data_set_0"
    data.mkdir(parents=True, exist_ok=True)
    (case / "model.onnx").write_bytes(model.SerializeToString())
    for i, (key, value) in enumerate(inputs.items()):
        (data / f"input_{i}.pb").write_bytes(numpy_helper.from_array(value, key).SerializeToString())
    for i, (output, value) in enumerate(zip(model.graph.output, expected)):
        (data / f"output_{i}.pb").write_bytes(
            numpy_helper.from_array(np.asarray(value), output.name).SerializeToString())


def grid_sample(case):
    grid = uniform(-1.3, 1.3, 2, 3, 4, 2)
    for padding in "zeros", "border", "reflection":
        for mode, old in ("nearest", "nearest"), ("linear", "bilinear"), ("cubic", "bicubic"):
            for corners in 0, 1:
                case(f"grid_sample_{mode}_{padding}_{corners}", "GridSample", 16 if corners else 22,
                     [normal(2, 3, 5, 4), grid], mode=old if corners else mode,
                     padding_mode=padding, align_corners=corners,
                     meaning={"opset": 22, "mode": mode})
    case("grid_sample_volume", "GridSample", 20,
         [normal(1, 2, 3, 4, 5), uniform(-1.2, 1.2, 1, 2, 3, 2, 3)])
    case("grid_sample_line", "GridSample", 20, [normal(2, 3, 6), uniform(-1.2, 1.2, 2, 5, 1)])
    case("grid_sample_integers", "GridSample", 20,
         [random.integers(-9, 9, (1, 2, 4, 4), dtype=np.int32), uniform(-1, 1, 1, 3, 3, 2)],
         mode="nearest")
    case("grid_sample_of_one", "GridSample", 20, [normal(1, 1, 1, 1), uniform(-2, 2, 1, 2, 2, 2)],
         padding_mode="border")


def affine_grid(case):
    for corners in 0, 1:
        case(f"affine_grid_image_{corners}", "AffineGrid", 20,
             [normal(2, 2, 3), Fixed([2, 3, 4, 5])], align_corners=corners)
        case(f"affine_grid_volume_{corners}", "AffineGrid", 20,
             [normal(1, 3, 4), Fixed([1, 2, 3, 2, 4])], align_corners=corners)


def fourier(case):
    case("dft_opset17", "DFT", 17, [normal(2, 10, 1)], axis=1)
    case("dft_opset17_complex_onesided", "DFT", 17, [normal(2, 3, 9, 1)], axis=2, onesided=1)
    for size in 7, 8:
        case(f"dft_complex_{size}", "DFT", 20, [normal(2, size, 2)])
        case(f"dft_real_{size}", "DFT", 20, [normal(2, size, 1)], onesided=1)
        case(f"dft_inverse_{size}", "DFT", 20, [normal(2, size, 2)], inverse=1)
    case("dft_first_axis", "DFT", 20, [normal(6, 3, 2), None, Fixed(0)])
    case("dft_negative_axis", "DFT", 20, [normal(3, 6, 2, 1), None, Fixed(-3)])
    case("dft_longer", "DFT", 20, [normal(2, 5, 1), Fixed(8)])
    case("dft_shorter", "DFT", 20, [normal(2, 9, 2), Fixed(6)])
    case("dft_inverse_real", "DFT", 20, [normal(2, 5, 2), Fixed(8)], inverse=1, onesided=1)
    case("dft_double", "DFT", 20, [normal(1, 6, 2, dtype=np.float64)])
    case("stft_window", "STFT", 17, [normal(2, 64, 1), Fixed(8), Fixed(np.hanning(16), np.float32)])
    case("stft_length", "STFT", 17, [normal(1, 50, 1), Fixed(7), None, Fixed(15)])
    case("stft_both_sides", "STFT", 17, [normal(1, 40, 1), Fixed(10), normal(12)], onesided=0)
    case("stft_complex", "STFT", 17, [normal(1, 40, 2), Fixed(4), normal(10)], onesided=0)


def regions(case):
    corners = uniform(0, 6, 4, 2)
    boxes = np.concatenate([corners, corners + uniform(0.2, 5, 4, 2)], 1)
    boxes[3] = [-4, -3, 12, 14]
    images = np.array([0, 1, 1, 0])
    for mode in "avg", "max":
        for coordinates in "half_pixel", "output_half_pixel":
            case(f"roi_align_{mode}_{coordinates}", "RoiAlign", 22,
                 [normal(2, 3, 8, 9), boxes, images], mode=mode, output_height=3, output_width=2,
                 sampling_ratio=2, coordinate_transformation_mode=coordinates)
    case("roi_align_opset10", "RoiAlign", 10, [normal(2, 1, 6, 6), boxes * 2, images],
         output_height=2, output_width=2, sampling_ratio=3, spatial_scale=0.5,
         meaning={"opset": 22, "coordinate_transformation_mode": "output_half_pixel"})


def deformable(case):
    for groups, parts, bias, mask in (1, 1, 0, 0), (2, 1, 1, 0), (1, 2, 0, 1), (2, 2, 1, 1):
        inputs = [normal(2, 4, 6, 5), normal(4, 4 // groups, 3, 2),
                  uniform(-2, 2, 2, parts * 12, 3, 5)]
        inputs += [normal(4) if bias else None] if bias or mask else []
        inputs += [uniform(0, 1, 2, parts * 6, 3, 5)] if mask else []
        case(f"deform_conv_{groups}{parts}{bias}{mask}", "DeformConv", 19 if mask else 22, inputs,
             group=groups, offset_group=parts, strides=[2, 1], pads=[1, 1, 1, 0],
             kernel_shape=[3, 2])
    case("deform_conv_dilated", "DeformConv", 22,
         [normal(1, 2, 7, 7), normal(2, 2, 2, 2), uniform(-1, 1, 1, 8, 5, 4)], dilations=[2, 3])


def folding(case):
    case("col2im", "Col2Im", 18, [normal(1, 5, 5), Fixed([5, 5]), Fixed([1, 5])])
    case("col2im_overlapping", "Col2Im", 18, [normal(2, 18, 20), Fixed([6, 7]), Fixed([3, 3])])
    case("col2im_all", "Col2Im", 18, [normal(1, 8, 12), Fixed([8, 9]), Fixed([2, 2])],
         strides=[2, 3], pads=[1, 0, 0, 1], dilations=[2, 3])
    case("col2im_volume", "Col2Im", 18, [normal(1, 16, 12), Fixed([3, 4, 3]), Fixed([2, 2, 2])])
    indices = np.array([[[[1, 3], [8, 14]]]])
    case("max_unpool", "MaxUnpool", 9, [normal(1, 1, 2, 2), indices], kernel_shape=[2, 2],
         strides=[2, 2])
    case("max_unpool_shape", "MaxUnpool", 11, [normal(1, 1, 2, 2), indices, Fixed([1, 1, 5, 6])],
         kernel_shape=[2, 2], strides=[2, 2])
    case("max_unpool_line", "MaxUnpool", 22,
         [normal(2, 2, 3), np.array([[[0, 3, 5], [6, 9, 10]], [[13, 14, 17], [18, 21, 23]]])],
         kernel_shape=[2], strides=[2])


def movement(case):
    for name, shape, axes in (("crop", [3, 4], None), ("pad", [8, 9], None),
                              ("both", [9, 2], None), ("axes", [4, 7], [-1, 0]),
                              ("odd", [2, 9], [0, 1])):
        attributes = {"axes": axes} if axes else {}
        case(f"center_crop_pad_{name}", "CenterCropPad", 18, [normal(5, 6), Fixed(shape)],
             **attributes)
    case("center_crop_pad_empty", "CenterCropPad", 18, [normal(5, 6), Fixed([0, 6])])


def bit_cast(case):
    pairs = ((np.float32, np.int32), (np.int32, np.float32), (np.float64, np.uint64),
             (np.float16, np.int16), (np.uint16, np.float16), (np.int8, np.uint8))
    for given, wanted in pairs:
        to = helper.np_dtype_to_tensor_dtype(np.dtype(wanted))
        case(f"bit_cast_{np.dtype(given)}_{np.dtype(wanted)}", "BitCast", 26,
             [(normal(2, 3) * 99).astype(given)], to=to)


def losses(case):
    for reduction in "none", "sum", "mean":
        for shape in (3, 5), (2, 4, 3), (2, 4, 2, 3):
            target = random.integers(0, shape[1], (shape[0], *shape[2:]))
            name = f"{reduction}_{len(shape)}"
            case(f"nll_loss_{name}", "NegativeLogLikelihoodLoss", 13, [normal(*shape), target],
                 reduction=reduction)
            case(f"cross_entropy_{name}", "SoftmaxCrossEntropyLoss", 12,
                 [normal(*shape), target, uniform(0.1, 1, shape[1])], outputs=2,
                 reduction=reduction, ignore_index=1)
    case("nll_loss_weighted", "NegativeLogLikelihoodLoss", 22,
         [normal(3, 4), np.array([1, -7, 3], dtype=np.int32), uniform(0.1, 1, 4)], ignore_index=-7)


def spectra(case):
    mel = [Fixed(8), Fixed(16), Fixed(8192), Fixed(0, np.float32), Fixed(4096, np.float32)]
    case("mel_weights", "MelWeightMatrix", 17, mel)
    mel = [Fixed(20), Fixed(257), Fixed(16000), Fixed(80, np.float32), Fixed(7600, np.float32)]
    case("mel_weights_double", "MelWeightMatrix", 17, mel, output_datatype=TensorProto.DOUBLE)


def determinants(case):
    case("det_matrix", "Det", 11, [normal(5, 5)])
    case("det_batch", "Det", 22, [normal(2, 3, 4, 4)])
    case("det_of_one", "Det", 11, [normal(3, 1, 1)])
    case("det_exchanged", "Det", 11,
         [np.array([[0, 2, 1], [0, 0, 3], [4, 5, 6]], dtype=np.float32)])
    case("det_singular", "Det", 11, [np.array([[0, 2], [0, 3]], dtype=np.float64)])


def one_signal(case):
    case("dft_of_one_signal", "DFT", 20, [normal(6, 2)])


def attention(case):
    """Shared heads, memory, masks of each kind, and lengths."""
    q, k, v = normal(2, 4, 3, 8), normal(2, 2, 5, 8), normal(2, 2, 5, 6)
    case("attention_shared_heads", "Attention", 23, [q, k, v], softcap=2.0, scale=0.3)
    past = [normal(2, 2, 4, 8), normal(2, 2, 4, 6)]
    case("attention_past_causal", "Attention", 23, [q, k, v, None, *past], outputs=4, is_causal=1,
         qk_matmul_output_mode=3)
    allowed = random.random((2, 1, 3, 5)) < 0.6
    allowed[0, 0, 1] = False
    case("attention_mask_of_nothing", "Attention", 24, [q, k, v, allowed], outputs=4,
         qk_matmul_output_mode=1)
    case("attention_lengths", "Attention", 24, [q, k, v, normal(3, 4), None, None, np.array([3, 5])],
         is_causal=1)
    case("attention_window", "Attention", 25, [q, k, v], outputs=4, left_window_size=1,
         right_window_size=2, qk_matmul_output_mode=2)
    case("attention_flat", "Attention", 23, [normal(2, 3, 12), normal(2, 5, 6), normal(2, 5, 8)],
         q_num_heads=4, kv_num_heads=2)
    case("attention_half", "Attention", 23, [x.astype(np.float16) for x in (q, k, v)],
         softmax_precision=TensorProto.FLOAT)
    angles = [normal(9, 3), normal(9, 3)]
    ids = random.integers(0, 9, (2, 5))
    case("rotary_embedding", "RotaryEmbedding", 23, [normal(2, 3, 5, 8), *angles, ids],
         rotary_embedding_dim=6)
    case("rotary_embedding_interleaved", "RotaryEmbedding", 23,
         [normal(2, 5, 18), normal(2, 5, 3), normal(2, 5, 3)], num_heads=3, interleaved=1)
    for mode in "linear", "circular":
        case(f"tensor_scatter_{mode}", "TensorScatter", 24,
             [normal(2, 3, 6, 2), normal(2, 3, 2, 2), np.array([1, 4 if mode == "linear" else 5])],
             mode=mode)
    x, w = normal(2, 3, 5), normal(3, 1, 4)
    case("causal_conv", "CausalConvWithState", 27, [x, w, normal(3), normal(2, 3, 3)], outputs=2,
         activation="silu")
    case("causal_conv_from_nothing", "CausalConvWithState", 27, [x, w], outputs=2)
    case("swiglu", "SwiGLU", 28, [normal(2, 5), normal(2, 5)], alpha=1.5)
    case("dropout_of_nothing", "Dropout", 13, [normal(2, 3), Fixed(0, np.float32),
                                               Fixed(True, np.bool_)], outputs=2)


def loops_without_iterations(folder):
    """What is carried stays, and what is gathered is empty. The evaluator has no outputs then."""
    x = normal(2, 3)
    for name, trips, condition in ("trips", 0, True), ("condition", 5, False):
        model = onnx.parser.parse_model(f"""<ir_version: 10, opset_import: ["": 21]>
            loop (float[2,3] x) => (float[2,3] last, float gathered) {{
              trips = Constant<value_int = {trips}>()
              number = Constant<value_int = {int(condition)}>()
              condition = Cast<to = 9>(number)
              last, gathered = Loop(trips, condition, x) <body = step
                (int64 i, bool again, float[2,3] before) => (bool on, float[2,3] after, float sum) {{
                  on = Identity(again)
                  after = Add(before, before)
                  sum = ReduceSum<keepdims = 0>(before)
                }}>
            }}""")
        save(folder / f"loop_without_iterations_{name}", model, {"x": x},
             [x, np.zeros(0, np.float32)])


def flat_signal(folder):
    """A real signal without its last axis, as runtimes take it, and the evaluator does not."""
    def model(shape):
        return onnx.parser.parse_model(f"""<ir_version: 8, opset_import: ["": 17]>
            stft (float{shape} x) => (float spectrum) <int64 step = {{6}}, int64 length = {{14}}> {{
              spectrum = STFT(x, step, , length)
            }}""")
    x = normal(2, 40)
    expected = ReferenceEvaluator(model([2, 40, 1])).run(None, {"x": x[..., None]})
    save(folder / "stft_flat", model([2, 40]), {"x": x}, expected)


def guessed_axes(folder):
    """An output whose declared axes are names that an exporter was given for another one."""
    model = onnx.parser.parse_model("""<ir_version: 8, opset_import: ["": 17]>
        guess (float[N,4,3] x) => (float y) { y = Softmax(x) }""")
    x = normal(2, 4, 3)
    case = folder / "output_of_guessed_axes"
    save(case, model, {"x": x}, ReferenceEvaluator(model).run(None, {"x": x}))
    model.graph.output[0].CopyFrom(
        helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N", "length"]))
    (case / "model.onnx").write_bytes(model.SerializeToString())


def branch_that_fits(folder):
    """A filter for each of two rates, of whose frames only one has the length."""
    def branch(size):
        return f"""() => (float[2,2] r{size}) {{
              s = Constant<value_ints = [2, 2, {size}]>()
              f = Reshape(x, s)
              r{size} = ReduceMean<axes = [2], keepdims = 0>(f)
            }}"""
    model = onnx.parser.parse_model(f"""<ir_version: 8, opset_import: ["": 17]>
        rates (float[2,8] x, int64 rate) => (float[2,2] y) <int64 wide = {{16000}}> {{
          is_wide = Equal(rate, wide)
          y = If(is_wide) <then_branch = w {branch(4)}, else_branch = n {branch(2)}>
        }}""")
    inputs = {"x": normal(2, 8), "rate": np.array(16000)}
    save(folder / "branch_that_fits", model, inputs, ReferenceEvaluator(model).run(None, inputs))


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CASES

    def case(name, operator, opset, inputs, **options):
        write(folder, name, operator, opset, inputs, **options)

    for family in (grid_sample, affine_grid, fourier, regions, deformable, folding, movement,
                   bit_cast, losses, spectra, determinants, one_signal, attention):
        family(case)
    loops_without_iterations(folder)
    flat_signal(folder)
    guessed_axes(folder)
    branch_that_fits(folder)


if __name__ == "__main__":
    main()
