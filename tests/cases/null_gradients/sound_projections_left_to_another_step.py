"""One step takes the scores of a network, and another one the projections that it gives as well."""

import tensorflow as tf

layers = tf.keras.layers


class Network(tf.keras.Model):
    def __init__(self):
        super().__init__(name="network")
        self.body = layers.Dense(4, activation="relu", name="body")
        self.project = layers.Dense(4, name="project")
        self.score = layers.Dense(3, name="score")

    def call(self, rows):
        found = self.body(rows)
        projected = self.project(found)
        scores = self.score(found)
        return scores, projected


network = Network()
rows, labels = tf.random.normal([4, 5]), tf.constant([0, 1, 2, 0])


def scoring_step():
    scores, projected = network(rows)  # noqa: RUF059
    errors = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, scores)  # <- culprit
    return tf.reduce_mean(errors)


def contrasting_step():
    _, projected = network(rows)
    return tf.reduce_mean(tf.square(projected))


def loss_fn():
    return scoring_step()


loss_fn()
variables = [network.body.kernel, network.project.kernel, network.score.kernel]

STATUSES = {
    "network/body/kernel": "ok",
    "network/project/kernel": "null",
    "network/score/kernel": "ok",
}
FINDINGS = (("GN104", "BiasAdd", "note"),)
