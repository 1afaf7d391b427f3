"""A branch of the training step that is hardly ever taken, and costs nothing when it is not."""

from __future__ import annotations

from collections.abc import Callable

import tensorflow as tf


def seldom(condition: tf.Tensor, branch: Callable[[], tf.Tensor]) -> tf.Tensor:
    """Runs `branch` where `condition` holds; eagerly, or as ops of the function being traced.

    TensorFlow lays the ops of a `tf.cond` flat into the step and passes over each of them where
    its branch is not taken, which for a few hundred ops costs more than all that the step does
    for this package. A call of a function that must not be inlined is one op to pass over.

    Args:
      condition: boolean scalar.
      branch: returns a boolean scalar.

    Returns:
      What `branch` returned, False where it did not run.
    """
    if not tf.executing_eagerly():
        branch = tf.function(branch, autograph=False, experimental_attributes={"_noinline": True})
    return tf.cond(condition, branch, lambda: tf.constant(False))
