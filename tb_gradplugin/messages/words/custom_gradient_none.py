"""GN116."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, called, counted, fact, first_line, it
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    function = called(finding, "function", "a function")
    if fact(finding, "complaint") == "variables":
        return (
            f"{function} with a custom gradient uses variables, and its gradient function does "
            f"not take them{at(finding)}"
        )
    if fact(finding, "complaint") == "number":
        return (
            f"the custom gradient of {function} has another number of gradients than the function "
            f"has arguments{at(finding)}"
        )
    if fact(finding, "complaint") == "number of variables":
        return f"the custom gradient of {function} returns {_numbers(finding)}{at(finding)}"
    if "everything" in finding.evidence:
        return f"the gradient function of {function} returns None for everything{at(finding)}"
    return f"the custom gradient of {function} returns None for {it(finding)}{at(finding)}"


def _numbers(finding: Finding) -> str:
    if "given" not in finding.evidence:
        return "another number of gradients of variables than the function uses variables"
    given, used = (int(finding.evidence[key]) for key in ("given", "used"))
    of = f"the {used:,} variables" if used != 1 else "the 1 variable"
    return f"{counted(given, 'gradient')} for {of} that the function uses"


def _why(_: Finding) -> str:
    return "Inside of `tf.custom_gradient` the gradient is what its gradient function returns."


def _remedies(finding: Finding) -> tuple[str, ...]:
    defined = fact(finding, "definition")
    where = f" (defined in {defined})" if defined else ""
    if "everything" in finding.evidence:
        return (
            (
                f"If the loss should train {it(finding)} by way of it, return a tensor for every "
                f"argument from the gradient function of "
                f"{called(finding, 'function', 'the function')}{where}."
            ),
            f"If not, leave {it(finding)} out of the variables given to `tape.gradient`.",
        )
    return (
        (
            f"Return a tensor for every argument and variable that should be trained from the "
            f"gradient function of {called(finding, 'function', 'the function')}{where}."
        ),
        (
            "Variables that the function uses are given to the gradient function as `variables=`; "
            "their gradients are a second list that it returns."
        ),
    )


def _evidence(finding: Finding) -> str:
    raised = fact(finding, "exception")
    return f"raised: {first_line(raised)}" if raised else ""


WORDING = Wording(_because, _why, _remedies, _evidence)
