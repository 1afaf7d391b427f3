"""The values that a network learns are those of its target, and NumPy takes their maximum."""

import numpy as np
import tensorflow as tf

online = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)], name="online")
target_network = tf.keras.models.clone_model(online)
states, next_states = tf.random.normal([4, 3]), tf.random.normal([4, 3])


def loss_fn():
    following = target_network(next_states)
    best = np.max(following.numpy(), axis=1)  # <- culprit
    wanted = 1.0 + 0.9 * best
    values = tf.gather(online(states), [0, 1, 1, 0], axis=1, batch_dims=1)
    return tf.reduce_mean(tf.square(wanted - values))


variables = online.trainable_variables + target_network.trainable_variables

STATUSES = {
    "online/dense/kernel": "ok",
    "online/dense/bias": "ok",
    "online/dense/kernel_2": "null",
    "online/dense/bias_2": "null",
}
FINDINGS = (("GN112", "", "note"),)
