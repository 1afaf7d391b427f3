"""A map is made where its object is, and the loss computes another from the same picture."""

import tensorflow as tf

tf.random.set_seed(5)
filters = tf.keras.layers.Dense(3, activation="tanh", name="filters")
head = tf.keras.layers.Dense(1, name="head")


class Saliency:
    def __init__(self, picture):
        self.picture = picture
        self.map = filters(picture)  # <- culprit
        self.size = picture.shape[0]

    def score(self):
        return tf.reduce_sum(head(filters(self.picture))) / self.size


saliency = Saliency(tf.constant([[0.3, -0.8], [1.1, 0.4], [0.2, 0.9], [-0.6, 0.5]]))


def loss_fn():
    return saliency.score()


variables = [
    saliency.map,
]

STATUSES = {"tensor": "null"}
FINDINGS = (("GN104", "", "error"),)
