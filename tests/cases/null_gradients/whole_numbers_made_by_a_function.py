"""A function makes two variables and returns them, the one of whole numbers."""

import tensorflow as tf


def initial_state():
    position = tf.Variable([1, 2], name="position")  # <- culprit
    velocity = tf.Variable([0.5, 0.25], name="velocity")
    return position, velocity


class Body:
    def __init__(self, state):
        self.position, self.velocity = state

    def after(self, seconds):
        return tf.cast(self.position, tf.float32) + seconds * self.velocity


body = Body(initial_state())


def loss_fn():
    return tf.reduce_sum(tf.square(body.after(2.0)))


variables = [body.position, body.velocity]

STATUSES = {"position": "null", "velocity": "ok"}
FINDINGS = (("GN103", "", "note"),)
