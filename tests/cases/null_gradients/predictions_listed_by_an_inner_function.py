"""A function inside of another lists predictions there, before the loss is evaluated."""

import tensorflow as tf


def made():
    rate = tf.Variable(2.0, name="rate")
    kept = {}

    def forward(time):
        kept[time] = tf.exp(-rate * time)  # <- culprit

    for time in (0.5, 1.5):
        forward(time)

    def loss():
        return tf.add_n(list(kept.values()))

    return loss, rate


loss_fn, rate = made()

variables = [rate]

STATUSES = {"rate": "null"}
FINDINGS = (("GN107", "AddN", "error"),)
