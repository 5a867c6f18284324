"""Makes the cases of tests/cases/keras2: models and vectors by Keras 2 (tf_keras).
usage: make_vectors_keras2.py FOLDER     (needs tf_keras and tensorflow)"""
import os
import sys
import zipfile
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np
import tf_keras as keras
from tf_keras import layers as L

random = np.random.default_rng(2)
folder = Path(sys.argv[1])


def randomize(model):
    values = []
    for weight in model.get_weights():
        scale = 1 / np.sqrt(max(np.prod(weight.shape[:-1]), 1)) if weight.ndim > 1 else 0.3
        values.append(np.abs(random.normal(0, scale, weight.shape)) + 0.1 if weight.ndim == 1
                      else random.normal(0, scale, weight.shape))
    model.set_weights(values)


def write(name, model, forms="h5", inputs=None):
    target = folder / name
    target.mkdir(parents=True, exist_ok=True)
    randomize(model)
    if "h5" in forms:
        model.save(target / "model.h5")
    if "keras" in forms:
        model.save(target / "model.keras")
        with zipfile.ZipFile(target / "model.keras") as archive:
            entries = {entry: archive.read(entry) for entry in archive.namelist()}
        with zipfile.ZipFile(target / "model.keras", "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, data in entries.items():
                archive.writestr(zipfile.ZipInfo(entry), data, zipfile.ZIP_DEFLATED)
    if "json" in forms:
        (target / "model.json").write_text(model.to_json(indent=1) + "\n")
        model.save_weights(target / "model.weights.h5")
    inputs = inputs or [random.normal(0, 1, [2, *x.shape[1:]]).astype("float32") for x in model.inputs]
    outputs = model.predict(inputs if len(inputs) > 1 else inputs[0], verbose=0)
    outputs = outputs if isinstance(outputs, list) else [outputs]
    arrays = {f"input_{i}": x for i, x in enumerate(inputs)}
    arrays.update({f"output_{i}": y for i, y in enumerate(outputs)})
    np.savez_compressed(target / "keras_test_0.npz", **arrays)


def layer(name, shape, *layers, **options):
    write(name, keras.Sequential([keras.Input(shape), *layers], name="model"), **options)


layer("dense", (6,), L.Dense(5, activation="hard_sigmoid"), L.LeakyReLU(alpha=0.2), forms="h5 keras json")
layer("cnn", (8, 8, 2), L.Conv2D(4, 3, padding="same", use_bias=False), L.BatchNormalization(),
      L.ReLU(max_value=6), L.DepthwiseConv2D(3), L.AveragePooling2D(2, padding="same"), L.Flatten(),
      L.Dense(3, activation="softmax"), forms="h5 keras")
layer("lstm", (5, 3), L.LSTM(4, recurrent_activation="hard_sigmoid"), forms="h5 keras json")
layer("gru", (5, 3), L.GRU(4, return_sequences=True), L.GRU(3, reset_after=False), forms="h5 keras")
layer("bidirectional", (5, 3), L.Bidirectional(L.LSTM(4, return_sequences=True)),
      L.TimeDistributed(L.Dense(2)), L.Bidirectional(L.SimpleRNN(3), merge_mode="sum"), forms="h5 keras")
write("implied_input", keras.Sequential([L.Dense(4, input_shape=(3,), activation="relu"), L.Dense(2)]),
      "h5 keras json")
tokens = random.integers(0, 6, (3, 6)).astype("float32")
tokens[0, :3] = 0
write("masked", keras.Sequential([L.Embedding(6, 3, mask_zero=True, input_length=6),
                                  L.LSTM(4, return_sequences=True), L.GRU(3)]), "h5 keras", [tokens])
encoder = keras.Sequential([keras.Input((4,)), L.Dense(3), L.BatchNormalization()], name="encoder")
a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
write("shared_model", keras.Model([a, b], L.Concatenate()([encoder(a), encoder(b)])), "h5 keras")
x = keras.Input((4,))
inner = keras.Model(x, L.BatchNormalization()(L.Dense(3)(x)), name="inner")
write("nested_functional", keras.Model(a, L.Dense(2)(L.ReLU()(inner(a)))), "h5 keras")
x = keras.Input((5, 3), name="x")
_, h, c = L.LSTM(4, return_state=True)(x)
write("encoder_decoder", keras.Model(x, L.LSTM(4, return_sequences=True)(x, initial_state=[h, c])),
      "h5 keras")
write("rnn_cells", keras.Model(x, L.RNN([L.LSTMCell(4), L.GRUCell(5)])(x)), "h5 keras")
