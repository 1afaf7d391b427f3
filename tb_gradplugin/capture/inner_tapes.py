"""Tapes inside of the loss: what was differentiated by what, and what came of it."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

import tensorflow as tf

from tb_gradplugin.capture import file_owners, frames
from tb_gradplugin.capture.file_owners import Owner
from tb_gradplugin.capture.observation import Observation
from tb_gradplugin.capture.patches import patched
from tb_gradplugin.diagnosis.program import InnerTape

_METHODS = ("gradient", "jacobian", "batch_jacobian")


@contextlib.contextmanager
def listening(observation: Observation) -> Iterator[None]:
    """Notes down every derivative that the user's program takes."""
    with contextlib.ExitStack() as stack:
        for name in _METHODS:
            original = getattr(tf.GradientTape, name)
            stack.enter_context(patched(tf.GradientTape, name, _noted(original, observation)))
        yield


def _noted(original: Callable[..., Any], observation: Observation) -> Callable[..., Any]:
    def differentiate(tape: Any, target: Any, sources: Any, *args: Any, **kwargs: Any) -> Any:
        results = original(tape, target, sources, *args, **kwargs)
        caller = sys._getframe(1).f_code.co_filename
        # TensorFlow opens tapes of its own, as for recomputation; and one method calls another.
        if observation.listens and file_owners.owner(caller) is not Owner.FRAMEWORK:
            with observation.noting():
                observation.inner_tapes.append(
                    InnerTape(
                        target=observation.values_of(tf.nest.flatten(target)),
                        sources=observation.values_of(tf.nest.flatten(sources)),
                        results=tuple(map(observation.value_of, tf.nest.flatten(results))),
                        locations=frames.of_this_stack().locations,
                    )
                )
        return results

    return differentiate
