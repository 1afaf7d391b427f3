"""A learned graph is given to two steps of a model, and neither of them reads it."""

import tensorflow as tf

nodes = tf.Variable([[0.2, 0.4], [0.1, -0.3]], name="nodes")
weight = tf.Variable([[0.5, 1.0], [0.3, 0.2]], name="weight")


class Model:
    def graph(self):
        return tf.nn.softmax(tf.matmul(nodes, nodes, transpose_b=True))

    def encoder(self, x, graph):  # noqa: ARG002  # <- culprit
        return tf.tanh(tf.matmul(x, weight))

    def decoder(self, state, graph):  # noqa: ARG002
        return tf.matmul(state, weight, transpose_b=True)

    def __call__(self, x):
        graph = self.graph()
        state = self.encoder(x, graph)
        return self.decoder(state, graph)


model = Model()


def loss_fn():
    return tf.reduce_mean(tf.square(model(tf.constant([[1.0, 2.0]])) - 1.0))


variables = [nodes, weight]

STATUSES = {"nodes": "null", "weight": "ok"}
FINDINGS = (("GN104", "Softmax", "note"),)
