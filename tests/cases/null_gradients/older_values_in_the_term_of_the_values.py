"""The term of the values takes those that were stored, and not those that the model gives now."""

import tensorflow as tf


class ActorCritic(tf.keras.Model):
    def __init__(self):
        super().__init__(name="agent")
        self.actor = tf.keras.layers.Dense(3, name="actor")
        self.critic = tf.keras.layers.Dense(1, name="critic")

    def call(self, states):
        return self.actor(states), self.critic(states)


agent = ActorCritic()
states, actions = tf.random.normal([4, 2]), tf.constant([0, 1, 2, 0])
stored = {"values": tf.random.normal([4, 1]), "returns": tf.random.normal([4, 1])}


def loss_fn():
    logits, values = agent(states)  # noqa: RUF059
    gains = stored["returns"] - stored["values"]
    chosen = tf.gather(tf.nn.log_softmax(logits), actions, axis=1, batch_dims=1)
    policy_loss = -tf.reduce_mean(chosen * gains[:, 0])
    value_loss = tf.reduce_mean(tf.square(stored["returns"] - stored["values"]))  # <- culprit
    entropy = -tf.reduce_mean(tf.reduce_sum(tf.nn.softmax(logits) * tf.nn.log_softmax(logits), 1))
    return policy_loss + 0.5 * value_loss - 0.01 * entropy


loss_fn()
variables = agent.trainable_variables

STATUSES = {
    "agent/actor/kernel": "ok",
    "agent/actor/bias": "ok",
    "agent/critic/kernel": "null",
    "agent/critic/bias": "null",
}
FINDINGS = (("GN104", "AddV2", "warning"),)
