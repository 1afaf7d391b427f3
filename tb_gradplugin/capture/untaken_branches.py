"""What an evaluation does not see: branches that were not taken, loops that made no trip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

from tb_gradplugin.capture.graphs import graph_trace
from tb_gradplugin.capture.sources.contained import Contained
from tb_gradplugin.capture.state import repetition, state_keeping
from tb_gradplugin.diagnosis.program import Program


def seen(
    loss_fn: Callable[[], Any],
    variables: Sequence[Any],
    statuses: Sequence[str],
    state: state_keeping.Variables,
) -> Program | None:
    """The loss as a graph, in which every branch stands.

    Args:
      loss_fn: takes nothing and returns the loss.
      variables: what is asked about.
      statuses: of each.
      state: the values of variables that are given back afterwards.

    Returns:
      None where the loss cannot be traced: what runs need not be traceable.
    """
    with Contained("branches that did not run"):
        return _traced(loss_fn, variables, statuses, state)
    return None


def _traced(
    loss_fn: Callable[[], Any],
    variables: Sequence[Any],
    statuses: Sequence[str],
    state: state_keeping.Variables,
) -> Program | None:
    with state_keeping.kept(state), repetition.silenced():
        traced = graph_trace.trace(loss_fn)
    if traced is None:
        return None
    losses = [
        loss
        for loss in tf.nest.flatten(traced.output)
        if isinstance(loss, tf.Tensor) and getattr(loss, "graph", None) is traced.graph
    ]
    return graph_trace.program_of_graph(losses, variables, statuses) if losses else None
