"""A trainer's method copies the weights of a network one by one, for each member of an ensemble."""

import tensorflow as tf

network = tf.keras.layers.Dense(2)
network.build((None, 3))
rows = tf.ones([4, 3])


class Ensemble:
    def members_of(self, layer, count):
        members = []
        for number in range(count):
            copies = []
            for place, weight in enumerate(layer.trainable_variables):
                copy = tf.Variable(tf.identity(weight), name=f"m{number}_{place}")  # <- culprit
                copies.append(copy)
            members.append(copies)
        return members


class Trainer(Ensemble):
    def __init__(self, layer, count):
        self.layer = layer
        self.members = self.members_of(layer, count)

    def loss(self):
        outputs = [tf.matmul(rows, kernel) + bias for kernel, bias in self.members]
        return tf.reduce_mean(tf.square(tf.stack(outputs) - 1.0))


trainer = Trainer(network, 2)
loss_fn = trainer.loss
variables = network.trainable_variables

STATUSES = {"dense/kernel": "null", "dense/bias": "null"}
FINDINGS = (("GN108", "", "error"),)
