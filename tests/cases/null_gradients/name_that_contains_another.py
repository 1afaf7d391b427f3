"""A test on names, meant for one network, holds within a word in the names of another."""

import tensorflow as tf

WANTED = "sent"
kinds = ("sent", "absent", "other")
made = {kind: tf.Variable([1.0, 2.0], name=f"{kind}_scale") for kind in kinds}
signal = tf.constant([0.5, -1.5])
every = list(made.values())
variables = []
for one in every:
    if one.trainable and WANTED in one.name:  # <- culprit
        variables.append(one)  # noqa: PERF401 -- a loop is what is to be read


def loss_fn():
    return tf.reduce_sum(tf.square(made["sent"] * signal))


STATUSES = {"sent_scale": "ok", "absent_scale": "null"}
FINDINGS = (("GN104", "", "warning"),)
