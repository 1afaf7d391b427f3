"""A loss casts what the model predicts to the dtype that it has, and computes with a margin."""

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(2, name="score")])
features = tf.constant([[1.0, 2.0], [3.0, 4.0]])
labels = tf.constant([1, 0])


def hinge(margin):
    def of_batch(y_true, y_pred):
        scores = tf.convert_to_tensor(y_pred)
        y_true = tf.cast(y_true, scores.dtype)
        scores = tf.cast(scores, tf.float32)  # <- culprit
        signs = 2.0 * y_true - 1.0
        return tf.nn.relu(margin - signs)

    return of_batch


objective = hinge(2.0)


def loss_fn():
    predicted = model(features)
    return tf.reduce_mean(objective(labels, predicted))


variables = model.trainable_variables

STATUSES = {"sequential/score/kernel": "null", "sequential/score/bias": "null"}
FINDINGS = (("GN104", "BiasAdd", "error"),)
