"""Makes the models and vectors of tests/cases/keras, with Keras itself.

Each case is a folder with the model in one or more forms (model.keras, model.h5,
model.json with model.safetensors) and keras_test_K.npz: input_J, output_J.
usage: make_vectors.py FOLDER [SHARED]     (needs keras 3, tensorflow, safetensors, tf_keras)
  SHARED   a folder with keras/*.h5: also makes vectors for these trained models
Cases of Keras 2 are made by make_vectors_keras2.py, which needs tf_keras.
"""
import os
import sys
import zipfile
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import absl.logging
import keras
import numpy as np
from keras import layers as L
from safetensors.numpy import save_file

absl.logging.set_verbosity("error")
# Cases that are also saved in the legacy format (16 KiB each, however small the model).
ALSO_H5 = set("""dense embedding conv1d conv2d depthwise_conv2d separable_conv2d conv2d_transpose_same
conv_batch_norm lstm gru simple_rnn training_layers
bidirectional_lstm_concat bidirectional_two_layers stacked_lstm rnn_cells masked_lstm
time_distributed residual shared_model nested_outputs nested_sequential
encoder_decoder layer_scale numbers_as_operands""".split())
random = np.random.default_rng(1)


def randomize(model):
    """Weights that make every term of every formula matter."""
    for variable in model.weights:
        shape, name = variable.shape, variable.path
        if "seed" in name:
            continue
        if "variance" in name:
            value = random.uniform(0.5, 2, shape)
        elif "embeddings" in name:
            value = random.normal(0, 1, shape)
        else:
            scale = 1 / np.sqrt(max(np.prod(shape[:-1]), 1)) if len(shape) > 1 else 0.3
            value = random.normal(0, scale, shape) + (1 if "gamma" in name else 0)
        variable.assign(value.astype("float32"))


def sample(tensor, batch):
    shape = [batch if i == 0 else extent for i, extent in enumerate(tensor.shape)]
    if "int" in str(tensor.dtype):
        return random.integers(0, 6, shape).astype(tensor.dtype)
    return random.normal(0, 1, shape).astype("float32")


def safetensors_of(layers, prefix=""):
    """Weights by layer and name, as docs/json.md has them."""
    tensors = {}
    for layer in layers:
        name = prefix + layer.name
        if isinstance(layer, keras.Model):
            tensors.update(safetensors_of(layer.layers, name + "/"))
        elif isinstance(layer, L.Bidirectional):
            for part, inner in (("forward", layer.forward_layer), ("backward", layer.backward_layer)):
                for weight in inner.weights:
                    tensors[f"{name}/{part}/{weight.name}"] = weight.numpy()
        else:
            for weight in layer.weights:
                tensors[f"{name}/{weight.name}"] = weight.numpy()
    return tensors


class Maker:
    def __init__(self, folder):
        self.folder = Path(folder)

    def write(self, name, model, forms="keras", batch=2, sets=None):
        """Saves a model in the forms asked for, with one data set or those given."""
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        randomize(model)
        for layer in model.layers:
            if isinstance(layer, L.Normalization):
                layer.finalize_state()
        if "keras" in forms:
            model.save(folder / "model.keras")
            compress(folder / "model.keras")
        if name in ALSO_H5:
            model.save(folder / "model.h5")
        if "json" in forms:
            (folder / "model.json").write_text(model.to_json(indent=1) + "\n")
            save_file({key: np.ascontiguousarray(value) for key, value in
                       safetensors_of(model.layers).items()}, folder / "model.safetensors")
        for number, inputs in enumerate(sets or [[sample(t, batch) for t in model.inputs]]):
            outputs = model.predict(inputs if len(inputs) > 1 else inputs[0], batch_size=64, verbose=0)
            if not isinstance(outputs, (list, tuple)):
                outputs = [outputs]
            save_vectors(folder, number, inputs, outputs)

    def layer(self, name, shape, *layers, dtype=None, forms="keras", **options):
        model = keras.Sequential([keras.Input(shape, dtype=dtype), *layers], name="model")
        self.write(name, model, forms, **options)


