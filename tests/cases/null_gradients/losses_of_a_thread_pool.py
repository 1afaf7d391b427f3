"""Each part of the loss is computed in a thread of a pool, of which the tape sees nothing."""

from concurrent.futures import ThreadPoolExecutor

import tensorflow as tf

weight = tf.Variable([0.2, -0.4], name="weight")
tasks = [tf.constant([1.0, 2.0]), tf.constant([0.5, -1.0])]


def part(rows):
    return tf.reduce_mean(tf.square(rows * weight - 1.0))


def loss_fn():
    with ThreadPoolExecutor(max_workers=1) as pool:
        return tf.add_n(list(pool.map(part, tasks)))  # <- culprit


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN119", "Mean", "error"),)
