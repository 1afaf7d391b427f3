"""GN106."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, called, fact, in_line, it, leave_out, many, names
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    if "handed_back" in finding.evidence:
        return _because_handed_back(finding)
    if "variable" in finding.evidence:
        are = "are tensors" if many(finding) else "is a tensor"
        return f"what was asked about {are}, while the loss reads {_read(finding)}{at(finding)}"
    if several := _several(finding):
        if "array" in finding.evidence:
            return f"{names(several)} hold NumPy arrays since they were assigned these{at(finding)}"
        if "in_loss" in finding.evidence:
            return f"the loss puts tensors into {names(several)} in their place{at(finding)}"
        if finding.certainty == "likely":
            return f"the loss reads the tensors {names(several)} in their place{at(finding)}"
        return f"{names(several)} are tensors since they were assigned new values{at(finding)}"
    tensor = called(finding, "tensor", "its name")
    if "array" in finding.evidence:
        return f"{tensor} holds a NumPy array since it was assigned one{at(finding)}"
    if "in_loss" in finding.evidence:
        return f"the loss puts a tensor into {tensor} in {_owner(finding)} place{at(finding)}"
    if finding.certainty == "likely":
        return f"the loss reads the tensor {tensor} in {_owner(finding)} place{at(finding)}"
    return f"{tensor} is a tensor since it was assigned a new value{at(finding)}"


def _because_handed_back(finding: Finding) -> str:
    is_made = fact(finding, "first_line") == "made"
    made, used = (at(finding), "") if is_made else ("", at(finding))
    watched = f"and no tape watches that{used}"
    if fact(finding, "handed_back") == "own":
        own = "they are" if many(finding) else "it is"
        variable = "variables" if many(finding) else "variable"
        return f"{own} what an assignment gave back{made}, not the {variable}, {watched}"
    read = _several(finding) or [fact(finding, "tensor")]
    place = f"in {_owner(finding)} place"
    if not all(read):
        return f"the loss reads what an assignment gave back{made} {place}, {watched}"
    return f"the loss reads {names(read)} {place}, which an assignment gave back{made}, {watched}"


def _read(finding: Finding) -> str:
    """The variables that the loss reads."""
    return names(fact(finding, "variable").split(", "))


def _several(finding: Finding) -> list[str]:
    """The names, where there is more than one."""
    found = fact(finding, "tensor").split(", ")
    return found if len(found) > 1 else []


def _headline(finding: Finding) -> str:
    name = fact(finding, "tensor")
    if fact(finding, "handed_back") == "own" and name:
        receive = "receives" if name.count(", ") == 0 else "receive"
        return f"{names(name.split(', '))} {receive} no gradient because {_because(finding)}."
    if not name or "asked" not in finding.evidence:
        return ""
    if several := _several(finding):
        return (
            f"The {len(finding.variables)} tensors of {names(several)} receive no gradient because "
            f"these names hold tensors since they were assigned new values{at(finding)}."
        )
    what = f"`{name}` holds tensors" if many(finding) else f"`{name}` is a tensor"
    return (
        f"{_asked(finding, name)} no gradient because {what} since the name was assigned a new "
        f"value{at(finding)}."
    )


def _asked(finding: Finding, name: str) -> str:
    if many(finding):
        return f"The {len(finding.variables)} tensors of `{name}` receive"
    return f"`{name}` receives"


def _owner(finding: Finding) -> str:
    return "its" if len(finding.variables) == 1 else "their"


def _why(finding: Finding) -> str:
    if "handed_back" in finding.evidence:
        return (
            "`assign`, `assign_add` and the like change the variable, and give back another object "
            "that reads its value without any tape taking note of it."
        )
    if "variable" in finding.evidence:
        return (
            "A tensor that was read or computed from a variable is another object, on which a loss "
            "that reads the variable itself does not depend."
        )
    if "computed" in finding.evidence:
        return "A tensor that was computed before the loss holds numbers, not how they came about."
    if "array" in finding.evidence:
        return (
            "To assign an array to the attribute of a variable leaves the variable as it is, and "
            "the layer computes with the array, which no tape knows."
        )
    if "in_loss" in finding.evidence:
        return (
            "An attribute that is given a tensor does not hold the variable any more: what "
            "computes with the attribute computes with that tensor, from the first call on."
        )
    if "from_itself" in finding.evidence:
        return (
            "Assigning a tensor to the attribute of a variable replaces the variable by it; and "
            "one that was computed before the loss holds numbers, not how they came about."
        )
    return (
        "An expression such as `w - rate * gradient` gives a tensor. Assigning it to the name of "
        "a variable replaces the variable by that tensor, which no tape watches."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    name = fact(finding, "tensor") or "w"
    if "handed_back" in finding.evidence:
        where = in_line(finding) if fact(finding, "first_line") == "made" else ""
        return (
            (
                f"Assign{where} without using the result: let the loss read the "
                f"{'variables themselves' if many(finding) else 'variable itself'}, and pass "
                f"{it(finding)} to `tape.gradient`."
            ),
        )
    if "variable" in finding.evidence:
        itself = "themselves" if many(finding) else "itself"
        return (f"Ask for the gradient of {_read(finding)} {itself}.",)
    if "computed" in finding.evidence:
        read = names(fact(finding, "tensor").split(", "))
        return (f"Compute {read} inside of the loss, and not beforehand{in_line(finding)}.",)
    if "in_loss" in finding.evidence:
        return (
            (
                f"Compute the tensor{in_line(finding)} from {it(finding)}, if the loss should "
                f"train {it(finding)}, and keep the result apart from the attribute, or hand it to "
                f"what uses it as an argument."
            ),
            (
                f"If what the tensor is computed from is to be trained instead, "
                f"{leave_out(finding)}."
            ),
        )
    if "from_itself" in finding.evidence:
        return (_compute_where_used(finding),)
    if several := _several(finding):
        return (
            (
                f"Change {names(several)} in place where they are assigned tensors, by "
                f"`assign_sub` or `assign` of each, so that they stay variables."
            ),
        )
    if finding.certainty == "likely":
        return (
            (
                f"Find where `{name}` is assigned a tensor, and change the variable in place "
                f"there: `{name}.assign(...)` or `{name}.assign_sub(...)`."
            ),
        )
    if many(finding):
        return (
            (
                f"Change the variables in place{in_line(finding)}, by `assign_sub` or `assign` "
                f"of each, so that they stay variables."
            ),
        )
    return (
        (
            f"Change the variable in place{in_line(finding)}: `{name}.assign(...)` or "
            f"`{name}.assign_sub(...)`, so that it stays a variable."
        ),
    )


def _compute_where_used(finding: Finding) -> str:
    several = _several(finding)
    read = names(several or [fact(finding, "tensor")])
    are = "variables that they are" if several else "variable that it is"
    tensors, uses = ("tensors", "them") if several else ("tensor", "it")
    return (
        f"Leave {read} the {are}, and compute the {tensors} from {uses} where the loss uses "
        f"{uses}, such as in `call`."
    )


WORDING = Wording(_because, _why, _remedies, headline=_headline)
