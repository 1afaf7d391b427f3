"""A call of the user's program as a function of numbers: results, and what its gradient gives."""

from __future__ import annotations

import contextlib
import dataclasses
import inspect
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import numpy as np
import tensorflow as tf
from tensorflow.python.eager import record

from tb_gradplugin.capture.observing import live_variables
from tb_gradplugin.capture.observing.observation import handle_of
from tb_gradplugin.capture.observing.replayed_calls import AUTOCAST, CustomCall, keras_state
from tb_gradplugin.capture.ops.tensor_numbers import (
    Numbers,
    Values,
    floats,
    has_gradient,
    numbers,
    rounded,
    same,
    widened,
)
from tb_gradplugin.capture.state.held_state import HeldState, Watched

EXPENSIVE = "expensive"


class UncheckableError(Exception):
    """A call that cannot be run again; its text is the reason, as a key of the words."""


@dataclasses.dataclass(frozen=True)
class Target:
    """Something that the results are a function of.

    Attributes:
      name: how the definition of the call knows it.
      kind: "argument" or "variable".
      dtype: of the tensor.
      handle: of a variable, None for an argument.
    """

    name: str
    kind: str
    dtype: tf.DType
    handle: Any = None


class Replay(Protocol):
    """One call, to be run at any values of its targets.

    Attributes:
      targets: what can be varied; a place in it is the place among the inputs of the op.
      values: what the targets are in the user's program; None where one is no number.
      lowest: dtype of fewest digits that the results go through.
    """

    targets: list[Target | None]
    values: list[np.ndarray | None]
    lowest: tf.DType

    def results(self, values: Values) -> Numbers:
        """The floating-point results at these values; others are left out."""

    def gradients(self, values: Values, upstream: Sequence[np.ndarray]) -> list[np.ndarray | None]:
        """What the gradient function gives for each target, for upstream gradients of results."""

    def rounded(self, place: int, values: np.ndarray) -> np.ndarray:
        """Values as the tensor of a target can hold them."""


class CustomReplay:
    """A call of a function with a custom gradient. See `Replay`.

    Args:
      call: what was kept of it.
      state: from which each run starts.
      wide: whether to hand it float64 where it was given fewer digits.
      deadline: by `time.monotonic`, after which it is run no more.

    Attributes:
      order: places in `used_variables`, in the order in which the gradient function is given them.

    Raises:
      UncheckableError: it cannot be run again, or gives other results each time.
    """

    def __init__(self, call: CustomCall, state: HeldState, wide: bool, deadline: float):
        self._call, self._state, self._deadline = call, state, deadline
        self._flat = [_widened(leaf) if wide else leaf for leaf in tf.nest.flatten(call.args)]
        names = _names(call.function, call.args)
        self.targets: list[Target | None] = [
            argument(name, leaf, wide) for name, leaf in zip(names, self._flat, strict=True)
        ]
        self.values: list[np.ndarray | None] = [
            numbers(leaf) if target is not None else None
            for leaf, target in zip(self._flat, self.targets, strict=True)
        ]
        watched = Watched()
        state.restore()
        with watched.watching():
            first, self._variables, _ = self._run(self.values)
        self.order = list(range(len(self._variables)))
        state.note(watched)
        if watched.lowest is None or not any(map(has_gradient, first)):
            raise UncheckableError("integers")
        self.lowest = watched.lowest
        for variable in self._variables:
            name = live_variables.name(variable)
            dtype = tf.as_dtype(variable.dtype)
            self.targets.append(Target(name, "variable", dtype, handle_of(variable)))
            self.values.append(numbers(variable))
        before, again = floats(first), self.results(self.values)
        if not all(same(a, b) for a, b in zip(before, again, strict=True)):
            raise UncheckableError("random")

    @property
    def used_variables(self) -> list[Any]:
        """The variables that the function uses without their being arguments."""
        return self._variables

    @property
    def gradient_function(self) -> Callable[..., Any]:
        """The function that is asked for gradients."""
        return self._run(self.values)[2]

    def results(self, values: Values) -> Numbers:
        """See `Replay`."""
        with self._assigned(values):
            return floats(self._run(values)[0])

    def gradients(self, values: Values, upstream: Sequence[np.ndarray]) -> list[np.ndarray | None]:
        """See `Replay`. A gradient of another shape than its target is given as it is."""
        with self._assigned(values):
            results, _, function = self._run(values)
            given = iter(upstream)
            upstreams = [
                tf.constant(next(given), result.dtype)
                if has_gradient(result)
                else tf.zeros_like(result)
                for result in results
            ]
            if self._variables:
                given_variables = [self._variables[place] for place in self.order]
                of_arguments, answers = function(*upstreams, variables=given_variables)
                by_place = dict(zip(self.order, answers, strict=True))
                of_variables = [by_place[place] for place in sorted(by_place)]
            else:
                of_arguments, of_variables = function(*upstreams), []
        flat = tf.nest.flatten(of_arguments)
        if len(flat) != len(self._flat):
            raise UncheckableError("another number of gradients")
        found = [*flat, *of_variables]
        return [None if gradient is None else numbers(gradient) for gradient in found]

    def rounded(self, place: int, values: np.ndarray) -> np.ndarray:
        """See `Replay`."""
        target = self.targets[place]
        assert target is not None
        return rounded(target.dtype, values)

    def _run(self, values: Values) -> tuple[list[Any], list[Any], Any]:
        require_time(self._deadline)
        leaves = [
            leaf if target is None or value is None else tf.constant(value, target.dtype)
            for leaf, target, value in zip(self._flat, self.targets, values, strict=False)
        ]
        args = tf.nest.pack_sequence_as(self._call.args, leaves)

        def call() -> tuple[list[Any], list[Any], Any]:
            with record.VariableWatcher() as watcher, _autocast(self._call.autocast):
                result, function = self._call.function(*args, **self._call.kwargs)
            variables = [
                variable
                for variable in watcher.watched_variables()
                if not any(variable is leaf for leaf in leaves)
            ]
            flat = tf.nest.flatten(result)
            if not all(isinstance(each, tf.Tensor) for each in flat):
                raise UncheckableError("composite")
            return flat, sorted(variables, key=live_variables.name), function

        return self._state.run(call)

    @contextlib.contextmanager
    def _assigned(self, values: Values) -> Iterator[None]:
        """Gives the variables these values for a while."""
        changed = [
            (target, self.values[place], value)
            for place, (target, value) in enumerate(zip(self.targets, values, strict=False))
            if target is not None and target.handle is not None
            if value is not self.values[place]
        ]
        try:
            for target, _, value in changed:
                _assign(target, value)
            yield
        finally:
            for target, before, _ in changed:
                _assign(target, before)


