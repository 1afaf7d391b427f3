"""A star hands both parts of a motion to a loss, which looks at where it ends and not how fast."""

import tensorflow as tf

place = tf.Variable([[0.4], [-0.2]], name="place")
speed = tf.Variable([[0.1], [0.6]], name="speed")
signal = tf.constant([[1.0, 0.5], [-0.5, 2.0], [0.25, 1.0]])
target = tf.constant([[0.5], [1.0], [0.0]])


def motion(signal):
    return tf.matmul(signal, place), tf.tanh(tf.matmul(signal, speed))


def distance(ended, moving, wanted):  # noqa: ARG001  # <- culprit
    return tf.reduce_mean(tf.square(ended - wanted))


def loss_fn():
    parts = motion(signal)
    return distance(*parts, target)


variables = [place, speed]

STATUSES = {"place": "ok", "speed": "null"}
FINDINGS = (("GN104", "Tanh", "note"),)
