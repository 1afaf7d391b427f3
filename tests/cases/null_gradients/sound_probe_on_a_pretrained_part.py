"""A linear probe: what a pretrained network gives is kept from learning before it is classified."""

import tensorflow as tf
from tensorflow import keras

network = keras.Sequential([keras.Input([3]), keras.layers.Dense(4, name="stem")], name="network")


class Probe(keras.Model):
    def __init__(self, pretrained):
        super().__init__(name="probe")
        self.pretrained = pretrained
        self.classifier = keras.layers.Dense(2, name="classifier")

    def represent(self, images):
        features = self.pretrained(images)
        return tf.stop_gradient(features)

    def call(self, images):
        return self.classifier(self.represent(images))


probe = Probe(network)
probe(tf.ones([2, 3]))


def loss_fn():
    logits = probe(tf.ones([2, 3]))
    return tf.reduce_mean(tf.square(logits - 1.0))


variables = [network.weights[0], probe.classifier.kernel]

STATUSES = {"network/stem/kernel": "null", "probe/classifier/kernel": "ok"}
FINDINGS = (("GN101", "StopGradient", "note"),)
