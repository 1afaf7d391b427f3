"""A router's best scores weigh the experts as constants; their places only tell which experts."""

import tensorflow as tf

router = tf.Variable([[0.4, -0.2, 0.7], [0.1, 0.9, -0.5]], name="router")
experts = tf.Variable([[1.0, 0.5], [0.3, -0.8], [-0.4, 0.6]], name="experts")
x = tf.constant([[1.0, 2.0], [0.5, -1.0]])


def loss_fn():
    scores, places = tf.math.top_k(x @ router, k=2)
    weights = tf.stop_gradient(tf.nn.softmax(scores))  # <- culprit
    chosen = tf.gather(experts, places)
    return tf.reduce_mean(tf.square(tf.einsum("bk,bkd->bd", weights, chosen) - 0.2))


variables = [router, experts]

STATUSES = {"router": "null", "experts": "ok"}
FINDINGS = (("GN101", "StopGradient", "note"),)
