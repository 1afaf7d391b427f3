"""`tbg.summary.gradients`: one step, through the default writer of tf.summary."""

from __future__ import annotations

import weakref
from collections.abc import Iterable
from typing import Any

import tensorflow as tf
from tensorflow.python.ops import control_flow_util, summary_ops_v2

from tb_gradplugin.recording import events, graph_events, statistics, variable_table
from tb_gradplugin.recording import gradients as gradients_lib
from tb_gradplugin.recording.arguments import is_disabled
from tb_gradplugin.recording.variable_rows import norms_of
from tb_gradplugin.schema import encoding, records, tags

_announced: weakref.WeakKeyDictionary[Any, set[str]] = weakref.WeakKeyDictionary()
"""The digests of the variable tables that each writer has been given."""


@tf.autograph.experimental.do_not_convert
def gradients(
    gradients: Iterable[Any],
    variables: Iterable[Any],
    step: Any = None,
    *,
    loss: Any = None,
) -> tf.Tensor:
    """Writes the health of the gradients of one step to the default summary writer.

    All statistics are computed on every call for which summaries are recorded
    (`tf.summary.record_if`), and on no other. For a loop that should not pay
    for that on every step, and under XLA, there is `GradientRecorder`.

    Args:
      gradients: what `tape.gradient` returned for `variables`: `tf.Tensor`,
        `tf.IndexedSlices` or None each.
      variables: `tf.Variable` or `keras.Variable` objects of fixed shape.
      step: int64-castable monotonic step. By default that of
        `tf.summary.experimental.set_step`.
      loss: real scalar, written beside the gradients.

    Returns:
      Boolean scalar: whether something was written. False where there is no
      default writer or summaries are not recorded.

    Raises:
      TypeError: an element is not a gradient or not a variable.
      ValueError: the two lists differ in length, are empty, shapes do not fit,
        or there is a default writer and no step.
      NotImplementedError: while tracing a function for XLA, which cannot write.
    """
    caller = "tb_gradplugin.summary.gradients"
    variables = variable_table.checked_variables(variables, caller)
    checked = gradients_lib.checked(gradients, variables, caller)
    checked_loss = gradients_lib.checked_loss(loss)
    if control_flow_util.GraphOrParentsInXlaContext(tf.compat.v1.get_default_graph()):
        raise NotImplementedError(
            "Summaries cannot be written from a function that is compiled by XLA. Use "
            "tb_gradplugin.GradientRecorder, whose `record` works there. "
            f"Received: a call of {caller} in a function with jit_compile=True"
        )
    if is_disabled() or not summary_ops_v2.has_default_writer():
        return tf.constant(False)
    step = tf.summary.experimental.get_step() if step is None else step
    if step is None:
        raise ValueError(
            "`step` must be given here or with tf.summary.experimental.set_step. "
            f"Received: step=None in {caller}"
        )
    table = variable_table.variable_table(variables)
    _announce(table, step)

    def write() -> tf.Tensor:
        with tf.name_scope("gradient_health"):
            row = statistics.gradient_row(checked, variables)
            norms = norms_of(variables)
            summary = graph_events.summary(table.digest, row, norms, checked_loss)
            return tf.summary.experimental.write_raw_pb(summary, step=step)

    return tf.cond(tf.summary.should_record_summaries(), write, lambda: tf.constant(False))


def _announce(table: records.VariableTable, step: Any) -> None:
    """Gives the default writer the variable table, if it has not had it; never as a graph op."""
    known = _announced.setdefault(summary_ops_v2._summary_state.writer, set())
    if table.digest in known:
        return
    known.add(table.digest)
    message = events.Summary()
    tag = str(tags.Tag(tags.VARIABLES, table.digest))
    content = events.string_tensor(encoding.encode_table(table))
    events.add_value(message, tag, content, with_metadata=True)
    with tf.init_scope(), tf.summary.record_if(True):
        # A step that is only known when the graph runs is not known here, and not needed.
        known_step = tf.get_static_value(step) if tf.is_tensor(step) else step
        tf.summary.experimental.write_raw_pb(
            message.SerializeToString(), step=0 if known_step is None else known_step
        )
