"""Results that are a changed form of an input, where the loss goes on from that as it was."""

from __future__ import annotations

from tb_gradplugin.diagnosis.causes.facts import lines
from tb_gradplugin.diagnosis.causes.last_use import LastUse, Told
from tb_gradplugin.diagnosis.text import changed_inputs
from tb_gradplugin.schema.findings import Location


def by_input_as_it_was(use: LastUse) -> Told | None:
    """A step behind it takes its input, and its result would fit there."""
    changed = changed_inputs.found(use.last, use.taken)
    if changed is None or not _fits(use, changed.line):
        return None
    said = {"changed_form": changed.name, "changed_from": changed.input_name}
    return Told(lines((changed.line, changed.made), use.where), said, is_slip=True)


def _fits(use: LastUse, line: Location) -> bool:
    """Whether what a line takes from elsewhere has the shape and dtype of the lost result."""
    values = use.case.program.values
    own = [node for node in use.taken if line in node.locations and node.index > use.last.index]
    made = {value for node in own for value in node.outputs}
    taken = {value for node in own for value in node.inputs} - made
    forms = {(values[one].dtype, values[one].shape) for one in taken}
    return any((values[one].dtype, values[one].shape) in forms for one in use.last.outputs)
