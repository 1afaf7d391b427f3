"""A layer that learns its own slope, with a custom gradient that forgets the variable.

`stretched` multiplies by a variable and limits the gradient that it hands back. A function with a
custom gradient answers for the variables that it uses, too, and this one answers with zeros: the
variable stays at the 1 that it began with, for ever. In the tab: one row of zeros, from the first
step to the last.
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


class Stretched(layers.Layer):
    """Multiplies each number by a factor that is to be learned."""

    def build(self, shape):
        self.factor = self.add_weight(shape=(shape[-1],), initializer="ones", name="factor")

    def call(self, inputs):
        @tf.custom_gradient
        def stretched(x):
            def gradient(dy, variables=()):
                limited = tf.clip_by_value(dy, -1.0, 1.0)
                return limited * self.factor, [tf.zeros_like(each) for each in variables]

            return x * self.factor, gradient

        return stretched(inputs)


def train(digits: Digits, logdir: str, epochs: int, progress: Progress) -> tuple:
    """Returns the trained model and the share of the test images that it gets right."""
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Flatten(),
            layers.Dense(64, activation="relu", name="hidden"),
            Stretched(name="stretched"),
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
    """Says why the gradient is zero."""
    images, labels = digits.batch
    return tbg.explain(
        lambda: LOSS(labels, model(images, training=True)), model.trainable_variables
    )


if __name__ == "__main__":
    from alone import main

    main(__file__)
