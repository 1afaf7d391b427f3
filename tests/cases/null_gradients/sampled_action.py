"""An action is drawn from the logits of a policy, and the reward depends on the action."""

import tensorflow as tf

policy = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(3, name="logits")])
rewards = tf.constant([0.0, 1.0, 4.0])


def loss_fn():
    logits = policy(tf.ones([4, 2]))
    action = tf.random.categorical(logits, 1)  # <- culprit
    return -tf.reduce_mean(tf.gather(rewards, action))


variables = policy.trainable_variables

STATUSES = {"sequential/logits/kernel": "null", "sequential/logits/bias": "null"}
FINDINGS = (("GN117", "Multinomial", "error"),)
