"""What a training is timed with: nothing, this package in several ways, histograms of gradients."""

from __future__ import annotations

import dataclasses
import inspect
import pathlib
from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

import tb_gradplugin as tbg

LEARNING_RATE = 1e-4

Callbacks = list[keras.callbacks.Callback]


def _adam(_: pathlib.Path) -> keras.optimizers.Optimizer:
    return keras.optimizers.Adam(LEARNING_RATE)


def _no_callbacks(_: pathlib.Path, turns: int = 1) -> Callbacks:  # noqa: ARG001 (that of others)
    return []


@dataclasses.dataclass(frozen=True)
class Arm:
    """One way to train, which differs from the others in what is recorded and in nothing else.

    Attributes:
      label: the name in the table.
      callbacks: makes those of `fit`, from the folder of the log, and the number of trainings
        whose turns this one waits for, itself included, if not 1.
      optimizer: makes it, from the folder of the log.
      under_xla: whether it runs where XLA compiles the training step.
    """

    label: str
    callbacks: Callable[..., Callbacks] = _no_callbacks
    optimizer: Callable[[pathlib.Path], keras.optimizers.Optimizer] = _adam
    under_xla: bool = True

    @property
    def has_rows(self) -> bool:
        """Whether this package records."""
        return self.callbacks is not _no_callbacks


class _AdamWithHistograms(keras.optimizers.Adam):
    """Gives each gradient that it is given to `tf.summary.histogram`, on every step."""

    def __init__(self, logdir: pathlib.Path) -> None:
        super().__init__(LEARNING_RATE, name="adam")
        self._writer = tf.summary.create_file_writer(str(logdir))

    def apply(self, grads: Any, trainable_variables: Any) -> Any:
        grads, trainable_variables = list(grads), list(trainable_variables)
        step = tf.cast(tf.convert_to_tensor(self.iterations), tf.int64)
        with self._writer.as_default(step):
            for gradient, variable in zip(grads, trainable_variables, strict=True):
                # Of a sparse gradient only what it holds: dense it would cost even more.
                values = gradient.values if isinstance(gradient, tf.IndexedSlices) else gradient
                tf.summary.histogram(f"gradient/{variable.path}", values)
        return super().apply(grads, trainable_variables)


class _AdamWithNorms(keras.optimizers.Adam):
    """Keeps the sum of squares of each gradient, on every step: what any monitor does at least."""

    def __init__(self, _: pathlib.Path) -> None:
        super().__init__(LEARNING_RATE, name="adam")
        self._halves: tf.Variable | None = None

    def build(self, variables: Any) -> None:
        super().build(variables)
        with tf.init_scope():
            self._halves = tf.Variable(tf.zeros([len(variables)]))

    def apply(self, grads: Any, trainable_variables: Any) -> Any:
        grads, trainable_variables = list(grads), list(trainable_variables)
        if not self.built:
            self.build(trainable_variables)
        dense = [g.values if isinstance(g, tf.IndexedSlices) else g for g in grads]
        self._halves.assign(tf.stack([tf.raw_ops.L2Loss(t=each) for each in dense]))
        return super().apply(grads, trainable_variables)


FLUSH_SECONDS: float = inspect.signature(tbg.GradientHealth).parameters["flush_seconds"].default


def _health(**options: Any) -> Callable[..., Callbacks]:
    def callbacks(logdir: pathlib.Path, turns: int = 1) -> Callbacks:
        # While a training waits for its turn the clock goes on, by which it would write.
        return [tbg.GradientHealth(logdir, flush_seconds=turns * FLUSH_SECONDS, **options)]

    return callbacks


BARE = "bare"
CONTROL = "control"
NORMS = "norms"
WATCHDOG = "watchdog"
DEFAULT = "default"
EVERY_STEP_PLAIN = "every-step-plain"
EVERY_STEP = "every-step"
HISTOGRAMS = "histograms"

ARMS = {
    BARE: Arm("nothing"),
    CONTROL: Arm("nothing, once more"),
    NORMS: Arm("the norms alone, kept", optimizer=_AdamWithNorms),
    WATCHDOG: Arm("watchdog only", _health(every=10**9, first=0)),
    DEFAULT: Arm("default", _health()),
    # Without a limit, as the stride would double after 1,000 rows.
    EVERY_STEP_PLAIN: Arm(
        "every step, no histogram", _health(every=1, max_rows=None, histogram=False)
    ),
    EVERY_STEP: Arm("every step", _health(every=1, max_rows=None)),
    HISTOGRAMS: Arm(
        "tf.summary.histogram, every step", optimizer=_AdamWithHistograms, under_xla=False
    ),
}
"""By the name that `--arms` takes."""
