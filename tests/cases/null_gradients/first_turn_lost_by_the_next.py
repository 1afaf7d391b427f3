"""Each turn of a loop begins with the input anew, and nothing reads what the first one added."""

import tensorflow as tf

scales = [tf.Variable([0.5, 2.0], name=f"scale_{number}") for number in range(2)]
shift = tf.Variable([1.0, -1.0], name="shift")
points = tf.constant([[1.0, 2.0], [3.0, 4.0]])


def moved(x):
    for number, scale in enumerate(scales):
        out = scale * x  # <- culprit
        if number == 0:
            out = out + shift
    return out


def loss_fn():
    return tf.reduce_sum(tf.square(moved(points)))


variables = [*scales, shift]

STATUSES = {"scale_0": "null", "scale_1": "ok", "shift": "null"}
FINDINGS = (("GN104", "AddV2", "warning"),)
