"""A branch of the training step that is hardly ever taken, and then costs next to nothing."""

from __future__ import annotations

from collections.abc import Callable

import tensorflow as tf


def seldom(condition: tf.Tensor, branch: Callable[[], tf.Tensor]) -> tf.Tensor:
    """Runs `branch` where `condition` holds; eagerly, or as ops of the function being traced.

    TensorFlow lays the ops of a `tf.cond` flat into the step. It passes over each of them where
    the branch is not taken, and it runs the whole step, the user's ops too, by the slower of its
    two schedulers, the one that knows of branches. An `If` that stays whole is one op for the
    faster one. It needs all that it takes on one device, so where there are more the `tf.cond`
    remains, with a branch that is not inlined.

    Args:
      condition: boolean scalar.
      branch: returns a boolean scalar.

    Returns:
      What `branch` returned, False where it did not run.
    """
    if tf.executing_eagerly():
        return tf.cond(condition, branch, _not_run)
    if len(tf.config.list_logical_devices()) > 1:
        apart = tf.function(branch, autograph=False, experimental_attributes={"_noinline": True})
        return tf.cond(condition, apart, _not_run)
    then_branch = tf.function(branch, autograph=False).get_concrete_function()
    taken = then_branch.captured_inputs
    else_branch = tf.function(_not_run, autograph=False).get_concrete_function(
        *[tf.TensorSpec(each.shape, each.dtype) for each in taken]
    )
    return tf.raw_ops.If(
        cond=condition,
        input=taken,
        Tout=[tf.bool],
        then_branch=then_branch,
        else_branch=else_branch,
        output_shapes=[[]],
    )[0]


def _not_run(*taken: tf.Tensor) -> tf.Tensor:  # noqa: ARG001 (that of the other branch)
    return tf.constant(False)
