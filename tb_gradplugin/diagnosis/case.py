"""One evaluation under diagnosis: the program, and all that is worked out about it once."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence

from tb_gradplugin.diagnosis import op_types, second_order
from tb_gradplugin.diagnosis.carried import Carried, carried
from tb_gradplugin.diagnosis.edges import Edges, edges_of
from tb_gradplugin.diagnosis.program import Asked, Node, Program
from tb_gradplugin.diagnosis.text import left_out
from tb_gradplugin.diagnosis.ways import Ways, ways_from


class Case:
    """What the causes look at.

    Attributes:
      program: one evaluation of a loss.
      untaken: the same loss with the branches and loops that did not run; None where it could
        not be had.
      null: places in `program.asked` of those without gradient.
    """

    def __init__(self, program: Program, untaken: Program | None = None):
        self.program, self.untaken = program, untaken
        self.null = [i for i, asked in enumerate(program.asked) if asked.status == "null"]

    @property
    def any_gradient(self) -> bool:
        """Whether something that was asked about does get a gradient."""
        return len(self.null) < len(self.program.asked)

    @functools.cached_property
    def edges(self) -> Edges:
        """The network of the program."""
        return edges_of(self.program)

    @functools.cached_property
    def ways(self) -> Ways:
        """The network as seen from the loss, which must be a tensor."""
        if self.program.loss is None:
            raise ValueError("The loss must be a tensor. Received: program.loss=None")
        return ways_from(self.program.loss, self.edges)

    @functools.cached_property
    def on_the_way(self) -> list[Node]:
        """The ops that the loss, a tensor, depends on."""
        return [node for node in self.program.nodes if self.ways.depends[node.index]]

    @functools.cached_property
    def lines_on_the_way(self) -> frozenset[tuple[str, int]]:
        """Files and numbers of the lines of these ops."""
        every = (line for node in self.on_the_way for line in node.locations)
        return frozenset((line.file, line.line) for line in every)

    @functools.cached_property
    def lines_run(self) -> left_out.Ran:
        """The lines that are known to have run."""
        return left_out.ran(self.program)

    @functools.cached_property
    def users(self) -> Mapping[int, Sequence[Node]]:
        """The ops that take each value, in the order in which they ran; without the others."""
        found: dict[int, list[Node]] = {}
        for node in self.program.nodes:
            for value in dict.fromkeys(node.inputs):
                found.setdefault(value, []).append(node)
        return found

    def first_user(self, value: int | None) -> Node | None:
        """The first op that takes a value; None without one."""
        return next(iter(self.users.get(value, ())), None) if value is not None else None

    @functools.cached_property
    def names(self) -> dict[int, str]:
        """Names of what was asked about, by the index of the value."""
        return {a.value: a.name for a in self.program.asked if a.value is not None}

    @functools.cached_property
    def differentiated(self) -> frozenset[int]:
        """Ops that tapes inside of the loss made when they differentiated something."""
        return second_order.backward_ops(self.program, self.edges)

    @functools.cached_property
    def piecewise_linear(self) -> dict[int, Node]:
        """Values that are zero because what was differentiated is made of straight pieces."""
        return second_order.piecewise_linear(self.program)

    @functools.cached_property
    def downstream(self) -> Carried:
        """What depends on each asked variable, whether or not the loss does."""
        every = range(len(self.program.asked))
        return carried(self.sources(every), self.edges)

    @functools.cached_property
    def loss_variables(self) -> list[int]:
        """Handles of the variables that the loss reads, whether or not they were asked about."""
        known = {i for i in self.loss_sources if self.program.values[i].origin == "variable"}
        made = {
            value
            for node in self.program.nodes
            if node.op_type == "VarHandleOp" and self.ways.depends[node.index]
            for value in node.outputs
        }
        return sorted(known | made)

    @functools.cached_property
    def loss_sources(self) -> list[int]:
        """Values from outside that the loss depends on, in the order of their index."""
        found = set()
        for node, depends in enumerate(self.ways.depends):
            if depends:
                found |= {
                    edge.value
                    for edge in self.edges.of_node[node]
                    if self.edges.producers[edge.value] is None
                }
        loss = self.program.loss
        if loss is not None and self.edges.producers[loss] is None:
            found.add(loss)
        return sorted(found)

    def sources(self, places: Iterable[int]) -> dict[int, int]:
        """Bits by value, for those of `places` that the evaluation touched."""
        result: dict[int, int] = {}
        for place in places:
            value = self.program.asked[place].value
            if value is not None:
                result[value] = result.get(value, 0) | 1 << place
        return result

    def asked(self, bits: int) -> list[Asked]:
        """Those whose bit is set, in the order of the question."""
        return [asked for place, asked in enumerate(self.program.asked) if bits >> place & 1]

    def bits(self, places: Iterable[int]) -> int:
        """One bit for each place in `program.asked`."""
        result = 0
        for place in places:
            result |= 1 << place
        return result

    def node_of(self, value: int) -> Node | None:
        """The op that made a value or stored a state."""
        index = self.edges.producers[value]
        return None if index is None else self.program.nodes[index]

    def handle_name(self, handle: int) -> str:
        """How the program calls a resource; empty where nothing is known."""
        return self.names.get(handle) or self.program.values[handle].name

    @staticmethod
    def is_integer(asked: Asked) -> bool:
        """Whether its dtype alone rules a gradient out."""
        return asked.dtype != "resource" and not op_types.carries_gradient(asked.dtype)
