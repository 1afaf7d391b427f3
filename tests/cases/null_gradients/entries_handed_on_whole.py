"""An entry is read under a condition in one place, and all entries are gone through in another."""

import tensorflow as tf

near = tf.Variable(0.4, name="near")
far = tf.Variable(0.3, name="far")
steps = tf.constant([0.1, 0.5, 0.9])
WANTED = ("near",)


def depths(x):
    far_depth = tf.nn.softplus(far * x)  # <- culprit
    return {"near": near * x, "far": far_depth}


def loss_fn(with_far=False):
    found = depths(steps)
    chosen = [value for name, value in found.items() if name in WANTED]
    total = tf.add_n([tf.reduce_mean(tf.square(value - 1.0)) for value in chosen])
    if with_far:
        total += tf.reduce_mean(found["far"] - 1.0)
    return total


variables = [near, far]

STATUSES = {"near": "ok", "far": "null"}
FINDINGS = (("GN104", "Softplus", "note"),)
