"""Of a result that a function of the program is given and never reads."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import fact, in_line, names, op
from tb_gradplugin.schema.findings import Finding


def ignored(finding: Finding, where: str) -> str:
    """Where the result is given to a function, and what that reads.

    Args:
      finding: with an "argument" as evidence.
      where: the first line, as a phrase; empty without any.
    """
    name, function = fact(finding, "argument"), fact(finding, "argument_of")
    renamed = _renamed(finding)
    if "given_in" in finding.evidence:
        given = fact(finding, "given_in")
        in_it = f"and nothing in `{function}` reads `{name}`"
        if "parts_read" in finding.evidence:
            read = names(fact(finding, "parts_read").split(", "))
            in_it = f"and nothing in `{function}` reads more of it than {read}"
        if "ignored_in_others" in finding.evidence:
            others = names(fact(finding, "ignored_in_others").split(", "))
            in_it += f", nor in {others}, given it as well"
        if as_well := _as_well(finding):
            in_it += f", nor {names(as_well)}, which it is given as well"
        return (
            f"the result of {op(fact(finding, 'last_op'))} in "
            f"{fact(finding, 'computed_in')} is given to `{function}` as `{name}` in "
            f"{given}, {f'and {renamed}' if renamed else f'{in_it}.'}"
        )
    if renamed:
        return f"it is given to `{function}` as `{name}`; {renamed}"
    instead = f"; what the loss is made of is computed{where}" if where else ""
    are = "they are" if _as_well(finding) else "it is"
    return (
        f"{are} given to `{function}` as {names([name, *_as_well(finding)])}, which "
        f"`{function}` never reads{instead}."
    )


def last_names(finding: Finding) -> str:
    """The last that the function gives the value of its argument; its own where it gives none."""
    last = fact(finding, "renamed" if "renamed" in finding.evidence else "argument")
    return names([last, *_as_well(finding)])


def _as_well(finding: Finding) -> list[str]:
    """Other arguments that the function ignores."""
    is_said = "ignored_as_well" in finding.evidence
    return fact(finding, "ignored_as_well").split(", ") if is_said else []


def _renamed(finding: Finding) -> str:
    """That nothing reads the last name which the value of an argument gets; empty without any."""
    if "renamed" not in finding.evidence:
        return ""
    function, name = fact(finding, "argument_of"), fact(finding, "renamed")
    where = in_line(finding, 1 if "kept_in" in finding.evidence else 0)
    return f"`{function}` only makes `{name}` of it{where}, which nothing reads after that."
