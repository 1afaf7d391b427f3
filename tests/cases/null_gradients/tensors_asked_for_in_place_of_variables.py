"""The list that is asked for was converted to tensors, while the loss reads the variables."""

import tensorflow as tf

kernel = tf.Variable([[0.5, -0.3], [0.8, 0.1]], name="kernel")
bias = tf.Variable([0.1, -0.2], name="bias")
batch = tf.constant([[1.0, -2.0], [0.5, 3.0]])


def loss_fn():
    return tf.reduce_mean(tf.square(tf.matmul(batch, kernel) + bias - 1.0))


variables = [tf.convert_to_tensor(each) for each in (kernel, bias)]  # <- culprit

STATUSES = {"tensor": "null", "tensor_2": "null"}
FINDINGS = (("GN106", "", "error"),)