def compress(path):
    """Packs the archive anew: Keras stores its files as they are, which is six times as much."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


def save_vectors(folder, number, inputs, outputs):
    arrays = {f"input_{i}": np.asarray(x) for i, x in enumerate(inputs)}
    arrays.update({f"output_{i}": np.asarray(y) for i, y in enumerate(outputs)})
    np.savez_compressed(folder / f"keras_test_{number}.npz", **arrays)


def core(make):
    make.layer("dense", (6,), L.Dense(5), forms="keras json")
    make.layer("dense_of_sequence", (4, 6), L.Dense(5, activation="tanh", use_bias=False))
    make.layer("embedding", (5,), L.Embedding(6, 4), L.Flatten(), L.Dense(3), dtype="int32",
               forms="keras json")
    for name in ("celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_tanh "
                 "leaky_relu linear log_sigmoid log_softmax mish relu relu6 selu sigmoid silu "
                 "soft_shrink softmax softplus softsign sparse_plus sparse_sigmoid squareplus tanh "
                 "tanh_shrink").split():
        make.layer("activation_" + name, (3, 8), L.Activation(name), batch=3)
    make.layer("relu_limits", (8,), L.ReLU(max_value=1.5, negative_slope=0.2, threshold=0.4), batch=4)
    make.layer("relu6_layer", (8,), L.ReLU(max_value=6, negative_slope=0.1))
    make.layer("leaky_relu", (8,), L.LeakyReLU(negative_slope=0.15))
    make.layer("elu", (8,), L.ELU(alpha=0.7))
    make.layer("prelu", (4, 5, 3), L.PReLU())
    make.layer("prelu_shared", (4, 5, 3), L.PReLU(shared_axes=[1, 2]))
    make.layer("softmax_axis", (4, 5), L.Softmax(axis=1))
    make.layer("softmax_axes", (4, 5), L.Softmax(axis=[1, 2]))
    make.layer("activation_object", (6,), L.Dense(4, activation=L.LeakyReLU(negative_slope=0.05)))
    make.layer("training_layers", (6, 3), L.Dropout(0.5), L.GaussianNoise(1.0), L.GaussianDropout(0.3),
               L.AlphaDropout(0.2), L.SpatialDropout1D(0.3), L.ActivityRegularization(l2=0.1),
               L.Identity(), L.Dense(3))


def convolution(make):
    make.layer("conv1d", (9, 3), L.Conv1D(4, 3, strides=2, padding="same", activation="relu"),
               forms="keras json")
    make.layer("conv1d_causal", (9, 3), L.Conv1D(4, 3, dilation_rate=2, padding="causal"))
    make.layer("conv1d_valid_groups", (9, 4), L.Conv1D(6, 3, groups=2, use_bias=False))
    make.layer("conv2d", (7, 8, 3), L.Conv2D(4, (3, 2), activation="relu"), forms="keras json")
    make.layer("conv2d_same_strides", (7, 8, 3), L.Conv2D(4, 3, strides=(2, 3), padding="same"))
    make.layer("conv2d_dilation", (9, 9, 2), L.Conv2D(3, 3, dilation_rate=(2, 3), padding="same"))
    make.layer("conv2d_groups", (6, 6, 4), L.Conv2D(6, 3, groups=2, padding="same"))
    make.layer("conv3d", (4, 5, 6, 2), L.Conv3D(3, (2, 3, 2), padding="same", strides=(1, 2, 1)))
    make.layer("depthwise_conv1d", (9, 3), L.DepthwiseConv1D(3, depth_multiplier=2, padding="same"))
    make.layer("depthwise_conv2d", (7, 8, 3), L.DepthwiseConv2D(3, strides=2, depth_multiplier=2,
               activation="relu"))
    make.layer("separable_conv1d", (9, 3), L.SeparableConv1D(4, 3, depth_multiplier=2))
    make.layer("separable_conv2d", (7, 8, 3), L.SeparableConv2D(4, 3, padding="same",
               depth_multiplier=2, activation="relu"))
    for padding in ("valid", "same"):
        make.layer(f"conv1d_transpose_{padding}", (5, 3), L.Conv1DTranspose(4, 3, strides=2,
                   padding=padding))
        make.layer(f"conv2d_transpose_{padding}", (4, 5, 3), L.Conv2DTranspose(2, (3, 4),
                   strides=(2, 3), padding=padding, activation="relu"))
        make.layer(f"conv2d_transpose_wide_{padding}", (4, 5, 3), L.Conv2DTranspose(2, 2, strides=3,
                   padding=padding))
        make.layer(f"conv3d_transpose_{padding}", (3, 2, 3, 2), L.Conv3DTranspose(3, 2, strides=2,
                   padding=padding))
    make.layer("conv2d_transpose_extra", (4, 5, 3), L.Conv2DTranspose(2, 3, strides=2,
               padding="same", output_padding=1))
    make.layer("conv2d_transpose_extra_valid", (4, 5, 3), L.Conv2DTranspose(2, 3, strides=2,
               padding="valid", output_padding=1))
    make.layer("conv2d_transpose_dilation", (4, 5, 3), L.Conv2DTranspose(2, 3, dilation_rate=2))


def pooling(make):
    shapes = {1: (7, 3), 2: (7, 8, 3), 3: (5, 6, 4, 2)}
    for rank, shape in shapes.items():
        for kind in ("Max", "Average"):
            pool = getattr(L, f"{kind}Pooling{rank}D")
            name = f"{kind.lower()}_pooling{rank}d"
            make.layer(name, shape, pool(2))
            make.layer(name + "_same", shape, pool(3, strides=2, padding="same"))
            whole = getattr(L, f"Global{kind}Pooling{rank}D")
            make.layer(f"global_{name}", shape, whole())
            make.layer(f"global_{name}_keep", shape, whole(keepdims=True))


def channels_first(make):
    """Keras's TensorFlow backend has these on the CPU for pools and reshapes only; the
    convolution is the channels-last one between two permutations."""
    first = dict(data_format="channels_first")
    make.layer("first_padding", (3, 5, 6), L.ZeroPadding2D(((1, 2), (0, 1)), **first),
               L.Cropping2D(((0, 1), (1, 0)), **first), L.UpSampling2D((2, 3), **first),
               L.Flatten(**first))
    make.layer("first_global", (3, 5, 6), L.GlobalAveragePooling2D(**first))
    make.layer("first_batch_norm", (3, 5, 6), L.BatchNormalization(axis=1),
               L.GlobalMaxPooling2D(**first))
    random_state = random.bit_generator.state
    last = keras.Sequential([keras.Input((3, 5, 6)), L.Permute((2, 3, 1)),
                             L.Conv2D(4, 3, padding="same", strides=2), L.MaxPooling2D(2),
                             L.Permute((3, 1, 2))])
    random.bit_generator.state = random_state
    randomize(last)
    model = keras.Sequential([keras.Input((3, 5, 6)), L.Conv2D(4, 3, padding="same", strides=2, **first),
                              L.MaxPooling2D(2, **first)], name="model")
    folder = make.folder / "first_conv2d"
    folder.mkdir(parents=True, exist_ok=True)
    model.set_weights(last.get_weights())
    model.save(folder / "model.keras")
    x = sample(last.inputs[0], 2)
    save_vectors(folder, 0, [x], [last.predict(x, verbose=0)])


def normalization(make):
    make.layer("batch_norm", (4, 5, 3), L.BatchNormalization(epsilon=0.01), forms="keras json")
    make.layer("batch_norm_plain", (6,), L.BatchNormalization(center=False, scale=False))
    make.layer("conv_batch_norm", (6, 6, 2), L.Conv2D(4, 3, use_bias=False), L.BatchNormalization(),
               L.ReLU(), L.MaxPooling2D(), L.Flatten(), L.Dense(3))
    make.layer("layer_norm", (4, 6), L.LayerNormalization())
    make.layer("layer_norm_axes", (4, 6, 3), L.LayerNormalization(axis=[1, 2], scale=False))
    make.layer("layer_norm_inner", (4, 6, 3), L.LayerNormalization(axis=2, center=False))
    make.layer("group_norm", (5, 6, 8), L.GroupNormalization(groups=4))
    make.layer("group_norm_axis", (4, 5, 6), L.GroupNormalization(groups=2, axis=1))
    make.layer("rms_norm", (4, 6), L.RMSNormalization())
    make.layer("unit_norm", (4, 6), L.UnitNormalization(axis=[1, 2]))
    make.layer("rescaling", (4, 3), L.Rescaling(scale=1 / 127.5, offset=-1.0))
    make.layer("rescaling_lists", (4, 3), L.Rescaling(scale=[0.1, 0.2, 0.3], offset=[1.0, 2.0, 3.0]))
    normal = L.Normalization()
    normal.adapt(random.normal(2, 3, (64, 5)))
    make.layer("normalization", (5,), normal)
    make.layer("normalization_given", (5,), L.Normalization(mean=[1.0, 2, 3, 4, 5], variance=[2.0, 1, 3, 1, 4]))
    make.layer("normalization_invert", (5,), L.Normalization(mean=3.0, variance=2.0, invert=True))


def reshaping(make):
    make.layer("reshape", (4, 6), L.Reshape((3, -1, 2)), L.Permute((3, 1, 2)))
    make.layer("repeat_vector", (4,), L.RepeatVector(3), L.Dense(2))
    for rank, shape in {1: (5, 2), 2: (5, 6, 2), 3: (4, 5, 6, 2)}.items():
        pairs = [(1, 2), (2, 0), (0, 1)][:rank]
        make.layer(f"zero_padding{rank}d", shape, getattr(L, f"ZeroPadding{rank}D")(
            pairs if rank > 1 else pairs[0]))
        make.layer(f"cropping{rank}d", shape, getattr(L, f"Cropping{rank}D")(
            pairs if rank > 1 else pairs[0]))
        make.layer(f"up_sampling{rank}d", shape, getattr(L, f"UpSampling{rank}D")(
            2 if rank == 1 else (2, 3, 2)[:rank]))
    make.layer("up_sampling2d_bilinear", (4, 5, 2), L.UpSampling2D((2, 3), interpolation="bilinear"))


def merging(make):
    def merge(name, layer, shapes=((4, 3), (4, 3)), forms="keras"):
        inputs = [keras.Input(shape, name=f"in_{i}") for i, shape in enumerate(shapes)]
        make.write(name, keras.Model(inputs, layer(inputs), name="model"), forms)

    merge("add", L.Add(), ((4, 3),) * 3, "keras json")
    merge("subtract", L.Subtract())
    merge("multiply", L.Multiply(), ((4, 3), (1, 3)))
    merge("average", L.Average(), ((4, 3),) * 3)
    merge("maximum", L.Maximum(), ((4, 3),) * 3)
    merge("minimum", L.Minimum())
    merge("concatenate", L.Concatenate(), ((4, 3), (4, 2)), "keras")
    merge("concatenate_axis", L.Concatenate(axis=1), ((4, 3), (2, 3)))
    merge("add_ranks", L.Add(), ((4, 3), (3,)))
    merge("dot_vectors", L.Dot(axes=1), ((5,), (5,)))
    merge("dot_matrices", L.Dot(axes=(2, 1)), ((3, 4), (4, 5)))
    merge("dot_normalized", L.Dot(axes=-1, normalize=True), ((3, 4), (5, 4)))
    merge("dot_vector_matrix", L.Dot(axes=(1, 2)), ((4,), (5, 4)))


def recurrent(make):
    for name, layer in (("lstm", L.LSTM), ("gru", L.GRU), ("simple_rnn", L.SimpleRNN)):
        make.layer(name, (5, 3), layer(4), forms="keras json")
        make.layer(name + "_sequences", (5, 3), layer(4, return_sequences=True))
        make.layer(name + "_backwards", (5, 3), layer(4, return_sequences=True, go_backwards=True))
        make.layer(name + "_no_bias", (5, 3), layer(4, use_bias=False, go_backwards=True))
        make.layer(name + "_unrolled", (5, 3), layer(4, unroll=True, dropout=0.2))
        x = keras.Input((5, 3), name="x")
        make.write(name + "_state", keras.Model(x, layer(4, return_state=True, return_sequences=True)(x)),
                   "keras")
        states = [keras.Input((4,), name=f"state_{i}") for i in range(2 if name == "lstm" else 1)]
        make.write(name + "_initial", keras.Model([x, *states], layer(4)(x, initial_state=states)),
                   "keras")
        for mode in ("concat", "sum", "mul", "ave"):
            make.layer(f"bidirectional_{name}_{mode}", (5, 3), L.Bidirectional(
                layer(4, return_sequences=True), merge_mode=mode),
                forms="keras json" if mode == "concat" else "keras")
        make.layer(f"bidirectional_{name}_last", (5, 3), L.Bidirectional(layer(4)))
        masked = [random.integers(0, 6, (3, 6)).astype("int32")]
        masked[0][0, :2] = 0
        masked[0][1, 4:] = 0
        masked[0][2, 2] = 0
        for tail, options in (("", {}), ("_sequences", dict(return_sequences=True)),
                              ("_backwards", dict(return_sequences=True, go_backwards=True)),
                              ("_zero", dict(return_sequences=True, zero_output_for_mask=True))):
            make.layer(f"masked_{name}{tail}", (6,), L.Embedding(6, 3, mask_zero=True),
                       layer(4, **options), dtype="int32", sets=[masked])
        make.layer(f"masked_bidirectional_{name}", (6,), L.Embedding(6, 3, mask_zero=True),
                   L.Bidirectional(layer(4, return_sequences=True)), L.Dropout(0.1), layer(3),
                   L.Dense(2), dtype="int32", sets=[masked])
    make.layer("gru_reset_before", (5, 3), L.GRU(4, reset_after=False))
    make.layer("masked_gru_reset_before", (6,), L.Embedding(6, 3, mask_zero=True),
               L.GRU(4, reset_after=False), dtype="int32", sets=[masked])
    make.layer("lstm_activations", (5, 3), L.LSTM(4, activation="softsign",
               recurrent_activation="hard_sigmoid"))
    make.layer("gru_activations", (5, 3), L.GRU(4, activation="relu",
               recurrent_activation="hard_sigmoid"))
    make.layer("simple_rnn_activations", (5, 3), L.SimpleRNN(4, activation="elu"))
    x = keras.Input((5, 3), name="x")
    states = L.Bidirectional(L.LSTM(4, return_state=True, return_sequences=True))(x)
    make.write("bidirectional_state", keras.Model(x, states))
    make.write("bidirectional_two_outputs", keras.Model(
        x, L.Bidirectional(L.GRU(4, return_sequences=True), merge_mode=None)(x)))
    make.layer("bidirectional_two_layers", (5, 3), L.Bidirectional(
        L.LSTM(4, return_sequences=True),
        backward_layer=L.GRU(4, return_sequences=True, go_backwards=True)))
    make.layer("stacked_lstm", (5, 3), L.LSTM(4, return_sequences=True), L.LSTM(5), L.Dense(2),
               forms="keras json")
    make.layer("rnn_cell", (5, 3), L.RNN(L.GRUCell(4), return_sequences=True))
    make.layer("rnn_cells", (5, 3), L.RNN([L.LSTMCell(4), L.GRUCell(5), L.SimpleRNNCell(3)],
               go_backwards=True, return_sequences=True))
    make.layer("masking", (5, 3), L.Masking(mask_value=0.0), L.LSTM(4), sets=[[
        random.normal(0, 1, (2, 5, 3)).astype("float32") * np.array(
            [[0, 1, 1, 0, 1], [1, 1, 1, 0, 0]], "float32")[:, :, None]]])
    make.layer("masked_average", (6,), L.Embedding(6, 3, mask_zero=True), L.GlobalAveragePooling1D(),
               dtype="int32", sets=[masked])
    make.layer("time_distributed", (4, 6, 5, 2), L.TimeDistributed(L.Conv2D(3, 3, activation="relu")),
               L.TimeDistributed(L.Flatten()), L.LSTM(4))
    for name, layer in (("add", L.Add()), ("multiply", L.Multiply()), ("maximum", L.Maximum()),
                        ("concatenate", L.Concatenate()), ("concatenate_time", L.Concatenate(axis=1))):
        inputs = [keras.Input((6,), dtype="int32", name=f"in_{i}") for i in range(2)]
        parts = [L.Embedding(6, 3, mask_zero=True)(i) for i in inputs]
        other = masked[0][::-1].copy()
        make.write("masked_" + name, keras.Model(inputs, L.LSTM(4)(layer(parts))),
                   sets=[[masked[0], other]])


def stateful(make):
    """Two calls in a row: the second data set begins with the state of the first."""
    for name, layer, names in (("lstm", L.LSTM, ("h", "c")), ("gru", L.GRU, ("h",))):
        x = keras.Input(batch_shape=(2, 3, 3), name="x")
        model = keras.Model(x, layer(4, stateful=True, name="layer")(x))
        folder = make.folder / f"stateful_{name}"
        folder.mkdir(parents=True, exist_ok=True)
        randomize(model)
        model.save(folder / "model.keras")
        recurrent_layer = model.get_layer("layer")
        for number in range(2):
            inputs = [sample(x, 2)]
            before = [state.numpy() for state in recurrent_layer.states]
            outputs = [np.asarray(model(inputs[0]))]
            after = [state.numpy() for state in recurrent_layer.states]
            save_vectors(folder, number, inputs + before, outputs + after)


def graphs(make):
    image = keras.Input((6, 6, 2), name="image")
    y = L.Conv2D(4, 3, padding="same", activation="relu")(image)
    y = L.Add()([y, L.Conv2D(4, 1)(image)])
    make.write("residual", keras.Model(image, L.Dense(3)(L.GlobalAveragePooling2D()(y))),
               "keras json")
    encoder = keras.Sequential([keras.Input((4,)), L.Dense(3, activation="tanh"),
                                L.BatchNormalization()], name="encoder")
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    make.write("shared_model", keras.Model([a, b], L.Concatenate()([encoder(a), encoder(b)])),
               "keras json")
    inner_x = keras.Input((4,), name="inner_x")
    inner = keras.Model(inner_x, [L.BatchNormalization()(L.Dense(3)(inner_x)), L.Dense(2)(inner_x)],
                        name="two_heads")
    inner.layers[1].trainable = False
    first, second = inner(a)
    make.write("nested_outputs", keras.Model(a, [L.Dense(2)(second), first]), "keras")
    shared = L.Dense(4, name="shared")
    make.write("shared_layer", keras.Model(a, shared(shared(a))), "keras json")
    make.write("named_out_of_order", keras.Model([b, a], L.Subtract()([a, b])), "keras")
    deep = keras.Sequential([keras.Input((4,)), keras.Sequential([L.Dense(3), keras.Sequential(
        [L.Dense(5, activation="relu")], name="innermost")], name="inner"), L.Dense(2)], name="model")
    make.write("nested_sequential", deep, "keras json")
    z = L.Dense(4)(a) * 2.0 + 1.0
    make.write("operations", keras.Model(a, keras.ops.mean(z / (z * z + 1), axis=-1, keepdims=True) - z))
    x = keras.Input((5, 3), name="x")
    _, h, c = L.LSTM(4, return_state=True)(x)
    decoder = L.LSTM(4, return_sequences=True)(x, initial_state=[h, c])
    make.write("encoder_decoder", keras.Model(x, L.TimeDistributed(L.Dense(2, activation="softmax"))(
        decoder)), "keras")


def adaptive_pooling(make):
    """New in Keras 3.13; 5 windows of 7 elements have lengths of 2 and 3."""
    for kind in ("Max", "Average"):
        for shape, size in (((7, 3), 5), ((7, 8, 3), (5, 4)), ((5, 6, 4, 2), (2, 6, 5))):
            rank = len(shape) - 1
            make.layer(f"adaptive_{kind.lower()}_pooling{rank}d", shape,
                       getattr(L, f"Adaptive{kind}Pooling{rank}D")(size))


def spelled_cells(make):
    """Cells with activations that ONNX's cells do not have."""
    for name, layer in (
            ("lstm", L.LSTM(4, activation="gelu", recurrent_activation="silu")),
            ("gru", L.GRU(4, activation="selu", recurrent_activation="softmax")),
            ("gru_before", L.GRU(4, activation="mish", reset_after=False, go_backwards=True)),
            ("simple_rnn", L.SimpleRNN(4, activation="exponential", return_sequences=True))):
        make.layer(f"spelled_{name}", (5, 3), layer)
    tokens = np.array([[0, 0, 3, 1, 2], [4, 5, 0, 1, 0]], "int32")
    make.layer("spelled_masked", (5,), L.Embedding(6, 3, mask_zero=True),
               L.Bidirectional(L.GRU(4, activation="hard_tanh")), dtype="int32", sets=[[tokens]])


