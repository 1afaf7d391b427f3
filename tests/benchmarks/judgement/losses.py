"""The losses of the plans, also those that people write by hand and forget an edge of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from tests.benchmarks.judgement.plans import Plan

Loss = Callable[[Any, Any], Any]


def usual(classes: int) -> Loss:
    """Cross-entropy of logits, or the mean of squares."""
    if classes:
        return keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return lambda targets, predicted: tf.reduce_mean(
        tf.square(predicted[:, 0] - tf.cast(targets, predicted.dtype))
    )


def unguarded_logarithm(classes: int) -> Loss:
    """Cross-entropy as the formula has it: a probability that underflows has no logarithm."""

    def loss(targets: Any, predicted: Any) -> Any:
        likelihood = tf.gather(tf.nn.softmax(predicted), tf.cast(targets, tf.int32), batch_dims=1)
        return -tf.reduce_mean(tf.math.log(likelihood))

    del classes
    return loss


def neighbours(classes: int) -> Loss:
    """Cross-entropy, and the distance between rows that follow each other.

    Where they are one row drawn twice, their distance is 0, at which its root has no slope.
    """
    plain = usual(classes)

    def loss(targets: Any, predicted: Any) -> Any:
        squares = tf.reduce_sum(tf.square(predicted[1:] - predicted[:-1]), axis=1)
        return plain(targets, predicted) + 0.01 * tf.reduce_mean(tf.sqrt(squares))

    return loss


def balanced(classes: int) -> Loss:
    """The mean cross-entropy of each class, with equal weights: 0 / 0 for one that is not there."""

    def loss(targets: Any, predicted: Any) -> Any:
        rows = tf.one_hot(tf.cast(targets, tf.int32), classes)
        each = keras.ops.sparse_categorical_crossentropy(targets, predicted, from_logits=True)
        return tf.reduce_mean(tf.linalg.matvec(rows, each, True) / tf.reduce_sum(rows, axis=0))

    return loss


def half_precision_squares(classes: int) -> Loss:
    """The mean of squares in float16, whose largest number is 65,504."""

    def loss(targets: Any, predicted: Any) -> Any:
        difference = tf.cast(predicted[:, 0], tf.float16) - tf.cast(targets, tf.float16)
        return tf.cast(tf.reduce_mean(tf.square(difference)), tf.float32)

    del classes
    return loss


LOSSES: dict[str, Callable[[int], Loss]] = {
    "usual": usual,
    "unguarded-logarithm": unguarded_logarithm,
    "neighbours": neighbours,
    "balanced": balanced,
    "half-precision-squares": half_precision_squares,
}
"""Each takes the number of classes, 0 where a number is to be told."""


def loss_of(plan: Plan, classes: int) -> Loss:
    """The loss of a plan."""
    plain = LOSSES[plan.loss](classes)
    # Keras gives targets an axis of size 1, with which numbers would be compared all with all.
    return lambda targets, predicted: plan.loss_factor * plain(tf.reshape(targets, [-1]), predicted)
