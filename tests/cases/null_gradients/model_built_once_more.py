"""The variables are those of a model that was cloned, and the loss calls the clone."""

import tensorflow as tf

model = tf.keras.Sequential(
    [tf.keras.Input([3]), tf.keras.layers.Dense(2, name="out")], name="first"
)
variables = model.trainable_variables
model = tf.keras.models.clone_model(model)
batch = tf.constant([[0.5, -1.0, 0.3], [0.2, 0.9, -0.4]])


def loss_fn():
    return tf.reduce_mean(tf.square(model(batch) - 1.0))


STATUSES = {"first/out/kernel": "null", "first/out/bias": "null"}
FINDINGS = (("GN104", "", "error"),)
