"""In training, too, lines are named of variables that no op has read."""

import warnings

import keras
import numpy as np
import tensorflow as tf

import tb_gradplugin as tbg
from tb_gradplugin.recording.health_warning import GradientHealthWarning
from tests.recording.explained_fits import fitted
from tests.recording.keras_models import X, Y
from tests.unread_weights import Shifted


class Gated(keras.layers.Layer):
    def __init__(self, gated, name):
        super().__init__(name=name)
        self.gated = gated
        self.dense = keras.layers.Dense(3, name="dense")
        self.gate = keras.layers.Dense(3, name="gate")

    def build(self, shape):
        self.dense.build(shape)
        self.gate.build(shape)

    def call(self, inputs):
        outputs = self.dense(inputs)
        if self.gated:
            outputs = outputs * self.gate(inputs)
        return outputs


class Blocks(keras.Model):
    def __init__(self):
        super().__init__(name="blocks")
        self.blocks = [Gated(True, "gated"), Gated(False, "plain")]
        self.head = keras.layers.Dense(1, name="head")

    def call(self, inputs):
        for block in self.blocks:
            inputs = block(inputs)
        return self.head(inputs)


class Trainer:
    """A loop of its own, whose step is a method."""

    def __init__(self, model, extra):
        self.model = model
        self.extra = extra
        self.variables = model.trainable_variables + extra.trainable_variables
        self.with_extra = False
        self.recorder = None

    @tf.function
    def step(self, inputs, labels):
        with tf.GradientTape() as tape:
            outputs = self.model(inputs)
            if self.with_extra:
                outputs = self.extra(outputs)
            loss = tf.reduce_mean((outputs - labels) ** 2)
            if loss > 1e9:
                loss = tf.zeros_like(loss)
        variables = self.model.trainable_variables + self.extra.trainable_variables
        self.recorder.record(tape.gradient(loss, variables), loss=loss)


def built(layer, width):
    layer.build([None, width])
    return layer


def recorded(step, *arguments):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", GradientHealthWarning)
        step(*arguments)


def test_a_flag_of_a_layer_that_fit_leaves_out_is_named(tmp_path):
    model = Blocks()
    model(X)
    model.compile("sgd", "mse")
    (text,), error = fitted(model, tmp_path)
    assert error is None
    assert "if self.gated:" in text
    (finding,) = tbg.read(tmp_path).findings
    assert finding.code == "GN115"
    assert finding.locations[0].source == "if self.gated:"
    assert set(finding.variables) == {"blocks/plain/gate/kernel", "blocks/plain/gate/bias"}


def test_of_a_functional_model_the_line_that_makes_a_weight_is_named(tmp_path):
    inputs = keras.Input([6])
    outputs = keras.layers.Dense(1)(Shifted(name="shifted")(inputs))
    model = keras.Model(inputs, outputs)
    model.compile("sgd", "mse")
    (text,), error = fitted(model, tmp_path)
    assert error is None
    assert "`self.shift` is made in" in text
    (finding,) = tbg.read(tmp_path).findings
    assert finding.code == "GN104"
    assert 'name="shift"' in finding.locations[0].source


def test_a_method_that_is_traced_tells_of_the_object_that_it_belongs_to(tmp_path):
    extra = built(keras.layers.Dense(1, name="extra"), 1)
    trainer = Trainer(built(keras.layers.Dense(1, name="model"), 6), extra)
    with tbg.GradientRecorder(tmp_path, trainer.variables) as trainer.recorder:
        recorded(trainer.step, X, Y)
    (finding,) = tbg.read(tmp_path).findings
    assert finding.code == "GN115"
    assert finding.locations[0].source == "if self.with_extra:"


def test_a_function_that_is_traced_tells_of_the_names_in_its_reach(tmp_path):
    model = built(keras.layers.Dense(1, name="model"), 6)
    extra = built(keras.layers.Dense(1, name="extra"), 1)
    variables = model.trainable_variables + extra.trainable_variables
    with_extra = bool(np.zeros(1))

    @tf.function
    def step(inputs, labels):
        with tf.GradientTape() as tape:
            outputs = model(inputs)
            if with_extra:
                outputs = extra(outputs)
            loss = tf.reduce_mean((outputs - labels) ** 2)
        recorder.record(tape.gradient(loss, variables), loss=loss)

    with tbg.GradientRecorder(tmp_path, variables) as recorder:
        recorded(step, X, Y)
    (finding,) = tbg.read(tmp_path).findings
    assert finding.locations[0].source == "if with_extra:"


def test_a_line_that_asks_for_gradients_alone_is_not_taken_for_a_use(tmp_path):
    class Left:
        def __init__(self, model, extra):
            self.model = model
            self.extra = extra
            self.recorder = None

        @tf.function
        def step(self, inputs, labels):
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((self.model(inputs) - labels) ** 2)
            variables = self.model.trainable_variables + self.extra.trainable_variables
            self.recorder.record(tape.gradient(loss, variables), loss=loss)

    left = Left(
        built(keras.layers.Dense(1, name="model"), 6), built(keras.layers.Dense(1, name="extra"), 1)
    )
    variables = left.model.trainable_variables + left.extra.trainable_variables
    with tbg.GradientRecorder(tmp_path, variables) as left.recorder:
        recorded(left.step, X, Y)
    (finding,) = tbg.read(tmp_path).findings
    assert finding.code == "GN104"
    assert finding.locations[0].source == "self.extra = extra"
