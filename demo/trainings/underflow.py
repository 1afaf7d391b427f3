"""The light behind a shield, `exp(-1000 x)`, from `x` = 0.01 on until it is too dark for float32.

The shield is made thicker step by step, by the sign of the gradient, so that less light comes
through. At 1 cm the light is 5e-5, and its gradient a sound number. At 8.8 cm it is less than the
smallest number of float32, 1.2e-38: the light is 0, the gradient is 0 with it, and the training
stands still, though float64 would have gone on to 70 cm, and the logarithm of the light for ever.
In the tab: the L2 norm falls by some forty orders of magnitude, and then it is zero.
"""

from __future__ import annotations

import keras
import tensorflow as tf
from digits import Digits
from progress import Progress

import tb_gradplugin as tbg

EPOCHS = 4
STEP = 0.001
"""In metres, as all lengths."""


class Shield(keras.Model):
    """Lets through a share of the light that depends on its thickness."""

    def __init__(self):
        super().__init__(name="shield")
        self.thickness = self.add_weight(
            shape=(), initializer=keras.initializers.Constant(0.01), name="thickness"
        )
        self.built = True

    def light(self):
        return tf.exp(-1000.0 * self.thickness)


def train(digits: Digits, logdir: str, epochs: int, progress: Progress) -> tuple:
    """Returns the trained model; there is nothing that it could get right."""
    model = Shield()
    variables = model.trainable_variables

    with tbg.GradientRecorder(logdir, variables, every=1, verbose=False) as recorder:

        @tf.function
        def train_step():
            with tf.GradientTape() as tape:
                light = model.light()
            gradients = tape.gradient(light, variables)
            recorder.record(gradients, loss=light)
            model.thickness.assign_sub(STEP * tf.sign(gradients[0]))

        for _ in range(epochs * digits.steps_per_epoch):
            train_step()
            progress.advance()

    return model, None


def explained(model: Shield, digits: Digits) -> tbg.Report:  # noqa: ARG001  it needs none
    """Says why the gradient is zero."""
    return tbg.explain(model.light, model.trainable_variables)


if __name__ == "__main__":
    from alone import main

    main(__file__)
