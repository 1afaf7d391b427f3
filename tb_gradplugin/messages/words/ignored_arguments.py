"""Of a result that a function of the program is given and never reads."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import fact, in_line, names, op
from tb_gradplugin.messages.words.of_one_way import Way, first_line, if_wanted
from tb_gradplugin.schema.findings import Finding


def _ignored(finding: Finding) -> str:
    """Where the result is given to a function, and what that reads."""
    where = in_line(finding)
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
        if "given_twice" in finding.evidence and where:
            twice, at = fact(finding, "given_twice"), fact(finding, "given_twice_in")
            in_it += f"; {at} gives `{twice}` twice"
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


def _compute_with_it(finding: Finding) -> str:
    if "parts_read" in finding.evidence:
        argument = f"`{fact(finding, 'argument')}`"
        taking = f"have {first_line(finding)} take the other parts of {argument} as well"
        return if_wanted(finding, taking)
    last = fact(finding, "renamed" if "renamed" in finding.evidence else "argument")
    names_of_it = names([last, *_as_well(finding)])
    kept_in = fact(finding, "kept_in")
    other = f", or have {kept_in} keep another function in its place" if kept_in else ""
    return if_wanted(finding, f"compute with {names_of_it} {_function_of_it(finding)}{other}")


def _function_of_it(finding: Finding) -> str:
    """The function that is given it, where that is seen; otherwise a line of that function."""
    line = first_line(finding)
    if "given_in" not in finding.evidence:
        return f"behind {line}" if "renamed" in finding.evidence else f"in {line}"
    function = f"in `{fact(finding, 'argument_of')}`"
    return function if "kept_in" in finding.evidence else f"{function} ({line})"


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


WAY = Way("argument", _ignored, _compute_with_it)
"""By the parameter."""
