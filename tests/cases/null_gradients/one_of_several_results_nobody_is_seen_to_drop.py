"""A function gets all results of a block, and picks by a name that is known when it runs."""

import tensorflow as tf


class Block(tf.Module):
    def __init__(self):
        super().__init__()
        self.mean = tf.Variable([[0.5], [-0.25]], name="mean_weight")
        self.spread = tf.Variable([[0.25], [0.5]], name="spread_weight")

    def __call__(self, inputs):
        mean = inputs @ self.mean
        spread = tf.nn.softplus(inputs @ self.spread)  # <- culprit
        return {"mean": mean, "spread": spread}


block = Block()
x = tf.constant([[0.5, -1.0], [2.0, 0.25]])
wanted = "mean"


def penalty(results):
    return tf.reduce_mean(tf.square(results[wanted] - 1.0))


def loss_fn():
    results = block(x)
    return penalty(results)


variables = [block.mean, block.spread]

STATUSES = {"mean_weight": "ok", "spread_weight": "null"}
FINDINGS = (("GN104", "Softplus", "note"),)
