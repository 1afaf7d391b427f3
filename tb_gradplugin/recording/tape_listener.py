"""Hears what gradients are taken of: there the loss is known, in every kind of training step."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from collections.abc import Iterator
from typing import Any

import tensorflow as tf


@dataclasses.dataclass(eq=False)
class Call:
    """One call of `tape.gradient`.

    Attributes:
      target: what was differentiated, as it was given.
      sources: by what; variables and tensors.
      results: the gradient of each source; empty before the call returns, or where it raises.
      error: what it raised.
      ops_before: how many ops the graph had that was being traced; None in eager code.
    """

    target: Any
    sources: list[Any]
    results: list[Any] = dataclasses.field(default_factory=list)
    error: Exception | None = None
    ops_before: int | None = None

    def __post_init__(self) -> None:
        self.identities = frozenset(map(_identity, self.sources))


class _Heard(threading.local):
    def __init__(self) -> None:
        self.listening = False
        self.calls: list[Call] = []


_heard = _Heard()
_lock = threading.Lock()
_listeners = 0
_original = tf.GradientTape.gradient


@contextlib.contextmanager
def listening() -> Iterator[None]:
    """Notes the target and the sources of each `tape.gradient` of this thread."""
    global _listeners
    before = _heard.listening, _heard.calls
    _heard.listening, _heard.calls = True, []
    with _lock:
        _listeners += 1
        tf.GradientTape.gradient = _noting
    try:
        yield
    finally:
        with _lock:
            _listeners -= 1
            if not _listeners and tf.GradientTape.gradient is _noting:
                tf.GradientTape.gradient = _original
        _heard.listening, _heard.calls = before


def loss_of(variables: list[Any]) -> tf.Tensor | None:
    """The scalar of which this thread last took the gradient for all of these variables."""
    wanted = frozenset(map(_identity, variables))
    for call in reversed(_heard.calls):
        if wanted <= call.identities and _is_scalar(call.target):
            return call.target
    return None


def call_of(variables: list[Any]) -> Call | None:
    """The last call of this thread that asked for the gradients of all of these variables."""
    wanted = frozenset(map(_identity, variables))
    return next((call for call in reversed(_heard.calls) if wanted <= call.identities), None)


def failed_call() -> Call | None:
    """The last call of this thread that raised."""
    return next((call for call in reversed(_heard.calls) if call.error is not None), None)


def calls_before(call: Call) -> list[Call]:
    """The calls that this thread made before that one."""
    return _heard.calls[: _heard.calls.index(call)] if call in _heard.calls else []


def _noting(self: Any, target: Any, sources: Any, *args: Any, **kwargs: Any) -> Any:
    if not _heard.listening:
        return _original(self, target, sources, *args, **kwargs)
    call = Call(target, tf.nest.flatten(sources))
    if not tf.executing_eagerly():
        call.ops_before = len(tf.compat.v1.get_default_graph().get_operations())
    _heard.calls.append(call)
    try:
        gradients = _original(self, target, sources, *args, **kwargs)
    except Exception as error:
        call.error = error
        raise
    call.results = tf.nest.flatten(gradients)
    return gradients


def _identity(variable: Any) -> int:
    # A Keras variable and the tf.Variable that it holds are one and the same source.
    value = getattr(variable, "_value", None)
    return id(variable if value is None else value)


def _is_scalar(target: Any) -> bool:
    return (
        isinstance(target, tf.Tensor)
        and target.shape.rank == 0
        and (target.dtype.is_floating or target.dtype.is_integer)
    )
