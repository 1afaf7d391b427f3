"""A line takes a part of one call, and hands on both parts of another, one of them to nobody."""

import tensorflow as tf


class Encoder(tf.Module):
    def __init__(self):
        super().__init__()
        self.weight = tf.Variable([[0.5, 0.75], [-0.25, 0.5]], name="encoder_weight")

    def __call__(self, inputs):
        return tf.tanh(inputs @ self.weight), tf.constant(1.0) * tf.reduce_sum(inputs)


class Heads(tf.Module):
    def __init__(self):
        super().__init__()
        self.main = tf.Variable([[0.5], [-0.25]], name="main_weight")
        self.side = tf.Variable([[0.25], [0.5]], name="side_weight")

    def __call__(self, hidden):
        main = hidden @ self.main
        side = tf.nn.relu(hidden @ self.side)
        return main, side


class Reader(tf.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.heads = Encoder(), Heads()

    def __call__(self, inputs):
        return self.heads(self.encoder(inputs)[0])


reader = Reader()
x = tf.constant([[0.5, -1.0], [2.0, 0.25]])


def loss_fn():
    outputs = reader(x)
    return tf.reduce_mean(tf.square(outputs[0] - 1.0))  # <- culprit


variables = [reader.encoder.weight, reader.heads.main, reader.heads.side]

STATUSES = {"encoder_weight": "ok", "main_weight": "ok", "side_weight": "null"}
FINDINGS = (("GN104", "Relu", "note"),)
