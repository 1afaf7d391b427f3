"""A divergence from given shares, which has their own entropy in it, and a head for the price."""

import tensorflow as tf

shared = tf.Variable([[0.3, 0.1, -0.2], [0.2, -0.4, 0.5]], name="shared")
price = tf.Variable([[0.1, -0.1, 0.2], [0.3, 0.2, 0.1]], name="price")
visits = tf.constant([[0.1, 0.4], [0.7, 0.2]])
shares = tf.constant([[0.5, 0.3, 0.2], [0.1, 0.6, 0.3]])


def heads(visits):
    return {"share": tf.nn.log_softmax(visits @ shared), "price": visits @ price}


def loss_fn():
    found = heads(visits)
    entropy = tf.reduce_sum(shares * tf.math.log(shares))
    return entropy - tf.reduce_sum(shares * found["share"])  # <- culprit


variables = [shared, price]

STATUSES = {"shared": "ok", "price": "null"}
FINDINGS = (("GN104", "MatMul", "note"),)
