"""Each stage of a filter takes the signal itself, so that the stages before the last are lost."""

import tensorflow as tf

taps = [tf.Variable(0.5 + number, name=f"tap_{number}") for number in range(3)]
offset = tf.Variable(0.25, name="offset")
slope = tf.Variable(2.0, name="slope")
signal = tf.constant([1.0, 2.0, 3.0])


def filtered(samples):
    for number, tap in enumerate(taps):
        result = tf.tanh(tap * samples)  # <- culprit
        if number == 0:
            result = result + offset
        elif number == 2:
            result *= slope
    return tf.sqrt(tf.abs(result))


def loss_fn():
    return tf.reduce_sum(filtered(signal))


variables = [*taps, offset, slope]

STATUSES = {"tap_0": "null", "tap_1": "null", "tap_2": "ok", "offset": "null", "slope": "ok"}
FINDINGS = (("GN104", "AddV2", "warning"),)