def require_time(deadline: float) -> None:
    """Goes on where there is time left.

    Raises:
      UncheckableError: it is past the deadline, by `time.monotonic`.
    """
    if time.monotonic() > deadline:
        raise UncheckableError(EXPENSIVE)


def argument(name: str, leaf: Any, wide: bool) -> Target | None:
    """What can be varied of one argument: None where that is nothing."""
    # A number of Python or NumPy depends on no variable.
    if isinstance(leaf, (tf.Tensor, tf.Variable)) or live_variables.is_keras(leaf):
        dtype = tf.as_dtype(leaf.dtype)
        if dtype.is_floating or dtype.is_complex:
            return Target(name, "argument", widened(dtype) if wide else dtype)
    return None


def _names(function: Callable[..., Any], args: tuple[Any, ...]) -> list[str]:
    """What the function calls each leaf of its arguments."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        parameters = []
    result = []
    for place, arg in enumerate(args):
        parameter = parameters[min(place, len(parameters) - 1)] if parameters else None
        if parameter is None:
            name = f"argument {place + 1}"
        elif parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            name = f"{parameter.name}[{place - len(parameters) + 1}]"
        else:
            name = parameter.name
        count = len(tf.nest.flatten(arg))
        nested = tf.nest.is_nested(arg)
        result += [f"{name}[{i}]" for i in range(count)] if nested else [name] * count
    return result


def _widened(leaf: Any) -> Any:
    is_array = isinstance(leaf, np.ndarray) and np.issubdtype(leaf.dtype, np.floating)
    return leaf.astype(np.float64) if is_array else leaf


def _assign(target: Target, value: Any) -> None:
    tf.raw_ops.AssignVariableOp(resource=target.handle, value=tf.constant(value, target.dtype))


@contextlib.contextmanager
def _autocast(scope: Any) -> Iterator[None]:
    state = keras_state()
    if state is None:
        yield
        return
    before = state.get_global_attribute(AUTOCAST)
    state.set_global_attribute(AUTOCAST, scope)
    try:
        yield
    finally:
        state.set_global_attribute(AUTOCAST, before)
