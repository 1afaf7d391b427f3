"""A step of the actor takes no notice of the scores that its network gives as well."""

import tensorflow as tf

layers = tf.keras.layers


class ActorCritic(tf.keras.Model):
    def __init__(self):
        super().__init__(name="network")
        self.body = layers.Dense(4, activation="tanh", name="body")
        self.actor = layers.Dense(3, name="actor")
        self.critic = layers.Dense(1, name="critic")

    def call(self, states):
        found = self.body(states)
        return self.actor(found), self.critic(found)


network = ActorCritic()
states, actions, gains = tf.random.normal([4, 2]), tf.constant([0, 2, 1, 1]), tf.random.normal([4])


def actor_step():
    logits, scores = network(states)  # noqa: RUF059
    chosen = tf.gather(tf.nn.log_softmax(logits), actions, axis=1, batch_dims=1)
    loss = -tf.reduce_mean(chosen * gains)  # <- culprit
    spread = tf.reduce_mean(tf.nn.softmax(logits) * tf.nn.log_softmax(logits))
    return loss + 0.01 * spread


def critic_step():
    _, scores = network(states)
    return tf.reduce_mean(tf.square(scores[:, 0] - gains))


def loss_fn():
    return actor_step()


loss_fn()
variables = [network.body.kernel, network.actor.kernel, network.critic.kernel]

STATUSES = {
    "network/body/kernel": "ok",
    "network/actor/kernel": "ok",
    "network/critic/kernel": "null",
}
FINDINGS = (("GN104", "AddV2", "note"),)
