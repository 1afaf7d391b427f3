"""Calls of custom gradients, and ops, kept while a loss is evaluated, to be run again."""

from __future__ import annotations

import contextlib
import dataclasses
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tensorflow.python.framework import op_callbacks
from tensorflow.python.ops import custom_gradient

from tb_gradplugin.capture.observing import opened_functions
from tb_gradplugin.capture.observing.observation import Observation
from tb_gradplugin.capture.observing.patches import patched

AUTOCAST = "autocast_scope"


@dataclasses.dataclass(frozen=True)
class CustomCall:
    """One call of a function with a custom gradient.

    Attributes:
      node: index of the op in the program.
      function: what was decorated; gives the results and the gradient function.
      args: as they were given.
      kwargs: as they were given.
      autocast: the scope in which Keras casts variables, if it was called in one.
      in_graph: whether the program itself calls it in a `tf.function`.
    """

    node: int
    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    autocast: Any
    in_graph: bool = False


@dataclasses.dataclass(frozen=True)
class OpCall:
    """One op that ran eagerly.

    Attributes:
      node: index of the op in the program.
      op_type: TensorFlow's name.
      inputs: the tensors it was given.
      attrs: name, value, name, value, ...
    """

    node: int
    op_type: str
    inputs: tuple[Any, ...]
    attrs: tuple[Any, ...]


class Recorder:
    """Keeps what can be run again, by the index of its op.

    Args:
      with_ops: whether to keep every op and not custom gradients alone; their inputs stay alive
        as long as this.
      in_graph: whether the program runs all of it in a `tf.function`.
    """

    def __init__(self, with_ops: bool, in_graph: bool = False):
        self.custom: dict[int, CustomCall] = {}
        self.ops: dict[int, OpCall] = {}
        self._with_ops, self._in_graph = with_ops, in_graph
        self._observation: Observation | None = None

    def value_of(self, variable: Any) -> int | None:
        """Index of the handle of a variable that the evaluation met."""
        return self._observation.known(variable) if self._observation is not None else None

    @contextlib.contextmanager
    def listening(self, observation: Observation) -> Iterator[None]:
        """A listener of `eager_run`, to be entered after all others."""
        self._observation = observation
        with contextlib.ExitStack() as stack:
            evaluate = self._kept(observation, custom_gradient._eager_mode_decorator)
            stack.enter_context(patched(custom_gradient, "_eager_mode_decorator", evaluate))
            if self._with_ops:
                on_op = self._on_op(observation)
                op_callbacks.add_op_callback(on_op)
                stack.callback(op_callbacks.remove_op_callback, on_op)
            yield

    def _kept(self, observation: Observation, original: Callable[..., Any]) -> Callable[..., Any]:
        def evaluate(f: Callable[..., Any], args: Any, kwargs: Any) -> Any:
            if not observation.listens:
                return original(f, args, kwargs)
            autocast = _autocast_scope()
            result = original(f, args, kwargs)
            with observation.noting():
                node = len(observation.drafts) - 1
                in_graph = self._in_graph or opened_functions.is_inside()
                self._keep(CustomCall(node, f, tuple(args), dict(kwargs), autocast, in_graph))
            return result

        return evaluate

    def _keep(self, call: CustomCall) -> None:
        assert self._observation is not None
        draft = self._observation.drafts[call.node]
        name = getattr(call.function, "__name__", type(call.function).__name__)
        # Where TensorFlow's own recomputation was called, the last op is another one.
        if draft.op_type == "CustomGradient" and draft.detail.get("function") == name:
            self.custom[call.node] = call

    def _on_op(self, observation: Observation) -> Callable[..., None]:
        def on_op(
            op_type: str | bytes,
            inputs: Sequence[Any],
            attrs: Sequence[Any],
            outputs: Sequence[Any],  # noqa: ARG001  TensorFlow passes it
            op_name: str | None = None,  # noqa: ARG001
            graph: Any = None,
        ) -> None:
            if graph is not None or not observation.listens:
                return
            kind = op_type.decode() if isinstance(op_type, bytes) else op_type
            node = len(observation.drafts) - 1
            if node >= 0 and observation.drafts[node].op_type == kind:
                self.ops[node] = OpCall(node, kind, tuple(inputs), tuple(attrs or ()))

        return on_op


def keras_state() -> Any:
    """The module in which Keras keeps its scopes, None where Keras is not loaded."""
    return sys.modules.get("keras.src.backend.common.global_state")


def _autocast_scope() -> Any:
    state = keras_state()
    return state.get_global_attribute(AUTOCAST) if state is not None else None
