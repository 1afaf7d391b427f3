"""One step after the other, where several workers run steps at the same time."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

import tensorflow as tf

from tb_gradplugin.recording.gradients import Gradient
from tb_gradplugin.recording.replicas import made_apart


class Turns:
    """Lets the workers of a `ParameterServerStrategy` note their steps in turn.

    They share what is kept between steps, and two that read the number of the
    step before either has raised it would both write the same one.
    """

    def __init__(self) -> None:
        """Nothing is made before it is needed."""
        self._mutex: tf.Tensor | None = None

    def take(self, gradients: Sequence[Gradient], note: Callable[[], None]) -> None:
        """Calls `note`, alone.

        Args:
          gradients: what is to be noted. Nobody's turn begins before his are there.
          note: what only one worker at a time may do.
        """
        if tf.executing_eagerly() or not _workers_share():
            note()
            return
        if self._mutex is None:
            self._mutex = made_apart(_mutex)

        # As a function, which is done only when everything in it is.
        @tf.function(autograph=False)
        def alone() -> tf.Tensor:
            note()
            return tf.constant(True)

        there = [each for gradient in gradients for each in _tensors(gradient)]
        # The lock itself cannot travel from one machine to another.
        host = self._mutex.device
        with tf.control_dependencies(there), tf.device(host):
            # Freed also where a worker is lost: with the step, what holds the lock goes.
            lock = tf.raw_ops.MutexLock(mutex=self._mutex)
        with tf.control_dependencies([lock]):
            done = alone()
        with tf.control_dependencies([done]), tf.device(host):
            tf.raw_ops.ConsumeMutexLock(mutex_lock=lock)


def _workers_share() -> bool:
    return isinstance(tf.distribute.get_strategy(), tf.distribute.ParameterServerStrategy)


def _mutex() -> tf.Tensor:
    return tf.raw_ops.MutexV2(shared_name=f"gradient_health_{uuid.uuid4().hex}")


def _tensors(gradient: Gradient) -> list[tf.Tensor]:
    if gradient is None:
        return []
    if isinstance(gradient, tf.IndexedSlices):
        return [gradient.values, gradient.indices]
    return [gradient]
