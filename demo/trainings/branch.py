"""A network with one half for bright images and one for dark ones: a branch that is never taken.

Which half an image goes through is decided by its brightness, or so it was meant: the mean is
taken over the whole batch, and no batch is bright enough on the whole. The half for bright images
is skipped on every step, and its variables get no gradient: zeros in a graph, which has both
branches, and `None` in eager code. The other half learns for both, which is why nobody notices.
In the tab: two rows of zeros, from the first step to the last.
"""

from __future__ import annotations

import keras
import tensorflow as tf
from digits import BATCH_SIZE, Digits
from keras import layers
from progress import Progress

import tb_gradplugin as tbg

EPOCHS = 5
LOSS = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


class Halves(keras.Model):
    """A first layer for bright images, another one for dark ones, and a last one for all."""

    def __init__(self):
        super().__init__(name="network")
        self.flatten = layers.Flatten()
        self.bright = layers.Dense(64, activation="relu", name="bright")
        self.dark = layers.Dense(64, activation="relu", name="dark")
        self.digit = layers.Dense(10, name="digit")

    def build(self, shape):  # noqa: ARG002  Keras passes it
        for half in (self.bright, self.dark):
            half.build((None, 64))
        self.digit.build((None, 64))

    def call(self, images):
        pixels = self.flatten(images)
        is_bright = tf.reduce_mean(pixels) > 0.5
        hidden = tf.cond(is_bright, lambda: self.bright(pixels), lambda: self.dark(pixels))
        return self.digit(hidden)


def train(digits: Digits, logdir: str, epochs: int, progress: Progress) -> tuple:
    """Returns the trained model and the share of the test images that it gets right."""
    model = Halves()
    model.compile(keras.optimizers.Adam(1e-3), LOSS, metrics=["accuracy"])
    model.fit(
        digits.train_images,
        digits.train_labels,
        batch_size=BATCH_SIZE,
        epochs=epochs,
        verbose=0,
        callbacks=[tbg.GradientHealth(logdir, every=2), progress],
    )
    _, accuracy = model.evaluate(digits.test_images, digits.test_labels, verbose=0)
    return model, accuracy


def explained(model: keras.Model, digits: Digits) -> tbg.Report:
    """Says why the half for bright images learns nothing."""
    images, labels = digits.batch
    return tbg.explain(
        lambda: LOSS(labels, model(images, training=True)), model.trainable_variables
    )


if __name__ == "__main__":
    from alone import main

    main(__file__)
