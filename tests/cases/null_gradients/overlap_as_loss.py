"""A Keras metric that counts pixels above a threshold is taken as the loss."""

import tensorflow as tf

model = tf.keras.Sequential(
    [tf.keras.Input([3]), tf.keras.layers.Dense(2, activation="sigmoid", name="mask")], name="net"
)
overlap = tf.keras.metrics.BinaryIoU(name="overlap")
pictures = tf.constant([[0.5, -1.0, 0.3], [0.2, 0.9, -0.4]])
masks = tf.constant([[1.0, 0.0], [0.0, 1.0]])


def loss_fn():
    overlap.update_state(masks, model(pictures))  # <- culprit
    return 1.0 - overlap.result()


variables = model.trainable_variables

STATUSES = {"net/mask/kernel": "null", "net/mask/bias": "null"}
FINDINGS = (("GN114", "", "error"),)
SINCE_KERAS = "3.15"
