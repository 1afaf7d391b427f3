"""The trained variables themselves: their norms, and how far an update moved them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import tensorflow as tf

from tb_gradplugin.recording import gradients as gradients_lib
from tb_gradplugin.recording import moments
from tb_gradplugin.recording.blocks import Block, Part, by_dtype, joined_results
from tb_gradplugin.recording.written import ops
from tb_gradplugin.recording.written.function import GraphFunction, kept
from tb_gradplugin.recording.written.values import Value


class _Kind(NamedTuple):
    """The dtype in which a variable is measured, and its shape."""

    dtype: tf.DType
    shape: tuple[int, ...]


def norms_of(variables: Sequence[Any]) -> tf.Tensor:
    """L2 norms over the finite elements of each variable; float32 [variables]."""
    held = list(map(_held, variables))
    [norms, *_] = _norms_and_rows(_kinds(held))(*gradients_lib.values_of(held))
    return norms


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
        self._kinds = _kinds(self._variables)
        self._norms_before = _kept(tf.zeros([len(variables)]))
        self._shadows: list[tf.Variable] = []
        if with_update_ratio:
            _, *rows = _norms_and_rows(self._kinds).specs
            self._shadows = [_kept(tf.zeros(each.shape, each.dtype)) for each in rows]

    def remember(self) -> tf.Tensor:
        """Keeps the variables as they are now, before an update, and their norms; True."""
        norms, *rows = _norms_and_rows(self._kinds)(*gradients_lib.values_of(self._variables))
        if self._shadows:
            for shadow, now in zip(self._shadows, rows, strict=True):
                shadow.assign(now)
        self._norms_before.assign(norms)
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
        before = [gradients_lib.value_of(each) for each in (self._norms_before, *self._shadows)]
        now = gradients_lib.values_of(self._variables)
        [ratios] = _ratios(self._kinds)(*now, *before)
        return ratios


def _kinds(variables: Sequence[tf.Variable]) -> tuple[_Kind, ...]:
    return tuple(
        _Kind(tf.float64 if each.dtype == tf.float64 else tf.float32, tuple(each.shape))
        for each in variables
    )


@kept
def _norms_and_rows(kinds: tuple[_Kind, ...]) -> GraphFunction:
    """The norms of variables, then the rows into which they are laid out, block by block."""

    def measure(*now: Value) -> list[Value]:
        parts = by_dtype(now)
        rows = [block.rows for part in parts for block in part.blocks]
        return [_norms(parts), *rows]

    return GraphFunction(measure, _specs(kinds))


@kept
def _ratios(kinds: tuple[_Kind, ...]) -> GraphFunction:
    """From variables, the norms that they had and the rows that they were."""

    def measure(*given: Value) -> list[Value]:
        now, (norms_before, *rows_before) = given[: len(kinds)], given[len(kinds) :]
        left = iter(rows_before)

        def change(block: Block) -> Block:
            return block.with_rows(block.rows - next(left))

        changes = [
            Part(part.places, part.vectors, list(map(change, part.blocks)))
            for part in by_dtype(now)
        ]
        ratios = _norms(changes) / norms_before
        return [ops.where(norms_before > 0, ratios, float("nan"))]

    norms, *rows = _norms_and_rows(kinds).specs
    return GraphFunction(measure, [*_specs(kinds), norms, *rows])


def _specs(kinds: Sequence[_Kind]) -> list[tf.TensorSpec]:
    return [tf.TensorSpec(kind.shape, kind.dtype) for kind in kinds]


def _norms(parts: Sequence[Part]) -> Value:
    results = []
    for part in parts:
        dtype = part.vectors[0].dtype
        sizes = ops.constant([vector.elements for vector in part.vectors], dtype)
        norms = ops.minimum(moments.norms(part.blocks, sizes), tf.float32.max)
        results.append(ops.cast(norms, tf.float32) if dtype != tf.float32 else norms)
    return joined_results(parts, results)


def _held(variable: Any) -> tf.Variable:
    """The variable of TensorFlow that a Keras variable holds."""
    value = variable.value
    return variable if callable(value) else value


def _kept(value: tf.Tensor) -> tf.Variable:
    return tf.Variable(value, trainable=False, name="gradient_health_before_update")
