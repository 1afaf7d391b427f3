"""Two heads of one class return what they compute, and their caller makes nothing of it."""

import tensorflow as tf


class Head(tf.Module):
    def __init__(self, name):
        super().__init__(name=name)
        self.weight = tf.Variable([[0.5], [-0.25]], name=f"{name}_weight")

    def __call__(self, inputs):
        scores = tf.nn.relu(inputs @ self.weight)
        return scores, tf.shape(inputs)


class Reader(tf.Module):
    def __init__(self):
        super().__init__()
        self.weight = tf.Variable([[0.5, 0.75], [-0.25, 0.5]], name="reader_weight")
        self.heads = [Head("left"), Head("right")]

    def __call__(self, inputs):
        hidden = tf.tanh(inputs @ self.weight)
        scores = [hidden]
        for head in self.heads:
            score, _ = head(hidden)  # <- culprit
            scores.append(score)
        return scores[0]


reader = Reader()
x = tf.constant([[0.5, -1.0], [2.0, 0.25]])


def loss_fn():
    return tf.reduce_mean(tf.square(reader(x) - 1.0))


variables = [reader.weight, *(head.weight for head in reader.heads)]

STATUSES = {"reader_weight": "ok", "left_weight": "null", "right_weight": "null"}
FINDINGS = (("GN104", "Relu", "note"),)
