"""An encoder gives codes and projections of them; the distances are those of the codes."""

import tensorflow as tf


class Encoder(tf.keras.Model):
    def __init__(self):
        super().__init__(name="encoder")
        self.code = tf.keras.layers.Dense(4, activation="relu", name="code")
        self.projection = tf.keras.layers.Dense(2, name="projection")

    def call(self, rows):
        code = self.code(rows)
        return code, tf.math.l2_normalize(self.projection(code), axis=-1)


encoder = Encoder()
anchor, near, far = tf.random.normal([3, 5, 3])


def distance(left, right):
    return tf.reduce_sum(tf.square(left - right), axis=-1)


def loss_fn():
    code_anchor, anchored = encoder(anchor)  # noqa: RUF059
    code_near, nearby = encoder(near)  # noqa: RUF059
    code_far, distant = encoder(far)  # noqa: RUF059
    closer = distance(code_anchor, code_near)
    further = distance(code_anchor, code_far)  # <- culprit
    return tf.reduce_mean(tf.nn.relu(closer - further + 0.5)) + 1e-3 * tf.reduce_sum(code_anchor)


loss_fn()
variables = encoder.trainable_variables

STATUSES = {
    "encoder/code/kernel": "ok",
    "encoder/code/bias": "ok",
    "encoder/projection/kernel": "null",
    "encoder/projection/bias": "null",
}
FINDINGS = (("GN104", "Mul", "note"),)
