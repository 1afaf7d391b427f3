"""A method calls the networks that the file made first, and not those that its object was given."""

import keras
import tensorflow as tf


def network(inputs, outputs, name):
    layer = keras.layers.Dense(outputs, name=name)
    layer.build((None, inputs))
    return layer


encoder = network(2, 3, "encode")
decoder = network(3, 2, "decode")


class Compressor(tf.Module):
    def __init__(self, encoder, decoder):
        super().__init__()
        self.encoder = encoder
        self.decoder = decoder

    def loss(self, data):
        code = encoder(data)  # <- culprit
        copy = decoder(code)
        return tf.reduce_mean(tf.square(copy - data))


other = Compressor(network(2, 3, "other_encode"), network(3, 2, "other_decode"))


def loss_fn():
    return other.loss(tf.constant([[1.0, 2.0], [0.5, -1.0]]))


variables = [other.encoder.kernel, other.decoder.kernel]

STATUSES = {"other_encode/kernel": "null", "other_decode/kernel": "null"}
FINDINGS = (("GN104", "", "error"),)
