"""A second head that was left out of the loss.

The auxiliary head predicts the digit from the first block already, which is meant to help that
block learn. It has its labels, but `compile` names a loss for the other head only, so its four
variables get no gradient at all: `None`, not zero. The network learns without it, which is why
nobody notices. In the tab: four rows of null among healthy ones, from the first step to the last.
"""

from __future__ import annotations

import keras
import numpy as np
from digits import BATCH_SIZE, Digits
from keras import layers
from progress import Progress

import tb_gradplugin as tbg

EPOCHS = 10
LOSS = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


class DigitNetwork(keras.Model):
    """Two blocks, and a head on each."""

    def __init__(self):
        super().__init__(name="network")
        self.flatten = layers.Flatten()
        self.block_1 = layers.Dense(64, activation="relu", name="block_1")
        self.block_2 = layers.Dense(64, activation="relu", name="block_2")
        self.digit = layers.Dense(10, name="digit")
        self.auxiliary_hidden = layers.Dense(32, activation="relu", name="auxiliary_hidden")
        self.auxiliary_digit = layers.Dense(10, name="auxiliary_digit")

    def call(self, images):
        early = self.block_1(self.flatten(images))
        return {
            "digit": self.digit(self.block_2(early)),
            "auxiliary_digit": self.auxiliary_digit(self.auxiliary_hidden(early)),
        }


def train(digits: Digits, logdir: str, epochs: int, progress: Progress) -> tuple:
    """Returns the trained model and the share of the test images that it gets right."""
    model = DigitNetwork()
    model.compile(
        optimizer=keras.optimizers.Adam(1e-3),
        loss={"digit": LOSS},
        metrics={"digit": "accuracy"},
    )
    model.fit(
        digits.train_images,
        for_both_heads(digits.train_labels),
        batch_size=BATCH_SIZE,
        epochs=epochs,
        verbose=0,
        callbacks=[
            tbg.GradientHealth(logdir, every=5),
            progress,
        ],
    )
    tested = model.evaluate(
        digits.test_images, for_both_heads(digits.test_labels), verbose=0, return_dict=True
    )
    return model, tested["digit_accuracy"]


def for_both_heads(labels: np.ndarray) -> dict[str, np.ndarray]:
    """The labels that each head is to predict."""
    return {"digit": labels, "auxiliary_digit": labels}


def explained(model: DigitNetwork, digits: Digits) -> tbg.Report:
    """Says why there is no gradient."""
    images, labels = digits.batch
    return tbg.explain(
        lambda: LOSS(labels, model(images, training=True)["digit"]), model.trainable_variables
    )


if __name__ == "__main__":
    from alone import main

    main(__file__)
