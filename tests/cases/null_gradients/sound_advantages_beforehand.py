"""An actor learns from what a critic said before; the critic has a step of its own."""

import tensorflow as tf

tf.random.set_seed(2)


class Agent:
    def __init__(self):
        self.actor = tf.keras.layers.Dense(2, name="actor")
        self.critic = tf.keras.layers.Dense(1, name="critic")
        self.optimizer = tf.keras.optimizers.SGD(0.1)

    def advantages(self, states, returns):
        return returns - tf.squeeze(self.critic(states), -1)

    def policy_cost(self, states, chosen, advantages):
        scores = tf.nn.log_softmax(self.actor(states))
        taken = tf.gather(scores, chosen, batch_dims=1)
        return -tf.reduce_mean(advantages * taken)

    def learn_values(self, states, returns):
        with tf.GradientTape() as tape:
            cost = tf.reduce_mean(tf.square(self.advantages(states, returns)))
        own = self.critic.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(cost, own), own, strict=True))

    def learn_policy(self, states, chosen, advantages):
        with tf.GradientTape() as tape:
            cost = self.policy_cost(states, chosen, advantages)
        own = self.actor.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(cost, own), own, strict=True))


agent = Agent()
states, returns = tf.random.normal([4, 3]), tf.random.normal([4])
chosen = tf.constant([0, 1, 1, 0])
advantages = agent.advantages(states, returns)


def loss_fn():
    return agent.policy_cost(states, chosen, advantages)


loss_fn()  # makes the variables of the actor
variables = [*agent.actor.trainable_variables, *agent.critic.trainable_variables]

STATUSES = {
    "actor/kernel": "ok",
    "actor/bias": "ok",
    "critic/kernel": "null",
    "critic/bias": "null",
}
FINDINGS = (("GN107", "Mul", "note"),)
