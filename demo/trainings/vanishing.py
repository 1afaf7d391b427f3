"""A stack of thirty sigmoid layers, initialised plainly.

The slope of a sigmoid is at most 1/4, so each layer hands back less than a quarter of the
gradient that it was given. After thirty of them nothing is left that could move the first
layers, and the network never gets better than a guess. In the tab: the L2 norm falls from the
last layer to the first by some twenty orders of magnitude, and the first layers are marked as
vanishing at every step.
"""

from __future__ import annotations

import keras
from digits import BATCH_SIZE, Digits
from keras import layers
from progress import Progress

import tb_gradplugin as tbg

EPOCHS = 10
DEPTH = 30
LOSS = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def train(digits: Digits, logdir: str, epochs: int, progress: Progress) -> tuple:
    """Returns the trained model and the share of the test images that it gets right."""
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Flatten(),
            *(
                layers.Dense(32, activation="sigmoid", name=f"sigmoid_{number:02d}")
                for number in range(1, DEPTH + 1)
            ),
            layers.Dense(10, name="digit"),
        ],
        name="network",
    )
    model.compile(
        optimizer=keras.optimizers.SGD(0.1, momentum=0.9),
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
    """Says why the first layers learn nothing."""
    images, labels = digits.batch
    return tbg.explain(
        lambda: LOSS(labels, model(images, training=True)), model.trainable_variables
    )


if __name__ == "__main__":
    from alone import main

    main(__file__)
