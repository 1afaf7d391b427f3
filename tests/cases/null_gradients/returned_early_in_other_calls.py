"""A gate is computed for calls that want nothing else; the others go by it and leave it out."""

import tensorflow as tf


class Mixer(tf.Module):
    def __init__(self):
        super().__init__()
        self.mix = tf.Variable([[0.5, -0.25], [1.0, 0.75]], name="mix")
        self.gain = tf.Variable([0.5, 1.5], name="gain")

    def gate(self, mixed):
        return tf.sigmoid(mixed * self.gain)

    def __call__(self, signal, gate_alone=False):
        mixed = signal @ self.mix
        gate = self.gate(mixed)  # <- culprit
        if gate_alone:
            return gate
        return tf.tanh(mixed) + signal


mixer = Mixer()
signal = tf.constant([[0.5, -1.0], [2.0, 0.25]])


def loss_fn():
    return tf.reduce_mean(tf.square(mixer(signal)))


variables = [mixer.mix, mixer.gain]

STATUSES = {"mix": "ok", "gain": "null"}
FINDINGS = (("GN104", "Sigmoid", "note"),)
