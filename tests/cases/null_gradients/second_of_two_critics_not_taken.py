"""Two critics judge an action, and what is learned from takes the score of the first alone."""

import tensorflow as tf

layers = tf.keras.layers
first = tf.keras.Sequential([tf.keras.Input([3]), layers.Dense(1, name="score")], name="first")
second = tf.keras.Sequential([tf.keras.Input([3]), layers.Dense(1, name="score")], name="second")
actor = tf.keras.Sequential([tf.keras.Input([2]), layers.Dense(1, name="act")], name="actor")
states = tf.random.normal([4, 2])


def loss_fn():
    pairs = tf.concat([states, actor(states)], axis=-1)
    q1, q2 = first(pairs), second(pairs)  # noqa: F841
    return -tf.reduce_mean(q1)  # <- culprit


variables = actor.trainable_variables + second.trainable_variables

STATUSES = {
    "actor/act/kernel": "ok",
    "actor/act/bias": "ok",
    "second/score/kernel": "null",
    "second/score/bias": "null",
}
FINDINGS = (("GN104", "AddV2", "note"),)
