"""A confidence is turned into a Python number, and an if asks for that number."""

import tensorflow as tf

weight = tf.Variable([1.0, -2.0], name="weight")
confidence = tf.Variable(0.2, name="confidence")


def loss_fn():
    loss = tf.reduce_sum(tf.square(weight))
    level = tf.sigmoid(confidence).numpy()  # <- culprit
    if level > 0.9:
        loss = loss * 2.0
    return loss


variables = [weight, confidence]

STATUSES = {"weight": "ok", "confidence": "null"}
FINDINGS = (("GN112", "Sigmoid", "note"),)
