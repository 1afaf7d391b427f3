"""The update writes one entry of the state, and the loss reads another one."""

import tensorflow as tf


class Update(tf.Module):
    def __init__(self):
        super().__init__()
        self.kernel = tf.Variable([[0.5, 0.1], [0.4, 0.8]], name="kernel")

    def __call__(self, state):
        return {**state, "hidden": tf.tanh(tf.matmul(state["encoded"], self.kernel))}


class Network(tf.Module):
    def __init__(self):
        super().__init__()
        self.encoder = tf.Variable([[1.0, 0.2], [0.3, 1.0]], name="encoder")
        self.update = Update()

    def encode(self, inputs):
        return {"encoded": tf.matmul(inputs, self.encoder)}

    def __call__(self, inputs):
        state = self.encode(inputs)
        state = self.update(state)
        return tf.reduce_mean(state["encoded"], axis=0)  # <- culprit


network = Network()


def loss_fn():
    return tf.reduce_mean(tf.square(network(tf.ones([2, 2])) - 0.3))


variables = [network.encoder, network.update.kernel]

STATUSES = {"encoder": "ok", "kernel": "null"}
FINDINGS = (("GN104", "Tanh", "note"),)
