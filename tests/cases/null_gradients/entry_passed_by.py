"""A layer is given values for both of its variables, and reads one of these itself."""

import tensorflow as tf


class Shift:
    def __init__(self):
        self.scale = tf.Variable([1.0, 2.0], name="scale")
        self.offset = tf.Variable([0.5, 0.5], name="offset")

    def __call__(self, features, values=None):
        offset = self.offset if values is None else values["offset"]
        return tf.sigmoid(features * self.scale + offset)  # <- culprit


class Network:
    def __init__(self):
        self.shift = Shift()

    def __call__(self, features, values):
        own = {key.partition(".")[2]: value for key, value in values.items()}
        return self.shift(features, own)


network, features = Network(), tf.constant([[1.0, 2.0], [3.0, 4.0]])
adapted = {
    "shift.scale": tf.Variable([1.0, 2.0], name="adapted_scale"),
    "shift.offset": tf.Variable([0.5, 0.5], name="adapted_offset"),
}


def loss_fn():
    return tf.reduce_sum(network(features, adapted))


variables = list(adapted.values())

STATUSES = {"adapted_scale": "null", "adapted_offset": "ok"}
FINDINGS = (("GN104", "", "note"),)
