"""`check` names lines of variables that no op of the training step has read."""

import keras
import numpy as np
import tensorflow as tf

import tb_gradplugin as tbg
from tests.unread_weights import Shifted

X = np.random.default_rng(4).normal(size=[8, 3]).astype(np.float32)
Y = X.sum(axis=1, keepdims=True)


class Gated(keras.Model):
    def __init__(self, gated):
        super().__init__(name="gated")
        self.gated = gated
        self.dense = keras.layers.Dense(1, name="dense")
        self.gate = keras.layers.Dense(1, name="gate")

    def build(self, shape):
        self.dense.build(shape)
        self.gate.build(shape)

    def call(self, inputs):
        outputs = self.dense(inputs)
        return outputs * self.gate(inputs) if self.gated else outputs


class OwnStep(Gated):
    def train_step(self, data):
        inputs, labels = data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self(inputs) - labels) ** 2)
        self.optimizer.apply(
            tape.gradient(loss, self.trainable_variables), self.trainable_variables
        )
        return {"loss": loss}


def only_finding(model):
    model.compile("sgd", "mse")
    (finding,) = tbg.check(model, X, Y, raise_on=()).findings
    return finding


def test_of_a_functional_model_the_line_that_makes_the_weight_is_named():
    inputs = keras.Input([3])
    outputs = keras.layers.Dense(1)(Shifted(name="shifted")(inputs))
    finding = only_finding(keras.Model(inputs, outputs))
    assert finding.code == "GN104"
    assert 'name="shift"' in finding.locations[0].source
    assert finding.certainty == "certain"


def test_a_flag_of_a_model_is_named_with_the_step_of_keras_and_with_one_of_its_own():
    for model in (Gated(False), OwnStep(False)):
        finding = only_finding(model)
        assert finding.code == "GN115"
        assert "if self.gated else" in finding.locations[0].source


def test_a_sound_model_has_no_finding():
    model = Gated(True)
    model.compile("sgd", "mse")
    assert tbg.check(model, X, Y).findings == []
