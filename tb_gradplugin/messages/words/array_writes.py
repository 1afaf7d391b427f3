"""What GN104 and GH204 say of a TensorArray whose writes nothing keeps."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import fact, in_line
from tb_gradplugin.messages.words.of_one_way import Way
from tb_gradplugin.schema.findings import Finding


def _array(finding: Finding) -> str:
    """As it stands in the program."""
    return fact(finding, "array", "") or "array"


def unkept(finding: Finding) -> str:
    """What a write gives back, as a sentence without its full stop."""
    written = f"`{_array(finding)}.{fact(finding, 'unkept_by')}`"
    return (
        f"{written} gives back a new array, which nothing keeps; inside of a `tf.function`, the "
        f"one before stays without what was written"
    )


def _seen(finding: Finding) -> str:
    return f"{unkept(finding)}."


def keep(finding: Finding) -> str:
    """What to change."""
    if "unkept_by" not in finding.evidence:
        return (
            "Write to the array before it is read, and keep what each write gives back: "
            "`array = array.write(...)`."
        )
    array, method = _array(finding), fact(finding, "unkept_by")
    change = f"`{array} = {array}.{method}(...)`"
    return f"Keep the array that `{method}` gives back{in_line(finding)}: {change}."


WAY = Way("unkept_by", _seen, keep)
"""Of a variable that what is written depends on."""
