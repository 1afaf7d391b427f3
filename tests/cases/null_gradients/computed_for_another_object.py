"""An object is given what is computed from a variable, and keeps it under the variable's name."""

import tensorflow as tf


class Painter:
    def __init__(self, colours):
        self.colours = colours

    def paint(self, weights):
        return tf.einsum("pn,nc->pc", weights, self.colours)


class Scene:
    def __init__(self):
        self.colours = tf.Variable([[0.2, 0.4, 0.6], [0.9, 0.1, 0.3]], name="colours")
        colours = self.colours + 0.05  # <- culprit
        self.painter = Painter(colours)

    def image(self):
        return self.painter.paint(tf.constant([[0.5, 0.5], [0.1, 0.9]]))


scene = Scene()
variables = [scene.colours]


def loss_fn():
    return tf.reduce_mean(tf.abs(scene.image() - 0.5))


STATUSES = {"colours": "null"}
FINDINGS = (("GN107", "Einsum", "error"),)
