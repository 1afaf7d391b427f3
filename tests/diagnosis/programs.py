"""A builder of programs by hand, with what TensorFlow says of the gradients of common ops."""

import dataclasses
import pathlib
from collections.abc import Sequence
from typing import Any

from tb_gradplugin.diagnosis.diagnose import null_findings
from tb_gradplugin.diagnosis.program import (
    Asked,
    Departure,
    InnerTape,
    Node,
    Program,
    Region,
    Value,
)
from tb_gradplugin.schema.findings import Finding, Location

_NO_GRADIENT = frozenset(
    {
        *("StopGradient", "Round", "Floor", "ArgMax", "Greater", "Less", "Equal", "PyFunc"),
        *("Multinomial", "RandomUniform", "Shape", "ZerosLike", "ResizeBilinearGrad", "AsString"),
        *("AssignVariableOp", "AssignAddVariableOp", "VarHandleOp", "MakeIterator"),
    }
)
FLOAT = "float32"


def line(number: int, source: str = "") -> tuple[Location, ...]:
    """A line of train.py."""
    return (Location("train.py", number, "loss_fn", source),)


class Builder:
    """Ops in the order in which they are called; each gives the index of its (first) output."""

    def __init__(self, **kept: Any):
        self.nodes: list[Node] = []
        self.values: list[Value] = []
        self.asked: list[Asked] = []
        self.departures: list[Departure] = []
        self.inner_tapes: list[InnerTape] = []
        self.regions: list[Region] = []
        self.kept = kept
        self._asking: list[dict[str, Any]] = []

    def value(self, dtype=FLOAT, shape=(3,), node=None, origin="", name="") -> int:
        self.values.append(Value(len(self.values), dtype, shape, node, origin, name))
        return len(self.values) - 1

    def constant(self, dtype=FLOAT, shape=()) -> int:
        return self.value(dtype, shape, None, "constant")

    def outside(self, name="", dtype=FLOAT, shape=(3,), of_data=False) -> int:
        made = self.value(dtype, shape, None, "tensor", name)
        self.values[made] = dataclasses.replace(self.values[made], of_data=of_data)
        return made

    def variable(self, name: str, ask=True, **asked: Any) -> int:
        """Its handle; asked about by default."""
        handle = self.value("resource", (), None, "variable", name)
        if ask:
            self.ask(name, handle, **asked)
        return handle

    def ask(self, name: str, value: int | None, **asked: Any) -> None:
        self._asking.append({"name": name, "value": value, **asked})

    def read(self, handle: int, at: int = 0, dtype=FLOAT) -> int:
        return self.op("ReadVariableOp", handle, at=at, dtype=dtype)

    def weight(self, name: str, at: int = 0, **asked: Any) -> int:
        """The value of a new variable, read."""
        return self.read(self.variable(name, **asked), at, asked.get("dtype", FLOAT))

    def op(
        self,
        op_type: str,
        *inputs: int,
        at: int = 0,
        source: str = "",
        dtype: str = FLOAT,
        passes: Sequence[bool] | str | None = "",
        outputs: Sequence[str] | None = None,
        regions: tuple[int, ...] = (),
        layer: str | None = None,
        hidden: int = 0,
        **detail: Any,
    ) -> int:
        index = len(self.nodes)
        if passes == "":
            floating = dtype.startswith(("float", "variant")) and op_type not in _NO_GRADIENT
            passes = tuple(
                floating and (self.values[i].dtype.startswith(("float", "resource", "variant")))
                for i in inputs
            )
        made = [self.value(one, node=index) for one in (outputs or (dtype,))]
        where = line(at, source) if at else ()
        self.nodes.append(
            Node(
                index,
                op_type,
                detail.pop("op_name", ""),
                inputs,
                tuple(made),
                passes,
                where,
                hidden,
                layer,
                regions,
                detail,
            )
        )
        return made[0]

    def assign(self, handle: int, value: int, op_type="AssignVariableOp", **how: Any) -> None:
        self.op(op_type, handle, value, passes=(False, False), outputs=("resource",), **how)

    def cast(self, value: int, dtype: str, at: int = 0) -> int:
        return self.op("Cast", value, dtype=dtype, at=at, to=dtype)

    def program(self, loss: int | None, ok: Sequence[str] = (), **kept: Any) -> Program:
        """With status "null" for all that was asked about but for those named in `ok`."""
        asked = [
            Asked(
                name=one["name"],
                kind=one.get("kind", "variable"),
                value=one["value"],
                dtype=one.get("dtype", FLOAT),
                shape=one.get("shape", (3,)),
                trainable=one.get("trainable", True),
                status="ok" if one["name"] in ok else "null",
                layer=one.get("layer"),
                is_frozen=one.get("is_frozen", False),
                condition=one.get("condition"),
                kept=one.get("kept"),
                made=one.get("made"),
                made_name=one.get("made_name", ""),
                may_be_made=one.get("may_be_made", ()),
            )
            for one in self._asking
        ]
        kept = {"loss_kind": "tensor", "loss_locations": line(99), **self.kept, **kept}
        return Program(
            self.nodes,
            self.values,
            loss,
            asked=asked,
            departures=self.departures,
            inner_tapes=self.inner_tapes,
            regions=self.regions,
            **kept,
        )

    def findings(self, loss: int | None, ok: Sequence[str] = (), **kept: Any) -> list[Finding]:
        return null_findings(self.program(loss, ok, **kept))

    def finding(self, loss: int | None, ok: Sequence[str] = (), **kept: Any) -> Finding:
        """The only finding."""
        found = self.findings(loss, ok, **kept)
        assert len(found) == 1, [(f.code, f.op_type, f.variables) for f in found]
        return found[0]


def block_with(tmp_path: pathlib.Path, body: str) -> tuple[Node, str]:
    """The op of `x = tanh(y)` in a function `block(y, n)`, which goes on so, and its file."""
    path = tmp_path / "program.py"
    path.write_text(f"def block(y, n):\n    x = tanh(y)\n{body}\n")
    made = Location(str(path), 2, "block", "")
    return Node(0, "Tanh", "", (0,), (1,), (True,), (made,)), str(path)


def numbers(finding: Finding) -> list[int]:
    """The lines of a finding."""
    return [location.line for location in finding.locations]


def way(finding: Finding) -> list[str]:
    """The path as op types, the cut in capitals."""
    return [step.op_type.upper() if step.is_cut else step.op_type for step in finding.path]


def same_but(program: Program, **changed: Any) -> Program:
    return dataclasses.replace(program, **changed)