def twice(make):
    """A model of two inputs and two outputs that is called twice, the other way round."""
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    dense = L.Dense(4, name="dense")
    inner = keras.Model([a, b], [L.BatchNormalization(name="norm")(dense(a)),
                                 L.Subtract()([dense(b), a])], name="inner")
    x, y = keras.Input((4,), name="x"), keras.Input((4,), name="y")
    first, second = inner([x, y]), inner([y, x])
    make.write("model_called_twice", keras.Model([x, y], [
        L.Multiply()([first[0], second[1]]), L.Average()([first[1], second[0]])]), "keras json")
    tokens = keras.Input((5,), dtype="int32", name="tokens")
    sum_of_two = L.Add()([L.Embedding(6, 3, mask_zero=True)(tokens), L.Embedding(6, 3)(tokens)])
    make.write("masked_half", keras.Model(tokens, L.LSTM(4)(sum_of_two)), sets=[[
        np.array([[0, 0, 3, 1, 2], [4, 5, 0, 1, 0]], "int32")]])


def images(make):
    for mode in ("bicubic", "lanczos3"):
        make.layer(f"up_sampling2d_{mode}", (4, 5, 2), L.UpSampling2D((2, 3), interpolation=mode))
    make.layer("resizing", (4, 8, 2), L.Resizing(7, 3, antialias=True))
    make.layer("resizing_crop", (4, 8, 2), L.Resizing(3, 3, interpolation="bicubic",
               crop_to_aspect_ratio=True))
    make.layer("augmentation", (6, 7, 3), L.RandomFlip("horizontal"), L.RandomRotation(0.1),
               L.RandomZoom(0.2), L.RandomTranslation(0.1, 0.1), L.RandomContrast(0.2),
               L.CenterCrop(4, 4), L.Rescaling(1 / 255), L.Conv2D(2, 3))


