"""Variables of a model that was copied, loaded or built once more, beside those asked about."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.diagnosis.case import Case


def twin(case: Case, places: Sequence[int]) -> int | None:
    """A variable that the loss reads instead, where each has one of its shape and last name.

    Args:
      case: the evaluation.
      places: of variables that it does not touch.

    Returns:
      Its handle; None where one of them has none.
    """
    asked = {one.value for one in case.program.asked}
    others = [
        value for value in case.loss_variables if value not in asked and case.handle_name(value)
    ]
    shapes = _shapes(case, others)
    others_of = [
        next((v for v in others if _is_twin(case, v, shapes.get(v), place)), None)
        for place in places
    ]
    return None if not others_of or None in others_of else others_of[0]


def _is_twin(case: Case, value: int, shape: tuple[int | None, ...] | None, place: int) -> bool:
    one = case.program.asked[place]
    last = case.handle_name(value).rpartition("/")[2]
    return shape == one.shape and last == one.name.rpartition("/")[2]


def _shapes(case: Case, handles: list[int]) -> dict[int, tuple[int | None, ...] | None]:
    """Shapes of what is read from variables, by the handle."""
    wanted = set(handles)
    return {
        node.inputs[0]: case.program.values[node.outputs[0]].shape
        for node in case.program.nodes
        if node.op_type == "ReadVariableOp" and node.inputs[0] in wanted
    }
