"""`tf.gradients` inside of a `tf.function` of the loss, where it gave None."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import tensorflow as tf

from tb_gradplugin.capture.graphs import graph_trace
from tb_gradplugin.capture.observing.observation import Observation
from tb_gradplugin.capture.observing.patches import patched
from tb_gradplugin.capture.sources import frames
from tb_gradplugin.capture.sources.contained import Contained
from tb_gradplugin.diagnosis.program import InnerGraph


@contextlib.contextmanager
def listening(observation: Observation) -> Iterator[None]:
    """Keeps the graph of each, as a program of its own whose loss is what was differentiated."""
    with contextlib.ExitStack() as stack:
        for module in (tf, tf.compat.v1):
            noted = _noted(module.gradients, observation)
            stack.enter_context(patched(module, "gradients", noted))
        yield


def _noted(original: Callable[..., Any], observation: Observation) -> Callable[..., Any]:
    def gradients(ys: Any, xs: Any, *args: Any, **kwargs: Any) -> Any:
        results = original(ys, xs, *args, **kwargs)
        if observation.listens and any(result is None for result in results):
            with observation.noting(), Contained("a gradient in a graph"):
                statuses = ["null" if result is None else "ok" for result in results]
                program = graph_trace.program_of_graph(
                    tf.nest.flatten(ys), tf.nest.flatten(xs), statuses
                )
                place = frames.of_this_stack().locations
                observation.inner_graphs.append(InnerGraph(program, place))
        return results

    return gradients
