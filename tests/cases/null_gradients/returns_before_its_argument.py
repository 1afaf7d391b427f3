"""A loss of a warm-up returns before it comes to what the model predicts."""

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(1, name="score")])
features = tf.constant([[1.0, 2.0], [3.0, 4.0]])
targets = tf.constant([[1.0], [0.0]])
steps = {"done": 2, "warm_up": 5}


def squared_error(y_true, y_pred):
    if steps["done"] < steps["warm_up"]:  # <- culprit
        return tf.zeros(tf.shape(y_true)[:1])
    difference = y_pred - y_true
    return tf.reduce_sum(tf.square(difference), axis=-1)


def loss_fn():
    return tf.reduce_mean(squared_error(targets, model(features)))


variables = model.trainable_variables

STATUSES = {"sequential/score/kernel": "null", "sequential/score/bias": "null"}
FINDINGS = (("GN115", "", "error"),)
