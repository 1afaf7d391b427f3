"""A criterion takes two outputs apart, and compares the first of them for both of its terms."""

import tensorflow as tf

layers = tf.keras.layers


class Network(tf.keras.Model):
    def __init__(self):
        super().__init__(name="network")
        self.stem = layers.Dense(4, activation="relu", name="stem")
        self.head = layers.Dense(2, name="head")
        self.side = layers.Dense(2, name="side")

    def call(self, rows):
        found = self.stem(rows)
        return self.head(found), self.side(found)


class Criterion:
    def __call__(self, outputs, wanted):
        main, side = outputs  # noqa: RUF059
        error = tf.reduce_mean(tf.abs(main - wanted))
        side_error = tf.reduce_mean(tf.square(main - wanted))  # <- culprit
        return error + 0.4 * side_error


network, criterion = Network(), Criterion()
rows, wanted = tf.random.normal([5, 3]), tf.random.normal([5, 2])


def loss_fn():
    return criterion(network(rows), wanted)


loss_fn()
variables = [network.stem.kernel, network.head.kernel, network.side.kernel]

STATUSES = {
    "network/stem/kernel": "ok",
    "network/head/kernel": "ok",
    "network/side/kernel": "null",
}
FINDINGS = (("GN104", "BiasAdd", "warning"),)
