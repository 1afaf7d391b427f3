"""No row is chosen in this batch, so the one line that uses what a block activated does not run."""

import numpy as np
import tensorflow as tf

trunk = tf.Variable([0.5, -0.4], name="trunk")
head = tf.Variable([[0.3, 0.1], [-0.2, 0.6]], name="head")
x = tf.constant([[1.0, 2.0], [3.0, -1.0]])
chosen = np.array([False, False])


def shifts(hidden):
    activated = tf.nn.silu(tf.matmul(hidden, head))
    return tf.clip_by_value(activated, -1.0, 1.0)


def loss_fn():
    hidden = tf.tanh(x * trunk)
    offsets = shifts(hidden)
    loss = tf.reduce_mean(tf.square(hidden))
    if chosen.any():  # <- culprit
        loss += tf.reduce_mean(tf.abs(offsets[chosen]))
    return loss


variables = [trunk, head]

STATUSES = {"trunk": "ok", "head": "null"}
FINDINGS = (("GN115", "", "note"),)
