"""The trained variables themselves: their norms, and how far an update moved them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

from tb_gradplugin.recording import gradients as gradients_lib
from tb_gradplugin.recording import moments
from tb_gradplugin.recording.blocks import Part, by_dtype, joined_results
from tb_gradplugin.recording.traced_once import TracedOnce


def norms_of(variables: Sequence[Any]) -> tf.Tensor:
    """L2 norms over the finite elements of each variable; float32 [variables]."""
    return _norms(_laid_out(list(map(_held, variables))))


class VariableRows:
    """Measures variables, and remembers what they were before an update."""

    def __init__(self, variables: Sequence[Any], with_update_ratio: bool) -> None:
        """Creates what remembering needs; call it outside of any traced function.

        Args:
          variables: what is trained.
          with_update_ratio: whether `update_ratios` will be called; it takes as much memory as
            the variables once more.
        """
        self._variables = list(map(_held, variables))
        self._norms_before = _kept(tf.zeros([len(variables)]))
        self._shadows: list[list[tf.Variable]] = []
        self._norms_of_rows: TracedOnce | None = None
        if with_update_ratio:
            self._shadows = [
                [_kept(tf.zeros_like(block.rows)) for block in part.blocks]
                for part in by_dtype(list(map(_zeros, self._variables)))
            ]

    def remember(self) -> tf.Tensor:
        """Keeps the variables as they are now, before an update, and their norms; True."""
        parts = self._laid_out()
        if self._shadows:
            for part, shadows in zip(parts, self._shadows, strict=True):
                for block, shadow in zip(part.blocks, shadows, strict=True):
                    shadow.assign(block.rows)
        self._norms_before.assign(self._norms(parts))
        return tf.constant(True)

    def remembered(self, is_of_this_step: tf.Tensor) -> tf.Tensor:
        """The norms that `remember` found, or NaN for a step on which it was not called.

        Args:
          is_of_this_step: boolean scalar. Where it is False, the next update has no ratio either.

        Returns:
          float32 [variables].
        """
        norms = tf.where(is_of_this_step, self._norms_before.read_value(), float("nan"))
        self._norms_before.assign(norms)
        return norms

    def update_ratios(self) -> tf.Tensor:
        """Norm of the change since `remember` over the norm then; float32 [variables].

        NaN where that norm was 0, or the variables of that step were not remembered.
        """
        changes = []
        for part, shadows in zip(self._laid_out(), self._shadows, strict=True):
            blocks = [
                block.with_rows(block.rows - shadow)
                for block, shadow in zip(part.blocks, shadows, strict=True)
            ]
            changes.append(Part(part.places, part.vectors, blocks))
        before = self._norms_before
        return tf.where(before > 0, self._norms(changes) / before, float("nan"))

    def _norms(self, parts: Sequence[Part]) -> tf.Tensor:
        """As `_norms`, of what is laid out as the variables are; traced once."""
        if self._norms_of_rows is None:
            self._norms_of_rows = TracedOnce(_norms_of_rows(parts))
        return self._norms_of_rows(*(block.rows for part in parts for block in part.blocks))

    def _laid_out(self) -> list[Part]:
        return _laid_out(self._variables)


def _laid_out(variables: Sequence[tf.Variable]) -> list[Part]:
    return by_dtype(gradients_lib.variables_flat(variables))


def _zeros(variable: tf.Variable) -> tf.Tensor:
    """A vector like that of the variable, whose value is not known outside of a replica."""
    measured = tf.float64 if variable.dtype == tf.float64 else tf.float32
    return tf.zeros([gradients_lib.number_of_elements(variable)], measured)


def _held(variable: Any) -> tf.Variable:
    """The variable of TensorFlow that a Keras variable holds."""
    value = variable.value
    return variable if callable(value) else value


def _norms(parts: Sequence[Part]) -> tf.Tensor:
    return _norms_of_rows(parts)(*(block.rows for part in parts for block in part.blocks))


def _norms_of_rows(parts: Sequence[Part]) -> Callable[..., tf.Tensor]:
    """The norms of vectors that are laid out in the same way, as a function of the rows of all."""
    # Without the tensors, which belong to the graph that is being traced.
    layouts = [dataclasses.replace(part, vectors=[], blocks=[]) for part in parts]
    blocks_of = [[block.with_rows(None) for block in part.blocks] for part in parts]
    sizes_of = [[vector.shape[0] for vector in part.vectors] for part in parts]

    def norms(*rows: tf.Tensor) -> tf.Tensor:
        left = iter(rows)
        results = []
        for blocks, sizes in zip(blocks_of, sizes_of, strict=True):
            given = [block.with_rows(next(left)) for block in blocks]
            results.append(_limited(moments.norms(given, tf.constant(sizes, given[0].rows.dtype))))
        return joined_results(layouts, results)

    return norms


def _limited(norms: tf.Tensor) -> tf.Tensor:
    limit = tf.constant(tf.float32.max, norms.dtype)
    return tf.cast(tf.minimum(norms, limit), tf.float32)


def _kept(value: tf.Tensor) -> tf.Variable:
    return tf.Variable(value, trainable=False, name="gradient_health_before_update")
