"""Turns the models' test splits and labels into files that a C program reads
without a library: numbers as little-endian arrays, words one a line.
usage: prepare.py FOLDER   (needs numpy)"""
import json
import sys
from pathlib import Path

import numpy as np

models = Path(__file__).resolve().parent / "models"
out = Path(sys.argv[1])


def arrays(model, **types):
    split = np.load(models / model / "test_split.npz")
    for name, dtype in types.items():
        (out / model).mkdir(parents=True, exist_ok=True)
        split[name].astype(dtype).tofile(out / model / f"{name}.bin")


def words(model, *keys):
    labels = json.loads((models / model / "labels.json").read_text())
    for key in keys:
        (out / model).mkdir(parents=True, exist_ok=True)
        (out / model / f"{key}.txt").write_text("\n".join(labels[key]).replace("\0", "_") + "\n")


arrays("digits_cnn", image="<f4", label="<i8")
arrays("intent_gru", tokens="<i8", label="<i8")
words("intent_gru", "vocabulary", "classes")
arrays("next_word_rnn", tokens="<i8", next="<i8")
words("next_word_rnn", "vocabulary")
arrays("translate_lstm", chars="<i8", tokens="<i8")
words("translate_lstm", "source", "target")
