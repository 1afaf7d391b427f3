"""The targets are among the inputs, so the object that adds the terms breaks off at its first."""

import tensorflow as tf

layer = tf.keras.layers.Dense(2, name="layer")
layer.build((None, 2))
batch = {"x": tf.constant([[1.0, -2.0]]), "near": tf.constant([[0.5, 0.5]])}


class Terms:
    def __init__(self, functions):
        self.functions = functions

    def __call__(self, outputs, targets=None):
        total = 0.0
        for name, function in self.functions.items():
            if targets is None:  # <- culprit
                break
            total += function(targets[name], outputs[name])
        return tf.constant(total)


terms = Terms({"near": lambda wanted, given: tf.reduce_sum(tf.abs(wanted - given))})


def step(inputs, targets=None):
    outputs = {"near": layer(inputs["x"])}
    return terms(outputs, targets=targets)


def loss_fn():
    return step(batch)


variables = layer.trainable_variables

STATUSES = {"layer/kernel": "null", "layer/bias": "null"}
FINDINGS = (("GN115", "", "error"),)
