"""A builder of measured evaluations by hand: what each value holds, and the gradient at it."""

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np

from tb_gradplugin.diagnosis.flow_diagnose import sick_findings
from tb_gradplugin.diagnosis.flows.flow import Flow, Numbers
from tb_gradplugin.schema.findings import Finding
from tests.diagnosis.programs import FLOAT, Builder


def numbers_of(array: Any) -> Numbers:
    """What is measured of a tensor that holds these numbers."""
    values = np.asarray(array, np.float64)
    finite = values[np.isfinite(values)]
    sizes = np.abs(finite)
    return Numbers(
        elements=values.size,
        norm=float(np.linalg.norm(finite)),
        max_abs=float(sizes.max(initial=0)),
        min_abs_nonzero=float(sizes[sizes > 0].min()) if sizes.any() else 0.0,
        zero_share=float((values == 0).mean()) if values.size else 0.0,
        nan_count=int(np.isnan(values).sum()),
        inf_count=int(np.isinf(values).sum()),
        min=float(finite.min()) if finite.size else 0.0,
        max=float(finite.max()) if finite.size else 0.0,
    )


class FlowBuilder(Builder):
    """Ops with numbers: `y` is what the result holds, `g` the gradient at it."""

    def __init__(self, **kept: Any):
        super().__init__(**kept)
        self.forward: dict[int, Numbers] = {}
        self.gradient: dict[int, Numbers] = {}
        self.details: dict[int, dict[str, Any]] = {}

    def holds(self, value: int, y: Any = None, g: Any = None) -> int:
        """Sets the numbers of a value; gives the value back."""
        if y is not None:
            self.forward[value] = numbers_of(y)
            shape = np.shape(y)
            self.values[value] = dataclasses.replace(self.values[value], shape=shape)
        if g is not None:
            self.gradient[value] = numbers_of(g)
        return value

    def tensor(self, y: Any, name: str = "", constant: bool = False) -> int:
        """Data from outside, or a number of the program."""
        return self.holds(self.constant() if constant else self.outside(name), y)

    def weights(self, name: str, y: Any, g: Any, at: int = 0, **asked: Any) -> int:
        """The value of a new variable, read: gradient `g` at both."""
        handle = self.variable(name, shape=np.shape(y), **asked)
        self.holds(handle, None, g)
        self.forward[handle] = numbers_of(y)
        return self.holds(self.read(handle, at, asked.get("dtype", FLOAT)), y, g)

    def does(self, op_type: str, *inputs: int, y: Any, g: Any = None, **how: Any) -> int:
        """An op; `facts` among `how` are the details of it."""
        facts = how.pop("facts", None)
        value = self.op(op_type, *inputs, **how)
        if facts:
            self.details[len(self.nodes) - 1] = facts
        return self.holds(value, y, g)

    def flow(self, loss: int, statuses: Mapping[str, str]) -> Flow:
        """With the status of each variable; "ok" for those not named."""
        program = self.program(loss)
        asked = [
            dataclasses.replace(one, status=statuses.get(one.name, "ok")) for one in program.asked
        ]
        program = dataclasses.replace(program, asked=asked)
        return Flow(program, self.forward, self.gradient, self.details)

    def sick(self, loss: int, **statuses: str) -> list[Finding]:
        """The findings."""
        return sick_findings(self.flow(loss, statuses))

    def one(self, loss: int, **statuses: str) -> Finding:
        """The only finding."""
        found = self.sick(loss, **statuses)
        assert len(found) == 1, [(f.code, f.op_type, f.variables) for f in found]
        return found[0]
