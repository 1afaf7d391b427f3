"""Which layer or metric of Keras is being called."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

from tb_gradplugin.capture.observation import Observation
from tb_gradplugin.capture.patches import patched

_LAYERS = (
    ("keras.src.layers.layer", "Layer"),
    ("tf_keras.src.engine.base_layer", "Layer"),
)
_METRICS = (
    ("keras.src.metrics.metric", "Metric"),
    ("tf_keras.src.metrics.base_metric", "Metric"),
)
_METRIC_METHODS = ("__call__", "update_state", "result")


@contextlib.contextmanager
def listening(observation: Observation) -> Iterator[None]:
    """Keeps the stacks of layers and metrics; of the Keras that is loaded, if any."""
    with contextlib.ExitStack() as stack:
        for module, name in _LAYERS:
            layer = getattr(sys.modules.get(module), name, None)
            if layer is not None:
                call = _in_layer(layer.__call__, observation)
                stack.enter_context(patched(layer, "__call__", call))
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


def _in_layer(original: Callable[..., Any], observation: Observation) -> Callable[..., Any]:
    def __call__(layer: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N807  in its place
        if not observation.listens:
            return original(layer, *args, **kwargs)
        observation.layers.append(layer_path(layer))
        try:
            return original(layer, *args, **kwargs)
        finally:
            observation.layers.pop()

    return __call__


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
