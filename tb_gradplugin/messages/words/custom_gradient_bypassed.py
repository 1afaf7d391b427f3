"""GN120."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, called, fact, in_line, it
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    function = called(finding, "function", "a function")
    keywords = fact(finding, "keyword_arguments")
    if keywords:
        return (
            f"the custom gradient of {function} is passed by: the function was called with "
            f"keyword arguments{at(finding)}"
        )
    return (
        f"{function} uses {it(finding)} on its own account, and its custom gradient covers its "
        f"arguments only{at(finding)}"
    )


def _why(finding: Finding) -> str:
    if fact(finding, "keyword_arguments"):
        return (
            "`tf.custom_gradient` gives gradients to positional arguments only; in eager code it "
            "ignores keyword arguments in silence."
        )
    return (
        "`tf.custom_gradient` replaces the gradient of all that the function computes by what its "
        "gradient function returns for the arguments."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding, otherwise=" there")
    function = called(finding, "function", "the function")
    if fact(finding, "keyword_arguments"):
        return (f"Call {function}{where} by position.",)
    return (f"Hand the tensor to {function} as an argument{where}, and return a gradient for it.",)


WORDING = Wording(_because, _why, _remedies)
