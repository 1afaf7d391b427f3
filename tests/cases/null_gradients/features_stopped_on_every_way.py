"""The features are stopped where the critic takes them, and once more on the way of its target."""

import numpy as np
import tensorflow as tf

encoder = tf.Variable([[0.3, -0.2], [0.1, 0.5]], name="encoder")
critic = tf.Variable([[0.7], [-0.4], [0.2]], name="critic")
observations = np.ones([4, 2], np.float32)
actions = np.full([4, 1], 0.5, np.float32)
rewards = np.ones([4, 1], np.float32)


def value(features):
    return tf.matmul(tf.concat([features, actions], 1), critic)


def critic_loss(features, following):
    target = rewards + 0.9 * value(following)
    return tf.reduce_mean((value(features) - tf.stop_gradient(target)) ** 2)


def loss_fn():
    features = tf.tanh(tf.matmul(observations, encoder))
    return critic_loss(
        tf.stop_gradient(features),  # <- culprit
        tf.stop_gradient(0.5 * features),
    )


variables = [encoder, critic]

STATUSES = {"encoder": "null", "critic": "ok"}
FINDINGS = (("GN101", "StopGradient", "note"), ("GN101", "StopGradient", "note"))
