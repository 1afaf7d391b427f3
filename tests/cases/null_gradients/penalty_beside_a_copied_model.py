"""A copy of a model is trained to stay near to it, and the gradients are asked for the model."""

import tensorflow as tf

tf.keras.utils.set_random_seed(3)
layer = tf.keras.layers.Dense(1, activation="tanh", name="score")
model = tf.keras.Sequential([tf.keras.Input((2,)), layer])
batch = tf.constant([[0.5, -1.0], [0.2, 0.9]])

former = model.get_weights()
trained = tf.keras.models.clone_model(model)  # <- culprit


def loss_fn():
    near = [tf.reduce_sum(tf.square(a - b)) for a, b in zip(trained.variables, former, strict=True)]
    return tf.reduce_mean(tf.square(trained(batch) - 1.0)) + tf.add_n(near)


variables = model.trainable_variables

STATUSES = {"sequential/score/kernel": "null", "sequential/score/bias": "null"}
FINDINGS = (("GN104", "", "error"),)
