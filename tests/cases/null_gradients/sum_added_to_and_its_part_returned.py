"""A residual is added to in place, and what is handed on is computed from the part before it."""

import tensorflow as tf

layers = tf.keras.layers


class Refiner(tf.keras.Model):
    def __init__(self):
        super().__init__(name="refiner")
        self.head = layers.Dense(4, name="head")
        self.body = [layers.Dense(4, activation="tanh", name=f"body_{at}") for at in range(2)]
        self.tail = layers.Dense(2, name="tail")

    def call(self, rows):
        features = self.head(rows)
        residual = features
        for layer in self.body:
            residual = layer(residual)
        residual += features
        return self.tail(features)  # <- culprit


refiner, rows = Refiner(), tf.random.normal([3, 5])


def loss_fn():
    return tf.reduce_mean(tf.abs(refiner(rows) - 1.0))


loss_fn()
variables = [refiner.head.kernel, refiner.body[0].kernel, refiner.tail.kernel]

STATUSES = {
    "refiner/head/kernel": "ok",
    "refiner/body_0/kernel": "null",
    "refiner/tail/kernel": "ok",
}
FINDINGS = (("GN104", "AddV2", "warning"),)
