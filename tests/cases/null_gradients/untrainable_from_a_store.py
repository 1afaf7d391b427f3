"""A store makes all variables on one line, and is asked for one that is not to be trained."""

import tensorflow as tf


class Store:
    def __init__(self):
        self.kept = {}

    def get(self, name, first, trainable=True):
        if name not in self.kept:
            self.kept[name] = tf.Variable(first, trainable=trainable, name=name)
        return self.kept[name]


store = Store()
features = tf.constant([[1.0, -2.0], [0.5, 3.0]])
labels = tf.constant([0, 1])


def distance_to_centres(embedded):
    centres = store.get("centres", tf.ones([2, 2]), trainable=False)  # <- culprit
    own = tf.gather(centres, labels)
    return tf.reduce_mean(tf.square(embedded - own))


def loss_fn():
    weight = store.get("weight", tf.eye(2))
    return distance_to_centres(features @ weight)


loss_fn()
variables = list(store.kept.values())

STATUSES = {"weight": "ok", "centres": "null"}
FINDINGS = (("GN111", "", "note"),)
