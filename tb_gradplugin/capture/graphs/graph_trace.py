"""From a traced loss to our own model of it: one sweep over the graph, for all variables."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import tensorflow as tf
from tensorflow.python.eager.polymorphic_function import autograph_util
from tensorflow.python.framework import func_graph, ops

from tb_gradplugin.capture.graphs import graph_functions, graph_layers
from tb_gradplugin.capture.graphs.graph_draft import Draft
from tb_gradplugin.capture.graphs.graph_frames import Made, Tracebacks
from tb_gradplugin.capture.graphs.graph_walk import GraphWalk
from tb_gradplugin.capture.observing import asked as asked_about
from tb_gradplugin.capture.observing import live_variables
from tb_gradplugin.capture.ops import probes
from tb_gradplugin.capture.sources import frames
from tb_gradplugin.capture.unread_variables import untouched
from tb_gradplugin.diagnosis.inner_tape import InnerTape
from tb_gradplugin.diagnosis.program import Asked, Program


class Traced(NamedTuple):
    """A loss function, traced.

    Attributes:
      graph: its ops.
      output: what it returned, of whatever kind.
    """

    graph: func_graph.FuncGraph
    output: Any


class TapeCall(NamedTuple):
    """A call of `tape.gradient` while the loss was traced.

    Attributes:
      targets: what was differentiated.
      sources: by what.
      results: what it gave, a None for a None.
    """

    targets: Sequence[Any]
    sources: Sequence[Any]
    results: Sequence[Any]


@frames.boundary
def trace(loss_fn: Callable[[], Any]) -> Traced | None:
    """Traces a loss function, as `tf.function` does. Nothing is computed.

    The Python code in it runs once, with what it does beside TensorFlow: keeping generators of
    random numbers and other Python state is the business of the caller.

    Args:
      loss_fn: function without arguments.

    Returns:
      The trace; None where it makes a variable, whose creation cannot be traced without making it.

    Raises:
      Exception: whatever `loss_fn` raises when it is traced.
    """
    graph = func_graph.FuncGraph("gradient_health_loss")
    converted = autograph_util.py_func_from_autograph(loss_fn)
    try:
        with graph.as_default(), tf.variable_creator_scope(_refuse_variable):
            output = converted()
    except _VariableMade:
        return None
    return Traced(graph, output)


def program_of_graph(
    loss: tf.Tensor | Sequence[tf.Tensor],
    variables: Sequence[Any],
    statuses: Sequence[str],
    *,
    ops_before_gradient: int | None = None,
    layers: Iterable[str] = (),
    metrics: Mapping[int, str] | None = None,
    tape_calls: Iterable[TapeCall] = (),
    within: Callable[..., Any] | None = None,
    origin: untouched.Origin | None = None,
) -> Program:
    """Reads the program off the graph that a loss is in.

    Args:
      loss: tensor of a finished `FuncGraph`, or of one that is being traced. Of several,
        TensorFlow differentiates the sum.
      variables: what was asked about: `tf.Variable`, Keras variables or tensors.
      statuses: of each, as `Asked.status`.
      ops_before_gradient: how many ops the graph had when the gradient was asked for; those after
        are not of the loss. None: all ops but those that TensorFlow made for a gradient after it.
      layers: Keras paths of layers beside those that own the variables.
      metrics: names of Keras metrics, by the id of the handle of a variable of theirs.
      tape_calls: what was asked of tapes inside of the loss.
      within: function that calls what is explained: lines around it are not given.
      origin: where lines of the program are looked for that name what no op has read.

    Returns:
      The program. Whether a branch or a loop runs, and what was computed, is not known in it.
    """
    losses = [loss] if isinstance(loss, tf.Tensor) else list(loss)
    loss = losses[-1]
    draft = Draft()
    owners = [
        each.layer for each in asked_about.described(variables, statuses, [None] * len(statuses))
    ]
    scopes = graph_layers.LayerScopes([*filter(None, owners), *layers])
    walk = GraphWalk(draft, scopes, metrics or {}, Tracebacks(within))
    _expect(draft, loss.graph, variables)

    known: dict[int, int] = {}
    for graph in [*graph_functions.outer_graphs(loss.graph), loss.graph]:
        bound = {id(inner): known[id(x)] for x, inner in graph.captures if id(x) in known}
        is_wanted = _wanted_ops(loss, ops_before_gradient) if graph is loss.graph else None
        known.update(walk.add(graph, bound, is_wanted=is_wanted))
    made = walk.tracebacks.of(loss.op)
    values = [_value_of(draft, known, variable) for variable in variables]
    asked = asked_about.described(variables, statuses, values)
    told = untouched.Told(asked, set())
    if origin is not None:
        told = untouched.told(
            asked,
            variables,
            origin,
            lambda each: _value_of(draft, known, each),
            ran=lambda: {(x.file, x.line) for node in draft.nodes for x in node.locations},
            in_layers=lambda: {x for node in draft.nodes if node.layer for x in node.inputs},
        )
        for value in told.of_data:
            draft.values[value] = dataclasses.replace(draft.values[value], of_data=True)
    index = _sum(draft, [known[id(each)] for each in losses], losses, made)
    return Program(
        nodes=draft.nodes,
        values=draft.values,
        loss=index,
        loss_kind="tensor",
        loss_locations=made.locations,
        asked=told.asked,
        lengths=told.lengths,
        name_filter=told.name_filter,
        regions=draft.regions,
        reused=draft.reused,
        inner_tapes=[tape for call in tape_calls for tape in _inner_tape(known, draft, call)],
        is_graph=True,
        tape_sees_path=not _reaches_null(draft, index, asked),
    )


class _VariableMade(Exception):
    """The traced function makes a variable."""


def _refuse_variable(_: Any, **__: Any) -> Any:
    raise _VariableMade


def _wanted_ops(loss: tf.Tensor, count: int | None) -> Callable[[tf.Operation], bool]:
    operations = loss.graph.get_operations()
    if count is not None:
        before = set(map(id, operations[:count]))
        return lambda op: id(op) in before
    until = set(map(id, operations[: operations.index(loss.op) + 1]))
    return lambda op: id(op) in until or "gradient_tape/" not in op.name


def _sum(draft: Draft, values: list[int], losses: Sequence[tf.Tensor], made: Made) -> int:
    if len(values) == 1:
        return values[0]
    passes = tuple(probes.carries_gradient(each.dtype) for each in losses)
    return draft.node("AddN", "", values, losses[:1], passes, made, None, (), {}).outputs[0]


def _expect(draft: Draft, graph: Any, variables: Sequence[Any]) -> None:
    names = asked_about.names(variables)
    for variable, name in zip(variables, names, strict=True):
        for handle in handles_of(variable):
            draft.expect(handle, "variable", name)
        if isinstance(variable, tf.Tensor):
            draft.expect(variable, "tensor", name)
    for each in [*graph_functions.outer_graphs(graph), graph]:
        for variable in _variables_of(each):
            for handle in handles_of(variable):
                draft.expect(handle, "variable", live_variables.name(variable))


def _variables_of(graph: func_graph.FuncGraph) -> list[Any]:
    # Those of a graph that is still growing are kept apart from those of a finished one.
    found = list(getattr(graph, "_watched_variables", ()))
    with contextlib.suppress(AssertionError):  # one of them has been freed
        found.extend(graph.variables)
    return found


def handles_of(variable: Any) -> list[Any]:
    """The eager handles of a variable, one for each replica; empty for a tensor."""
    held = getattr(variable, "_value", None)  # by a Keras variable
    variable = variable if held is None else held
    if isinstance(variable, tf.distribute.DistributedValues):
        return [handle for part in variable.values for handle in handles_of(part)]
    if not isinstance(variable, tf.Variable):
        return []
    handle = getattr(variable, "handle", None)
    return [handle] if isinstance(handle, ops.EagerTensor) else []


def _value_of(draft: Draft, known: Mapping[int, int], thing: Any) -> int | None:
    """The value of a variable or tensor; None where no op has used it."""
    for each in (thing, getattr(thing, "values", None), *handles_of(thing)):
        index = known.get(id(each))
        index = draft.outside_if_used(each) if index is None else index
        if index is not None:
            return index
    return None


def _inner_tape(known: dict[int, int], draft: Draft, call: TapeCall) -> list[InnerTape]:
    targets = [_value_of(draft, known, each) for each in call.targets]
    sources = [_value_of(draft, known, each) for each in call.sources]
    results = [_value_of(draft, known, each) for each in call.results]
    found = [
        (source, result)
        for source, result in zip(sources, results, strict=True)
        if source is not None
    ]
    target = tuple(each for each in targets if each is not None)
    if not target or not found:
        return []
    producer = draft.values[target[0]].node
    locations = draft.nodes[producer].locations if producer is not None else ()
    return [InnerTape(target, tuple(s for s, _ in found), tuple(r for _, r in found), locations)]


def _reaches_null(draft: Draft, loss: int, asked: Sequence[Asked]) -> bool:
    """Whether a gradient would come to a variable that has none."""
    wanted = {each.value for each in asked if each.status == "null" and each.value is not None}
    reached, waiting = {loss}, [loss]
    while waiting and wanted:
        value = waiting.pop()
        if value in wanted:
            return True
        producer = draft.values[value].node
        if producer is None:
            continue
        node = draft.nodes[producer]
        for source, passes in zip(node.inputs, node.passes or (), strict=False):
            if passes and source not in reached:
                reached.add(source)
                waiting.append(source)
    return False
