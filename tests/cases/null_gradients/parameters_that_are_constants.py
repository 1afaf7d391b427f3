"""Three parameters are plain tensors: an attribute, an entry of a dict, and a global."""

import tensorflow as tf


class Spring:
    def __init__(self, stiffness):
        self.stiffness = tf.constant(stiffness)  # <- culprit

    def energy(self, length, rest):
        return 0.5 * self.stiffness * tf.square(length - rest["length"])


settings = {
    "names": ["left", "right"],
    "length": tf.constant([1.0, 1.5]),
}
lengths = tf.linspace(0.5, 2.5, 2) + 0.25
spring = Spring(3.0)


def loss_fn():
    return tf.reduce_sum(spring.energy(lengths, settings))


variables = [spring.stiffness, settings["length"], lengths]

STATUSES = {"tensor": "null", "tensor_2": "null", "tensor_3": "null"}
FINDINGS = (("GN105", "Mul", "error"),)
