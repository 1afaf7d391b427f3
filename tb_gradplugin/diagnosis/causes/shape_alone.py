"""Results of which the loss takes the shape, and not the value."""

from __future__ import annotations

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.causes.facts import lines
from tb_gradplugin.diagnosis.causes.last_use import LastUse, Told
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.schema.findings import Location


def by_shape_alone(use: LastUse) -> Told | None:
    """The loss depends on its shape, though not on its value."""
    program, downstream = use.case.program, use.case.downstream
    if program.loss is None:
        return None
    for node in use.taken:
        of_it = any(downstream.bits[value] & use.group.bits for value in node.inputs)
        if of_it and node.op_type in op_types.VALUE_FREE:
            said: dict[str, str | int] = {"only_shape_used_by": node.op_type}
            behind = _computed_with(use, node)
            if behind is None:
                return Told(node.locations[:1], said, is_slip=True)
            shape = node.locations[0]
            said["shape_read_in"] = shape.place
            return Told(lines([behind, shape]), said, is_slip=True)
    return None


def _computed_with(use: LastUse, shape: Node) -> Location | None:
    """The line of the first op behind a shape that computes floats; None where that reads it."""
    values = use.case.program.values
    known = set(shape.outputs)
    if not all(_only_counts(values[value].dtype) for value in known):
        return None
    behind = (node for node in use.taken if node.index > shape.index)
    for node in behind:
        if known.isdisjoint(node.inputs):
            continue
        if all(_only_counts(values[value].dtype) for value in node.outputs):
            known |= set(node.outputs)
            continue
        around = [(line.file, line.function) for line in shape.locations]
        own = (line for line in node.locations if (line.file, line.function) in around)
        line = next(own, None)
        reading = [(one.file, one.line) for one in shape.locations]
        is_other = line is not None and (line.file, line.line) not in reading
        # A number of rows that is made a float is no more than that.
        return line if is_other and node.op_type != "Cast" else None
    return None


def _only_counts(dtype: str) -> bool:
    return op_types.is_whole(dtype) or dtype == "variant"
