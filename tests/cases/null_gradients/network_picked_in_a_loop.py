"""The loop goes over the players, and takes the network of the first for each of them."""

import tensorflow as tf


class Team:
    def __init__(self, names):
        self.networks = {name: tf.keras.layers.Dense(1) for name in names}
        for network in self.networks.values():
            network.build((None, 2))
        self.current = names[0]

    def play(self, seen):
        return self.networks[self.current](seen)  # <- culprit

    def loss(self, given):
        total = 0.0
        for seen in given.values():
            total += tf.reduce_mean(tf.square(self.play(seen) - 1.0))
        return total


team = Team(["left", "right"])
given = {name: tf.random.normal((3, 2), seed=1) for name in team.networks}


def loss_fn():
    return team.loss(given)


variables = [one.kernel for one in team.networks.values()]

STATUSES = {"dense/kernel": "ok", "dense_1/kernel": "null"}
FINDINGS = (("GN104", "", "note"),)
