"""The loss given to the training takes embeddings of before, and not the prediction it is given."""

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2, name="embedding")])
x = tf.constant([[0.1, 0.2, 0.3], [0.3, 0.1, -0.2]])
y = tf.constant([[1.0, 0.0], [0.0, 1.0]])
embedded = model(x)
loss = lambda labels, predicted: tf.reduce_mean(tf.abs(labels - embedded))  # noqa: E731  # <- culprit


def loss_fn():
    predicted = model(x)
    return loss(y, predicted)


variables = model.trainable_variables

STATUSES = {"sequential/embedding/kernel": "null", "sequential/embedding/bias": "null"}
FINDINGS = (("GN104", "BiasAdd", "error"),)
