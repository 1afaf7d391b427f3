"""The ops at which the gradient ends, though the loss depends on what lies behind them."""

from __future__ import annotations

import dataclasses

from tb_gradplugin.diagnosis import edges as edges_module
from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.carried import Carried, carried
from tb_gradplugin.diagnosis.edges import Edge, Edges
from tb_gradplugin.diagnosis.program import Program
from tb_gradplugin.diagnosis.ways import Ways

ON_THE_WAY = "op"
OF_STATE = "state"
OF_VARIABLE = "variable"
FROM_INSIDE = "inside"


@dataclasses.dataclass
class Cut:
    """An op that is to blame, and the variables behind it.

    Attributes:
      node: index of the op.
      kind: ON_THE_WAY; OF_STATE where the value was stored by the op and is read later;
        OF_VARIABLE where the op reads a variable that cannot have a gradient; FROM_INSIDE where
        the op is a custom gradient whose function uses the value on its own account.
      slots: places of the inputs that get no gradient.
      variables: bits of those behind it.
      frontier: the op nearest to the loss that gets a gradient and does not hand it on; the op
        itself unless only whole numbers, truth values, texts or states lie between.
      only_selects: whether its result only picks or masks what else goes into the loss.
      receives: whether a gradient comes to an output of the op itself.
    """

    node: int
    kind: str
    slots: list[int]
    variables: int
    frontier: int
    only_selects: bool
    receives: bool


@dataclasses.dataclass(frozen=True)
class Cuts:
    """All cuts, and the ways that lead from each towards the loss.

    Attributes:
      found: in the order in which they were come upon, from the loss.
      towards_loss: for each op between a cut and its frontier, the next op on the way there.
    """

    found: list[Cut]
    towards_loss: dict[int, int]


def cuts_of(program: Program, edges: Edges, ways: Ways, behind: Carried) -> Cuts:
    """Finds the ops to blame for what `behind` carries.

    Args:
      program: one evaluation of a loss, whose loss is a tensor.
      edges: its network.
      ways: the network as it is seen from the loss.
      behind: as it is seen from the variables without gradient, up to where a gradient comes.
    """
    search = _Search(program, edges, ways, behind, _by_floats(edges, ways, behind))
    direct: list[tuple[int, Edge]] = []
    selecting: list[tuple[int, Edge]] = []
    for node in range(len(program.nodes) - 1, -1, -1):
        if not ways.depends[node] or not any(ways.receives[v] for v in edges.outputs[node]):
            continue
        for edge in edges.of_node[node]:
            if behind.bits[edge.value] and not ways.receives[edge.value]:
                group = selecting if search.only_selects(node, edge) else direct
                group.append((node, edge))
    search.from_frontier(direct, only_selects=False)
    search.from_frontier(selecting, only_selects=True)
    return Cuts(list(search.found.values()), search.towards_loss)


def _by_floats(edges: Edges, ways: Ways, behind: Carried) -> list[int]:
    """As `behind.bits`, of the ways alone that lead through no whole number, truth or text."""
    sources = {v: bits for v, bits in enumerate(behind.bits) if bits and v not in behind.sources}
    blocked = bytearray(
        receives or op_types.is_whole(dtype)
        for receives, dtype in zip(ways.receives, edges.dtypes, strict=True)
    )
    return carried(sources, edges, within=ways.depends, blocked=blocked).bits


