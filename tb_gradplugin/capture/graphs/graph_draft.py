"""A program while it is being made from a graph."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import tensorflow as tf

from tb_gradplugin.capture.graphs.graph_frames import Made
from tb_gradplugin.capture.ops import static_shapes
from tb_gradplugin.diagnosis.program import Node, Region, Reused, Value


class Draft:
    """Nodes, values and regions, in the order of execution.

    Attributes:
      nodes: so far.
      values: so far.
      regions: so far.
      reused: calls of functions that were traced before, so far.
    """

    def __init__(self) -> None:
        """Starts empty."""
        self.nodes: list[Node] = []
        self.values: list[Value] = []
        self.regions: list[Region] = []
        self.reused: list[Reused] = []
        self._outside: dict[int, int] = {}
        self._origins: dict[int, tuple[str, str]] = {}
        # What is known by its id must not be freed, or another tensor could get the id.
        self._kept: list[Any] = []

    def expect(self, tensor: Any, origin: str, name: str) -> None:
        """Says beforehand what a tensor from outside of every graph is."""
        self._origins.setdefault(id(tensor), (origin, name))
        self._kept.append(tensor)

    def outside(self, tensor: Any) -> int:
        """The value of a tensor from outside of every graph."""
        index = self._outside.get(id(tensor))
        if index is None:
            origin, name = self._origins.get(id(tensor), ("tensor", ""))
            index = self._outside[id(tensor)] = self.value(tensor, None, origin, name)
            self._kept.append(tensor)
        return index

    def outside_if_used(self, tensor: Any) -> int | None:
        """The value of a tensor from outside; None where no op has used it."""
        return self._outside.get(id(tensor))

    def value(self, tensor: Any, node: int | None, origin: str = "", name: str = "") -> int:
        """A new value with the dtype and shape of a tensor."""
        index = len(self.values)
        dtype = tensor.dtype.base_dtype.name
        self.values.append(Value(index, dtype, static_shapes.of(tensor), node, origin, name))
        return index

    def node(
        self,
        op_type: str,
        op_name: str,
        inputs: Sequence[int],
        outputs: Sequence[tf.Tensor],
        passes: tuple[bool, ...] | None,
        made: Made,
        layer: str | None,
        regions: tuple[int, ...],
        detail: Mapping[str, Any],
    ) -> Node:
        """A new node, and new values for its outputs."""
        index = len(self.nodes)
        node = Node(
            index=index,
            op_type=op_type,
            op_name=op_name,
            inputs=tuple(inputs),
            outputs=tuple(self.value(output, index) for output in outputs),
            passes=passes,
            locations=made.locations,
            hidden_frames=made.hidden_frames,
            layer=layer,
            regions=regions,
            detail=detail,
        )
        self.nodes.append(node)
        return node

    def change(self, index: int, **changes: Any) -> None:
        """Changes a node."""
        self.nodes[index] = dataclasses.replace(self.nodes[index], **changes)

    def region(self, kind: str, branch: str, made: Made) -> int:
        """A new region. Whether it runs, a graph does not tell."""
        self.regions.append(Region(kind, branch, None, made.locations))
        return len(self.regions) - 1
