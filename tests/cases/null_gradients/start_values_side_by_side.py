"""Three functions of angles are wrapped in new variables, line after line."""

import tensorflow as tf

tilt = tf.Variable(0.3, name="tilt")
turn = tf.Variable(-0.2, name="turn")
lean = tf.Variable(0.7, name="lean")


def axes():
    first = tf.Variable(tf.cos(tilt))  # <- culprit
    second = tf.Variable(
        tf.sin(turn),
        trainable=True,
    )
    third = tf.Variable(tf.sin(lean))
    return tf.stack([first, second, third])


def loss_fn():
    return tf.reduce_sum(tf.square(axes() - 1.0))


variables = [lean, turn, tilt]

STATUSES = {"lean": "null", "turn": "null", "tilt": "null"}
FINDINGS = (("GN108", "", "error"),)
