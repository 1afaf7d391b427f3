"""Lays the ops of a graph, and of the functions that it calls, out flat in our own model."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import tensorflow as tf
from tensorflow.python.framework.func_graph import FuncGraph

from tb_gradplugin.capture.graphs import graph_custom_gradients, graph_functions, reused_functions
from tb_gradplugin.capture.graphs.graph_draft import Draft
from tb_gradplugin.capture.graphs.graph_frames import CallSite, Made, Tracebacks
from tb_gradplugin.capture.graphs.graph_layers import LayerScopes
from tb_gradplugin.capture.ops import probes, python_calls

_IGNORED = -1
"""In place of a value that TensorFlow added to a loop or a branch for the sake of its gradient."""

_Values = dict[int, int]
"""Index of the value by the id of the tensor, in one call of one graph."""


@dataclasses.dataclass
class GraphWalk:
    """Adds graphs to a draft.

    Attributes:
      draft: what is added to.
      layers: the Keras layers that ops may belong to.
      metrics: names of Keras metrics, by the id of the handle of a variable of theirs.
      tracebacks: reads where ops were made.
    """

    draft: Draft
    layers: LayerScopes
    metrics: Mapping[int, str]
    tracebacks: Tracebacks

    def add(
        self,
        graph: FuncGraph,
        bound: Mapping[int, int],
        regions: tuple[int, ...] = (),
        site: CallSite | None = None,
        is_wanted: Callable[[tf.Operation], bool] | None = None,
    ) -> _Values:
        """Adds the ops of one call of a graph.

        Args:
          graph: a graph, finished or still growing.
          bound: what its placeholders stand for: values by the id of the tensor.
          regions: where the call lies.
          site: the call; None where it is the first one, or there is none.
          is_wanted: which ops to add; None for all.

        Returns:
          The value of each of its tensors, by the id of the tensor.
        """
        call = _Call(self, graph, dict(bound), regions, site)
        operations = graph.get_operations()
        first_nodes: list[int] = []
        for place, op in enumerate(operations):
            first_nodes.append(len(self.draft.nodes))
            if is_wanted is not None and not is_wanted(op):
                continue
            custom = graph_custom_gradients.of_op(op)
            if custom is None or custom.is_opened:
                call.add(op, custom.results if custom else None)
                continue
            node = call.add_custom_gradient(op, custom)
            inside = graph_custom_gradients.number_of_ops_inside(op, operations[:place])
            for index in range(first_nodes[place - inside], node):
                known = self.draft.nodes[index].detail
                if "inside_custom_gradient" not in known:
                    self.draft.change(index, detail={**known, "inside_custom_gradient": node})
        return call.values


class _Call:
    """One call of one graph."""

    def __init__(
        self,
        walk: GraphWalk,
        graph: FuncGraph,
        values: _Values,
        regions: tuple[int, ...],
        site: CallSite | None,
    ) -> None:
        self.values = values
        self._walk, self._draft, self._graph = walk, walk.draft, graph
        self._regions, self._site = regions, site
        self._captured = {id(inner): outer for outer, inner in graph.captures}

    def add(self, op: tf.Operation, results: int | None = None) -> None:
        """Adds an op that is no custom gradient, or only the first `results` results of it."""
        inputs = op.inputs
        if op.type in ("Placeholder", "Const"):
            for output in op.outputs:
                self._value(output)
        elif not inputs and not op.outputs:
            return
        elif any(self.values.get(id(tensor)) == _IGNORED for tensor in inputs):
            self.values.update((id(output), _IGNORED) for output in op.outputs)
        elif op.type == "Identity" and inputs[0].dtype == tf.resource:
            self.values[id(op.outputs[0])] = self._value(inputs[0])
        elif op.type == "OptionalFromValue" and self._regions:
            self.values[id(op.outputs[0])] = _IGNORED
        elif op.type in graph_functions.CALLS:
            self._add_call(op)
        elif op.type in graph_functions.CONDS or op.type in graph_functions.CASES:
            self._add_branches(op)
        elif op.type in graph_functions.LOOPS:
            self._add_loop(op)
        else:
            self._add_plain(op, results)

    def add_custom_gradient(
        self, op: tf.Operation, custom: graph_custom_gradients.CustomGradient
    ) -> int:
        """Adds a custom gradient as one node, and gives its index."""
        count = custom.results
        inputs = [self._value(tensor) for tensor in op.inputs[count:]]
        for place in range(len(inputs) - custom.variables, len(inputs)):
            reading = op.inputs[count + place].op
            if reading.inputs and reading.inputs[0].dtype == tf.resource:
                inputs[place] = self._value(reading.inputs[0])
        passes = probes.of_graph_op(op)
        detail = {
            "function": custom.function,
            "definition": custom.definition,
            "returned": custom.returned,
        }
        return self._new(
            op,
            "CustomGradient",
            inputs,
            op.outputs[:count],
            passes[count:] if passes is not None else None,
            {key: value for key, value in detail.items() if value},
        )

    def _add_plain(self, op: tf.Operation, results: int | None) -> None:
        if results is not None:
            inputs, outputs = op.inputs[:results], op.outputs[:results]
            passes: tuple[bool, ...] | None = tuple(map(_carries, inputs))
        else:
            inputs, outputs, passes = op.inputs, op.outputs, probes.of_graph_op(op)
        detail: dict[str, Any] = {}
        if op.type == "Cast":
            detail["to"] = op.outputs[0].dtype.name
        elif op.type in python_calls.OP_TYPES:
            name = python_calls.function_name(op.get_attr("token"))
            if name:
                detail["function"] = name
        self._new(op, op.type, [self._value(tensor) for tensor in inputs], outputs, passes, detail)

    def _add_call(self, op: tf.Operation) -> None:
        graph = graph_functions.called(op, "f")
        if graph is None:
            self._add_plain(op, None)
            return
        made = self._made(op)
        reused = reused_functions.of_call(op, graph, made, self._walk.tracebacks.of)
        if reused is not None:
            self._draft.reused.append(reused)
        site = CallSite(graph.name, () if made.is_outside else made.locations)
        results = self._added(graph, op.inputs, self._regions, site)
        # The function may have been given more results since, for the gradient of another call.
        for output, result in zip(op.outputs, results, strict=False):
            self.values[id(output)] = result

    def _add_branches(self, op: tf.Operation) -> None:
        branches = graph_functions.branches(op)
        kind = "cond" if op.type in graph_functions.CONDS else "case"
        made, selector = self._made(op), self._value(op.inputs[0])
        results = []
        for name, graph in branches:
            if graph is None:
                self._add_plain(op, None)
                return
            region = self._draft.region(kind, name, made)
            regions = (*self._regions, region)
            results.append(self._added(graph, op.inputs[1:], regions, self._site))
        for place, output in enumerate(op.outputs):
            joined = [each[place] for each in results]
            if _IGNORED in joined:
                self.values[id(output)] = _IGNORED
                continue
            passes = (*[_carries(output)] * len(joined), False)
            self._new(op, "Merge", [*joined, selector], [output], passes, {"of": op.type})

    def _add_loop(self, op: tf.Operation) -> None:
        body, condition = graph_functions.called(op, "body"), graph_functions.called(op, "cond")
        if body is None or condition is None:
            self._add_plain(op, None)
            return
        inputs = [self._value(tensor) for tensor in op.inputs]
        inputs[graph_functions.original_outputs(op) :] = [_IGNORED] * (
            len(inputs) - graph_functions.original_outputs(op)
        )
        merges: dict[int, int] = {}
        for place, (inner, outer) in enumerate(zip(body.inputs, body.outputs, strict=True)):
            if inner is outer or inputs[place] == _IGNORED:
                continue
            passes = (_carries(op.outputs[place]),) * 2
            first = inputs[place]
            detail = {"of": op.type}
            merges[place] = self._new(
                op, "Merge", [first, first], [op.outputs[place]], passes, detail
            )
            inputs[place] = self.values[id(op.outputs[place])]
        regions = (*self._regions, self._draft.region("while", "body", self._made(op)))
        for graph in (condition, body):
            bound = dict(zip(map(id, graph.inputs), inputs, strict=True))
            added = self._walk.add(graph, bound, regions, self._site)
        for place, node in merges.items():
            again = added[id(body.outputs[place])]
            if again != _IGNORED:
                self._draft.change(node, inputs=(self._draft.nodes[node].inputs[0], again))
        for output, result in zip(op.outputs, inputs, strict=True):
            self.values[id(output)] = result

    def _added(
        self,
        graph: FuncGraph,
        arguments: Iterable[tf.Tensor],
        regions: tuple[int, ...],
        site: CallSite | None,
    ) -> list[int]:
        given = [self._value(tensor) for tensor in arguments]
        bound = dict(zip(map(id, graph.inputs), given, strict=True))
        added = self._walk.add(graph, bound, regions, site)
        return [added[id(output)] for output in graph.outputs]

    def _new(
        self,
        op: tf.Operation,
        op_type: str,
        inputs: Sequence[int],
        outputs: Sequence[tf.Tensor],
        passes: tuple[bool, ...] | None,
        detail: dict[str, Any],
    ) -> int:
        made = self._made(op)
        if made.call:
            detail["call"] = made.call
        if made.in_metric:
            detail["metric"] = self._metric(op)
        layer = self._walk.layers.layer_of(op.name)
        node = self._draft.node(
            op_type, op.name, inputs, outputs, passes, made, layer, self._regions, detail
        )
        for output, value in zip(outputs, node.outputs, strict=True):
            self.values[id(output)] = value
        return node.index

    def _value(self, tensor: tf.Tensor) -> int:
        index = self.values.get(id(tensor))
        if index is None:
            outer = self._captured.get(id(tensor))
            if outer is not None and not hasattr(outer, "op"):
                index = self._draft.outside(outer)
            else:
                origin = "constant" if tensor.op.type == "Const" else "unknown"
                index = self._draft.value(tensor, None, origin, tensor.op.name)
            self.values[id(tensor)] = index
        return index

    def _made(self, op: tf.Operation) -> Made:
        made = self._walk.tracebacks.of(op)
        return self._site.moved(made) if self._site is not None else made

    def _metric(self, op: tf.Operation) -> str:
        outside = (self._captured.get(id(tensor)) for tensor in op.inputs)
        return next(filter(None, (self._walk.metrics.get(id(x)) for x in outside)), "metric")


def _carries(tensor: tf.Tensor) -> bool:
    return probes.carries_gradient(tensor.dtype)