def indexing(make):
    x = keras.Input((5, 3), name="x")
    make.write("get_item", keras.Model(x, [L.Dense(2)(x[:, -1]), x[:, ::2, 1:], x[..., 0],
                                           x[:, None, 4:1:-2], x[:, -9:3]]))
    y = keras.ops.softmax(keras.ops.matmul(x, keras.ops.transpose(x, (0, 2, 1))))
    z = keras.ops.stack([x, keras.ops.clip(x, -0.5, 0.5)], axis=2)
    make.write("operations_of_shape", keras.Model(x, [y, z, keras.ops.squeeze(
        keras.ops.expand_dims(x * x, 1), 1) ** 2]))
    make.layer("activation_sparsemax", (3, 8), L.Activation("sparsemax"))


def applications(make):
    """What the models of keras.applications have besides layers of keras.layers."""
    from keras.src.applications.convnext import LayerScale
    make.layer("layer_scale", (2, 3, 4), LayerScale(1e-6, 4))
    x = keras.Input((2, 3, 4), name="x")
    y = x * (keras.ops.relu6(L.Conv2D(4, 1)(x) + 3.0) * (1 / 6))  # as MobileNetV3 has it
    make.write("numbers_as_operands", keras.Model(x, [y, L.Add()([x, y]) - 0.5, 2.0 / (x * x + 1.0),
                                                      keras.ops.maximum(x, 0.25)]))
    make.write("operations_of_activations", keras.Model(x, [getattr(keras.ops, name)(x) for name in (
        "hard_sigmoid hard_silu hard_tanh log_sigmoid relu6 selu silu softplus softsign".split())]))


def shared_models(make, shared):
    import tf_keras
    for path in sorted(Path(shared, "keras").glob("*.h5")):
        model = tf_keras.models.load_model(path, compile=False)
        folder = make.folder.parent / "keras_shared" / path.stem
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(2):
            x = random.uniform(0, 255 if "resnet" in path.stem else 1,
                               [1, *model.inputs[0].shape[1:]]).astype("float32")
            save_vectors(folder, number, [x], [model.predict(x, verbose=0)])


if __name__ == "__main__":
    keras.utils.set_random_seed(1)
    make = Maker(sys.argv[1])
    for part in (core, convolution, pooling, channels_first, normalization, reshaping, merging,
                 recurrent, stateful, graphs, adaptive_pooling, spelled_cells, twice,
                 images, indexing, applications):
        part(make)
    if len(sys.argv) > 2:
        shared_models(make, sys.argv[2])
