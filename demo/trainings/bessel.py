"""The form of a drum skin, learned through `bessel_j0`, which does have a gradient.

It is often quoted as an op without one. It is not: TensorFlow has registered the derivative,
`-bessel_j1`. The pitch and the strength of a beat on a drum are learned from its form along the
radius, measured with noise, and come out right. In the tab: two rows of one calm colour.
"""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf
from digits import BATCH_SIZE, Digits
from progress import Progress

import tb_gradplugin as tbg

EPOCHS = 5
PITCH, STRENGTH = 5.52, 1.5
"""What is to be found: the second zero of the Bessel function, at the rim."""


class Skin(keras.Model):
    """How far a round skin is out of its plane, by the distance from its middle."""

    def __init__(self):
        super().__init__(name="skin")
        start = keras.initializers.Constant
        self.pitch = self.add_weight(shape=(), initializer=start(4.5), name="pitch")
        self.strength = self.add_weight(shape=(), initializer=start(1.0), name="strength")

    def call(self, radius):
        return self.strength * tf.math.special.bessel_j0(self.pitch * radius)


def mean_error(model: Skin, radius: np.ndarray, measured: np.ndarray) -> tf.Tensor:
    """The mean of the squared differences."""
    return tf.reduce_mean(tf.square(model(radius) - measured))


def train(digits: Digits, logdir: str, epochs: int, progress: Progress) -> tuple:
    """Returns the trained model; no digits are told."""
    model = Skin()
    optimizer = keras.optimizers.Adam(1e-2)
    variables = model.trainable_variables
    optimizer.build(variables)
    random = np.random.default_rng(0)

    with tbg.GradientRecorder(logdir, variables, every=2, verbose=False) as recorder:

        @tf.function
        def train_step(radius, measured):
            with tf.GradientTape() as tape:
                error = mean_error(model, radius, measured)
            gradients = tape.gradient(error, variables)
            recorder.record(gradients, loss=error)
            optimizer.apply_gradients(zip(gradients, variables, strict=True))

        for _ in range(epochs * digits.steps_per_epoch):
            train_step(*measurement(random))
            progress.advance()

    return model, None


def measurement(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Distances from the middle, from 0 to 1, and what was measured there; float32 [batch]."""
    radius = random.uniform(0, 1, BATCH_SIZE).astype(np.float32)
    exact = STRENGTH * tf.math.special.bessel_j0(PITCH * radius).numpy()
    return radius, exact + random.normal(0, 0.05, BATCH_SIZE).astype(np.float32)


def explained(model: Skin, digits: Digits) -> tbg.Report:  # noqa: ARG001  it needs none
    """Compares the gradient of every op with the op itself."""
    radius, measured = measurement(np.random.default_rng(1))
    return tbg.explain(
        lambda: mean_error(model, radius, measured), model.trainable_variables, verify="all"
    )


if __name__ == "__main__":
    from alone import main

    main(__file__)
