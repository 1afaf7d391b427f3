"""GN120."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, called, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    function = called(finding, "function", "a function")
    return (
        f"the custom gradient of {function} is passed by: the function was called with keyword "
        f"arguments{at(finding)}"
    )


def _why(_: Finding) -> str:
    return (
        "`tf.custom_gradient` gives gradients to positional arguments only; in eager code it "
        "ignores keyword arguments in silence."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding, otherwise=" there")
    return (f"Call {called(finding, 'function', 'the function')}{where} by position.",)


WORDING = Wording(_because, _why, _remedies)
