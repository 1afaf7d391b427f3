"""A gradient that is missing on purpose fails no check: its explanation says that it is meant."""

import warnings

import keras
import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tb_gradplugin.cli import main

X = np.random.default_rng(0).normal(size=(48, 4)).astype(np.float32)
Y = X.sum(axis=1, keepdims=True)
TARGET = ("net/target/kernel", "net/target/bias")


class Net(keras.Model):
    """With a target that learns nothing, and a head that one may have forgotten."""

    def __init__(self, is_forgotten):
        super().__init__(name="net")
        self.body = keras.layers.Dense(8, activation="tanh", name="body")
        self.head = keras.layers.Dense(1, name="head")
        self.target = keras.layers.Dense(1, name="target")
        self.size = keras.layers.Dense(1, name="size")
        self.is_forgotten = is_forgotten

    def call(self, inputs):
        code = self.body(inputs)
        found = self.head(code) + 0.1 * tf.stop_gradient(self.target(code))
        if self.is_forgotten:
            found += tf.round(self.size(code))
        return found


def trained(logdir, is_forgotten):
    told = []
    callback = tbg.GradientHealth(logdir, on_unhealthy=told.append)
    model = Net(is_forgotten)
    model.compile("sgd", "mse")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(X, Y, batch_size=4, epochs=2, verbose=0, callbacks=[callback])
    return callback, told


@pytest.fixture(scope="module")
def meant(tmp_path_factory):
    """Of a training without the head: its folder, its callback, and what it told."""
    folder = tmp_path_factory.mktemp("meant")
    return folder, *trained(folder / "run", is_forgotten=False)


def test_while_training_it_is_a_note_which_is_not_told(meant):
    _, callback, told = meant
    (verdict,) = callback.verdicts
    assert (verdict.rule, verdict.severity, verdict.variables) == ("null", "note", TARGET)
    assert told == []


def test_read_back_it_is_a_note_too_that_names_its_reason(meant):
    folder, callback, _ = meant
    (verdict,) = tbg.read(folder / "run").verdicts
    assert verdict == callback.verdicts[0]
    note = "  note       Likely meant: the explanation that was found while training says so."
    assert note in str(verdict).splitlines()


def test_check_shows_it_and_passes(meant, capsys):
    folder, *_ = meant
    assert main.main(["check", str(folder)]) == 0
    printed = capsys.readouterr().out
    assert "1 run, and none is unhealthy." in printed
    assert "GN101 stop-gradient" in printed


def test_beside_one_that_may_be_forgotten_it_is_a_warning(tmp_path, capsys):
    callback, told = trained(tmp_path / "run", is_forgotten=True)
    (verdict,) = callback.verdicts
    assert (verdict.rule, verdict.severity) == ("null", "warning")
    assert set(TARGET) < set(verdict.variables)
    assert [each.severity for each in told] == ["warning"]
    assert main.main(["check", str(tmp_path)]) == 1
    assert "1 of 1 run is unhealthy." in capsys.readouterr().out
