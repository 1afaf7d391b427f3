"""A network that rounds what its first layer says: an op without a gradient.

To get along with few numbers, what the first layer gives is rounded to quarters. A small change
of a number leaves the rounded one as it was, so TensorFlow defines no derivative for `tf.round`,
and the layer before it gets no gradient: `None`, not zero. It keeps the random numbers that it
began with, and the last layer makes the best of them, which is why nobody notices. In the tab:
two rows of null, from the first step to the last.
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


class Quarters(layers.Layer):
    """Rounds to multiples of 1/4."""

    def call(self, inputs):
        return tf.round(inputs * 4.0) / 4.0


def train(digits: Digits, logdir: str, epochs: int, progress: Progress) -> tuple:
    """Returns the trained model and the share of the test images that it gets right."""
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Flatten(),
            layers.Dense(64, activation="relu", name="hidden"),
            Quarters(),
            layers.Dense(10, name="digit"),
        ],
        name="network",
    )
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
    """Says why there is no gradient."""
    images, labels = digits.batch
    return tbg.explain(
        lambda: LOSS(labels, model(images, training=True)), model.trainable_variables
    )


if __name__ == "__main__":
    from alone import main

    main(__file__)
