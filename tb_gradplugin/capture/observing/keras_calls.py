"""Which layer or metric of Keras is being called."""

from __future__ import annotations

import contextlib
import inspect
import sys
from collections.abc import Callable, Iterator
from typing import Any

from tb_gradplugin.capture.observing.observation import Observation
from tb_gradplugin.capture.observing.patches import patched
from tb_gradplugin.capture.sources import file_owners
from tb_gradplugin.capture.sources.file_owners import Owner

_LAYERS = (
    ("keras.src.layers.layer", "Layer"),
    ("tf_keras.src.engine.base_layer", "Layer"),
)
_OPERATION = ("keras.src.ops.operation", "Operation")
"""What functions of `keras.ops` become in a functional model, and the base of its layers."""

_METRICS = (
    ("keras.src.metrics.metric", "Metric"),
    ("tf_keras.src.metrics.base_metric", "Metric"),
)
_METRIC_METHODS = ("__call__", "update_state", "result")


@contextlib.contextmanager
def listening(observation: Observation) -> Iterator[None]:
    """Keeps the stacks of layers and metrics; of the Keras that is loaded, if any."""
    running: list[Any] = []
    with contextlib.ExitStack() as stack:
        for module, name in _LAYERS:
            layer = getattr(sys.modules.get(module), name, None)
            if layer is not None:
                call = _in_layer(layer.__call__, observation, running)
                stack.enter_context(patched(layer, "__call__", call))
        operation = getattr(sys.modules.get(_OPERATION[0]), _OPERATION[1], None)
        if operation is not None:
            call = _in_layer(operation.__call__, observation, running)
            stack.enter_context(patched(operation, "__call__", call))
        for module, name in _METRICS:
            metric = getattr(sys.modules.get(module), name, None)
            for each in _with_subclasses(metric) if metric is not None else ():
                for method in _METRIC_METHODS:
                    original = vars(each).get(method)
                    if callable(original):
                        call = _in_metric(original, observation)
                        stack.enter_context(patched(each, method, call))
        yield


def layer_path(layer: Any) -> str:
    """The path of a layer as variables have it, its name where it has none."""
    path = getattr(layer, "path", None)
    return path if isinstance(path, str) and path else str(getattr(layer, "name", ""))


def _in_layer(
    original: Callable[..., Any], observation: Observation, running: list[Any]
) -> Callable[..., Any]:
    def __call__(layer: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N807  in its place
        # A layer comes here once more, by the class that it shares with operations.
        if not observation.listens or (running and running[-1] is layer):
            return original(layer, *args, **kwargs)
        path = layer_path(layer)
        observation.layers.append(path)
        running.append(layer)
        with observation.noting():
            placed = _placed(running)
            if placed is not None:
                observation.placed_layers[path], observation.placing_models[path] = placed
        try:
            return original(layer, *args, **kwargs)
        finally:
            running.pop()
            observation.layers.pop()

    return __call__


def _placed(running: list[Any]) -> tuple[Any, Any] | None:
    """The layer of a model through which code of Keras alone calls the last of `running`.

    The model comes with it.

    None where the user's own code calls it, in whose lines it is to be seen.
    """
    for place in range(len(running) - 1, 0, -1):
        caller = running[place - 1]
        if _is_of_user(type(caller)):
            return None
        if hasattr(type(caller), "layers"):
            return running[place], caller
    return None


def _is_of_user(cls: type) -> bool:
    """Whether the user's own code says what layers of a class call."""
    code = getattr(inspect.unwrap(getattr(cls, "call", cls)), "__code__", None)
    return code is not None and file_owners.owner(code.co_filename) is not Owner.FRAMEWORK


def _in_metric(original: Callable[..., Any], observation: Observation) -> Callable[..., Any]:
    def call(metric: Any, *args: Any, **kwargs: Any) -> Any:
        if not observation.listens:
            return original(metric, *args, **kwargs)
        observation.metrics.append(str(getattr(metric, "name", type(metric).__name__)))
        try:
            return original(metric, *args, **kwargs)
        finally:
            observation.metrics.pop()

    return call


def _with_subclasses(cls: type) -> Iterator[type]:
    seen = [cls]
    for each in seen:
        yield each
        subclasses: list[type] = each.__subclasses__()
        seen.extend(c for c in subclasses if c not in seen)
