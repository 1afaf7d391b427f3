"""Each turn of a training loop binds every name of a weight to a tensor, on several lines."""

import tensorflow as tf

x = tf.constant([[1.0, 0.5], [0.25, -1.0]])
w1 = tf.Variable([[1.0, 2.0], [3.0, 4.0]], name="w1")
b1 = tf.Variable([0.1, 0.2], name="b1")
w2 = tf.Variable([[0.5], [1.5]], name="w2")


def loss_fn():
    return tf.reduce_mean(tf.square(tf.tanh(x @ w1 + b1) @ w2))


for _ in range(2):
    with tf.GradientTape() as tape:
        tape.watch([w1, b1, w2])
        loss = loss_fn()
    slopes = tape.gradient(loss, [w1, b1, w2])
    w1 = w1 - 0.1 * slopes[0]  # <- culprit
    b1 = b1 - 0.1 * slopes[1]
    w2 = w2 - 0.1 * slopes[2]

variables = [w1, b1, w2]

STATUSES = {"tensor": "null", "tensor_2": "null", "tensor_3": "null"}
FINDINGS = (("GN106", "", "error"),)
