"""Variables of a model that was copied, loaded or built once more, beside those asked about."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.diagnosis.case import Case


def twins(case: Case, places: Sequence[int]) -> list[int]:
    """Variables that the loss reads instead, where each has one of its shape and last name.

    Args:
      case: the evaluation.
      places: of variables that it does not touch.

    Returns:
      Their handles; none where one of them has none.
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
    found = [value for value in others_of if value is not None]
    return found if len(found) == len(others_of) else []


def _is_twin(case: Case, value: int, shape: tuple[int | None, ...] | None, place: int) -> bool:
    one = case.program.asked[place]
    last = case.handle_name(value).rpartition("/")[2]
    # Of several with one name, those after the first have a number that is not theirs.
    base, _, number = one.name.rpartition("_")
    is_numbered = number.isdigit() and base in {other.name for other in case.program.asked}
    name = base if is_numbered else one.name
    return (
        shape is not None
        and len(shape) == len(one.shape)
        and all(known in (None, own) for known, own in zip(shape, one.shape, strict=True))
        and last == name.rpartition("/")[2]
    )


def _shapes(case: Case, handles: list[int]) -> dict[int, tuple[int | None, ...] | None]:
    """Shapes of what is read from variables, by the handle; rows tell all but their number."""
    wanted, found = set(handles), {}
    for node in case.program.nodes:
        if not node.inputs or node.inputs[0] not in wanted:
            continue
        if node.op_type == "ReadVariableOp":
            found[node.inputs[0]] = case.program.values[node.outputs[0]].shape
        elif node.op_type == "ResourceGather":
            rows = case.program.values[node.outputs[0]].shape
            picked = case.program.values[node.inputs[1]].shape
            if rows is not None and picked is not None:
                found.setdefault(node.inputs[0], (None, *rows[len(picked) :]))
    return found
