"""A convolutional network with batch normalisation, as it should be.

Nothing goes wrong: every gradient is there and finite, and those of the first layers are about
as large as those of the last. In the tab: a map of one calm colour. It is what the other runs
are to be compared with.
"""

from __future__ import annotations

import keras
from digits import BATCH_SIZE, Digits
from keras import layers
from progress import Progress

import tb_gradplugin as tbg

EPOCHS = 10
LOSS = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def train(digits: Digits, logdir: str, epochs: int, progress: Progress) -> tuple:
    """Returns the trained model and the share of the test images that it gets right."""
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            # Batch normalisation subtracts the mean, so a bias before it could not learn.
            layers.Conv2D(16, 3, padding="same", use_bias=False, name="conv_1"),
            layers.BatchNormalization(name="norm_1"),
            layers.Activation("relu"),
            layers.Conv2D(32, 3, strides=2, padding="same", use_bias=False, name="conv_2"),
            layers.BatchNormalization(name="norm_2"),
            layers.Activation("relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu", name="hidden"),
            layers.Dense(10, name="digit"),
        ],
        name="network",
    )
    model.compile(
        optimizer=keras.optimizers.Adam(1e-3),
        loss=LOSS,
        metrics=["accuracy"],
    )
    model.fit(
        digits.train_images,
        digits.train_labels,
        batch_size=BATCH_SIZE,
        epochs=epochs,
        verbose=0,
        callbacks=[
            tbg.GradientHealth(logdir, every=5),
            progress,
        ],
    )
    _, accuracy = model.evaluate(digits.test_images, digits.test_labels, verbose=0)
    return model, accuracy


def explained(model: keras.Model, digits: Digits) -> tbg.Report:
    """Finds nothing to say."""
    images, labels = digits.batch
    return tbg.explain(
        lambda: LOSS(labels, model(images, training=True)), model.trainable_variables
    )


if __name__ == "__main__":
    from alone import main

    main(__file__)
