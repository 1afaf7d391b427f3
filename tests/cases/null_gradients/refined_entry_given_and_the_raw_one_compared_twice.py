"""A model gives what it drew and the same refined; both terms of the loss take what it drew."""

import tensorflow as tf

layers = tf.keras.layers


class Painter(tf.keras.Model):
    def __init__(self):
        super().__init__(name="painter")
        self.draw = layers.Dense(3, name="draw")
        self.refine = layers.Dense(3, name="refine")

    def call(self, rows):
        drawn = self.draw(rows)
        refined = drawn + self.refine(drawn)
        return {"drawn": drawn, "drawn_refined": refined}


painter = Painter()
rows, wanted = tf.random.normal([4, 2]), tf.random.normal([4, 3])


def loss_fn():
    found = painter(rows)
    error = tf.reduce_mean(tf.abs(found["drawn"] - wanted))
    refined_error = tf.reduce_mean(tf.abs(found["drawn"] - wanted))  # <- culprit
    return error + refined_error


loss_fn()
variables = [painter.draw.kernel, painter.refine.kernel]

STATUSES = {"painter/draw/kernel": "ok", "painter/refine/kernel": "null"}
FINDINGS = (("GN104", "AddV2", "warning"),)
