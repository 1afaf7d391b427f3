"""Each turn of a loop smooths the inputs, and not what the turn before has made of them."""

import tensorflow as tf

widths = [tf.Variable(0.5 + i, name=f"width{i}") for i in range(3)]
shifts = [tf.Variable(0.1 * i, name=f"shift{i}") for i in range(3)]


def squeezed(values):
    return tf.tanh(values)


def refined(signal):
    for width, shift in zip(widths, shifts, strict=True):
        out = signal * width  # <- culprit
        if out.shape.rank == 1:
            out = out - tf.reduce_mean(out)
        out = squeezed(out + shift)
    return out


def loss_fn():
    return tf.reduce_sum(tf.square(refined(tf.constant([0.2, -0.4, 1.0])) - 0.3))


variables = [*widths, *shifts]

STATUSES = {
    "width0": "null",
    "width1": "null",
    "width2": "ok",
    "shift0": "null",
    "shift1": "null",
    "shift2": "ok",
}
FINDINGS = (("GN104", "Tanh", "warning"),)
