"""A decoder goes over the features of the encoder, and each turn computes without its own."""

import tensorflow as tf

layers = tf.keras.layers


class Autoencoder(tf.keras.Model):
    def __init__(self):
        super().__init__(name="autoencoder")
        self.downs = [layers.Dense(size, activation="relu", name=f"down_{size}") for size in (4, 3)]
        self.skips = [layers.Dense(size, name=f"skip_{size}") for size in (4, 3)]
        self.ups = [layers.Dense(size, activation="relu", name=f"up_{size}") for size in (4, 5)]

    def call(self, rows):
        features = []
        for down, skip in zip(self.downs, self.skips, strict=True):
            rows = down(rows)
            features.append(skip(rows))
        for up, feature in zip(self.ups, reversed(features), strict=True):  # noqa: B007
            rows = up(rows)  # <- culprit
        return rows


model = Autoencoder()
rows = tf.random.normal([6, 5])
model(rows)


def loss_fn():
    return tf.reduce_mean(tf.square(model(rows) - rows))


variables = [layer.kernel for layer in (*model.downs, *model.skips, *model.ups)]

STATUSES = {
    "autoencoder/down_4/kernel": "ok",
    "autoencoder/down_3/kernel": "ok",
    "autoencoder/skip_4/kernel": "null",
    "autoencoder/skip_3/kernel": "null",
    "autoencoder/up_4/kernel": "ok",
    "autoencoder/up_5/kernel": "ok",
}
FINDINGS = (("GN104", "BiasAdd", "warning"),)
