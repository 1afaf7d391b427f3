"""model.variables instead of model.trainable_variables: moving averages have no gradient."""

import tensorflow as tf

model = tf.keras.Sequential(
    [tf.keras.Input([3]), tf.keras.layers.BatchNormalization(name="normalised")]
)
x = tf.constant([[1.0, 2.0, 3.0], [2.0, 5.0, -1.0], [0.0, 1.0, 1.0]])


def loss_fn():
    return tf.reduce_mean(tf.square(model(x, training=False) - x * x))


variables = model.variables

STATUSES = {
    "sequential/normalised/gamma": "ok",
    "sequential/normalised/beta": "ok",
    "sequential/normalised/moving_mean": "null",
    "sequential/normalised/moving_variance": "null",
}
FINDINGS = (("GN111", "", "note"),)
