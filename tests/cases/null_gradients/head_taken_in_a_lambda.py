"""A lambda that is given to a function of another library takes one head of two."""

import functools

import tensorflow as tf

main = tf.Variable([[0.5], [-0.3]], name="main")
side = tf.Variable([[0.2], [0.1]], name="side")


def heads(x):
    return {"main": tf.matmul(x, main), "side": tf.matmul(x, side)}


def weighted(x):
    return functools.partial(
        lambda weight: weight * tf.reduce_mean(heads(x)["main"]),  # <- culprit
        0.5,
    )


loss_fn = weighted(tf.constant([[1.0, 2.0]]))

variables = [main, side]

STATUSES = {"main": "ok", "side": "null"}
FINDINGS = (("GN104", "MatMul", "note"),)
