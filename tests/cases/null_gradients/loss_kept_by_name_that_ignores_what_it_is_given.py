"""Each output has a loss of its own, kept by name; that of one looks at the labels alone."""

import tensorflow as tf

shade = tf.Variable([[0.4], [-0.2]], name="shade")
depth = tf.Variable([[0.1], [0.6]], name="depth")
picture = tf.constant([[1.0, 0.5], [-0.5, 2.0], [0.25, 1.0]])
labels = {
    "shade": tf.constant([[0.5], [1.0], [0.0]]),
    "depth": tf.constant([[2.0], [-1.0], [1.5]]),
}


def squared(wanted, got):
    return tf.reduce_mean(tf.square(wanted - got))


def largest(wanted, got):  # noqa: ARG001  what the case is about
    return tf.reduce_max(wanted)


class Judge:
    def __init__(self, losses=None):
        self.losses = losses or {}

    def __call__(self, outputs):
        total = 0.0
        for name, output in outputs.items():
            total += self.losses[name](labels[name], output)
        return total


def look(picture):
    return {"shade": tf.matmul(picture, shade), "depth": tf.sigmoid(tf.matmul(picture, depth))}


judge = Judge(losses={"shade": squared, "depth": largest})  # <- culprit


def loss_fn():
    outputs = look(picture)
    return judge(outputs)


variables = [shade, depth]

STATUSES = {"shade": "ok", "depth": "null"}
FINDINGS = (("GN104", "Sigmoid", "note"),)