class _Search:
    def __init__(
        self, program: Program, edges: Edges, ways: Ways, behind: Carried, by_floats: list[int]
    ):
        self.program, self.edges, self.ways, self.behind = program, edges, ways, behind
        self.by_floats = by_floats
        self.found: dict[tuple[int, str], Cut] = {}
        self.towards_loss: dict[int, int] = {}
        self._consumers: dict[int, list[int]] | None = None
        self._seen: set[int] = set()
        self._later: list[tuple[int, Edge, int]] = []

    def only_selects(self, node: int, edge: Edge) -> bool:
        """Whether the edge only picks or masks what else goes into the op."""
        if edge.slot < 0 or op_types.carries_gradient(self.edges.dtypes[edge.value]):
            return False
        if any(
            other.slot >= 0 and other.passes and op_types.carries_gradient(self._dtype(other))
            for other in self.edges.of_node[node]
        ):
            return True
        return self.program.nodes[node].op_type == "Cast" and self._is_mask(node, edge)

    def from_frontier(self, frontier: list[tuple[int, Edge]], only_selects: bool) -> None:
        """Walks on through what is no number with a gradient, to the ops that made it from one."""
        waiting: list[tuple[int, int]] = []
        if only_selects:
            for node, edge, first in self._later:
                self._enter(node, edge, first, only_selects, waiting)
        for node, edge in frontier:
            if op_types.carries_gradient(self._dtype(edge)):
                kind = FROM_INSIDE if edge.slot == edges_module.FROM_INSIDE else ON_THE_WAY
                self._blame(node, kind, edge, node, only_selects)
            else:
                self._enter(node, edge, node, only_selects, waiting)
        while waiting:
            value, first = waiting.pop()
            node_index = self.edges.producers[value]
            if node_index is None:
                continue
            kind = OF_STATE if self._is_state(value) else ON_THE_WAY
            for edge in self.edges.of_node[node_index]:
                if not self.behind.bits[edge.value]:
                    continue
                if self._ends_here(edge):
                    inside = edge.slot == edges_module.FROM_INSIDE
                    self._blame(
                        node_index, FROM_INSIDE if inside else kind, edge, first, only_selects
                    )
                else:
                    self._enter(node_index, edge, first, only_selects, waiting)

    def _enter(
        self,
        node: int,
        edge: Edge,
        first: int,
        only_selects: bool,
        waiting: list[tuple[int, int]],
    ) -> None:
        producer = self.edges.producers[edge.value]
        if producer is None:
            self._blame(node, OF_VARIABLE, edge, first, only_selects)
        elif not only_selects and (self._only_tells(producer) or self.only_selects(node, edge)):
            self._later.append((node, edge, first))
        elif edge.value not in self._seen:
            self._seen.add(edge.value)
            if producer != node:
                self.towards_loss.setdefault(producer, node)
            waiting.append((edge.value, first))

    def _blame(self, node: int, kind: str, edge: Edge, frontier: int, only_selects: bool) -> None:
        bits = self.behind.bits[edge.value]
        known = self.found.get((node, kind))
        if known is not None:
            known.variables |= bits
            known.slots.append(edge.slot)
            return
        receives = any(self.ways.receives[value] for value in self.edges.outputs[node])
        self.found[node, kind] = Cut(
            node, kind, [edge.slot], bits, frontier, only_selects, receives
        )

    def _ends_here(self, edge: Edge) -> bool:
        """Whether a gradient that came along an edge would have somewhere to go."""
        dtype = self._dtype(edge)
        # A list or a dataset holds what the value is made of, and may hold no floats; and a
        # whole number that was turned into a float for a while had lost its gradient before.
        is_float = op_types.carries_gradient(dtype) and dtype != "variant"
        return is_float and bool(self.by_floats[edge.value])

    def _dtype(self, edge: Edge) -> str:
        return self.edges.dtypes[edge.value]

    def _only_tells(self, node: int) -> bool:
        """Whether an op tells how many elements there are, or which of them were chosen."""
        op_type = self.program.nodes[node].op_type
        return op_type in op_types.VALUE_FREE or op_type in op_types.PLACES

    def _is_state(self, value: int) -> bool:
        return value >= len(self.program.values)

    def _is_mask(self, node: int, edge: Edge) -> bool:
        if self._dtype(edge) != "bool":
            return False
        if self._consumers is None:
            self._consumers = {}
            for index, inputs in enumerate(self.edges.of_node):
                for one in inputs:
                    self._consumers.setdefault(one.value, []).append(index)
        users = [
            user
            for value in self.program.nodes[node].outputs
            for user in self._consumers.get(value, ())
            if self.ways.depends[user]
        ]
        return bool(users) and all(self.program.nodes[user].op_type == "Mul" for user in users)
