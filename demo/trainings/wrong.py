"""A network that squares, with a custom gradient that forgets the derivative of the square.

The custom gradient of `x**2` returns `dy`, where it should return `2 * x * dy`. Every gradient is
there, finite and of a good size, and wrong: where `x` is negative it even points the other way.
Nothing that can be recorded shows it, and the network learns all the same, only worse. In the
tab: a calm map. What `explain` does is to compare the gradient with the function itself.
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


@tf.custom_gradient
def squared(x):
    def gradient(dy):
        return dy

    return x**2, gradient


def train(digits: Digits, logdir: str, epochs: int, progress: Progress) -> tuple:
    """Returns the trained model and the share of the test images that it gets right."""
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Flatten(),
            layers.Dense(64, activation=squared, name="hidden"),
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
    """Says which gradient is wrong."""
    images, labels = digits.batch
    return tbg.explain(
        lambda: LOSS(labels, model(images, training=True)), model.trainable_variables
    )


if __name__ == "__main__":
    from alone import main

    main(__file__)
