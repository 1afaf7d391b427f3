"""The values that a network learns are predicted by its target, which is copied and not trained."""

import tensorflow as tf


def network(name):
    return tf.keras.Sequential(
        [tf.keras.Input([3]), tf.keras.layers.Dense(4, "tanh"), tf.keras.layers.Dense(2)], name=name
    )


class Agent:
    def __init__(self):
        self.online = network("online")
        self.model_target = network("copied")

    def loss(self, states, actions, rewards, next_states):
        best = self.model_target.predict(next_states, verbose=0).max(axis=1)  # <- culprit
        wanted = rewards + 0.9 * best
        values = tf.gather(self.online(states), actions, axis=1, batch_dims=1)
        return tf.reduce_mean(tf.square(wanted - values))


agent = Agent()
states, next_states = tf.random.normal([4, 3]), tf.random.normal([4, 3])


def loss_fn():
    return agent.loss(states, tf.constant([0, 1, 1, 0]), tf.ones([4]), next_states)


variables = agent.online.trainable_variables + agent.model_target.trainable_variables

STATUSES = {
    "online/dense/kernel": "ok",
    "online/dense/bias": "ok",
    "online/dense_1/kernel": "ok",
    "online/dense_1/bias": "ok",
    "copied/dense_2/kernel": "null",
    "copied/dense_2/bias": "null",
    "copied/dense_3/kernel": "null",
    "copied/dense_3/bias": "null",
}
FINDINGS = (("GN112", "", "note"),)
