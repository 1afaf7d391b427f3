"""A policy is trained on a rollout of a model that starts, stopped, where the model has come to."""

import tensorflow as tf

layers = tf.keras.layers
sense = layers.Dense(3, activation="tanh", name="sense")
drift = layers.Dense(3, activation="tanh", name="drift")
policy = layers.Dense(1, activation="tanh", name="policy")
readings = tf.random.stateless_normal([4, 5, 2], [1, 2])
pushes = tf.random.stateless_uniform([4, 5, 1], [3, 4], -1.0, 1.0)
for layer, width in ((sense, 2), (drift, 4), (policy, 3)):
    layer.build([None, width])


def move(state, push):
    return drift(tf.concat([state, push], 1))


def follow():
    state = tf.zeros([4, 3])
    for turn in range(5):
        state = move(state, pushes[:, turn]) + sense(readings[:, turn])
    return state


def loss_fn():
    state = tf.stop_gradient(follow())  # <- culprit
    height = 0.0
    for _ in range(3):
        state = move(state, policy(state))
        height += tf.reduce_mean(state[:, 0])
    return -height


variables = [*policy.trainable_variables, *sense.trainable_variables]

STATUSES = {
    "policy/kernel": "ok",
    "policy/bias": "ok",
    "sense/kernel": "null",
    "sense/bias": "null",
}
FINDINGS = (("GN101", "StopGradient", "note"),)
