"""An ensemble computes the predictions of all its members, and returns those of one."""

import tensorflow as tf


class Ensemble(tf.keras.Model):
    def __init__(self):
        super().__init__(name="ensemble")
        self.members = [tf.keras.layers.Dense(2, name=f"member_{i}") for i in range(2)]

    def call(self, x):
        predictions = [member(x) for member in self.members]
        return predictions[0]  # <- culprit


x = tf.constant([[0.5, -1.0], [0.2, 0.9]])
model = Ensemble()
model(x)


def loss_fn():
    return tf.reduce_mean(tf.square(model(x) - 1.0))


variables = model.trainable_variables

STATUSES = {
    "ensemble/member_0/kernel": "ok",
    "ensemble/member_0/bias": "ok",
    "ensemble/member_1/kernel": "null",
    "ensemble/member_1/bias": "null",
}
FINDINGS = (("GN104", "BiasAdd", "note"),)
