"""Parts of sentences that the words of several codes share."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tb_gradplugin.schema.findings import Finding

MOST_NAMES = 3

_OF_A_KERNEL = re.compile(r"\{\{.*?\}\} ?", re.DOTALL)
"""What TensorFlow puts before the message of a kernel for its own use."""

_PUBLIC = {
    "ArgMax": "tf.argmax",
    "ArgMin": "tf.argmin",
    "AsString": "tf.strings.as_string",
    "Betainc": "tf.math.betainc",
    "Bincount": "tf.math.bincount",
    "Bitcast": "tf.bitcast",
    "Bucketize": "tf.raw_ops.Bucketize",
    "Cast": "tf.cast",
    "Ceil": "tf.math.ceil",
    "DenseBincount": "tf.math.bincount",
    "Equal": "tf.equal",
    "Floor": "tf.floor",
    "FloorDiv": "tf.math.floordiv",
    "Greater": "tf.greater",
    "GreaterEqual": "tf.greater_equal",
    "HSVToRGB": "tf.image.hsv_to_rgb",
    "IsFinite": "tf.math.is_finite",
    "IsNan": "tf.math.is_nan",
    "Less": "tf.less",
    "LessEqual": "tf.less_equal",
    "LogicalAnd": "tf.logical_and",
    "LogicalNot": "tf.logical_not",
    "LogicalOr": "tf.logical_or",
    "Max": "tf.reduce_max",
    "Maximum": "tf.maximum",
    "Min": "tf.reduce_min",
    "Minimum": "tf.minimum",
    "Multinomial": "tf.random.categorical",
    "NonMaxSuppressionV3": "tf.image.non_max_suppression",
    "OnesLike": "tf.ones_like",
    "NotEqual": "tf.not_equal",
    "OneHot": "tf.one_hot",
    "RandomPoissonV2": "tf.random.poisson",
    "RandomShuffle": "tf.random.shuffle",
    "Rint": "tf.math.rint",
    "Round": "tf.round",
    "SearchSorted": "tf.searchsorted",
    "SparseAdd": "tf.sparse.add",
    "Rank": "tf.rank",
    "Shape": "tf.shape",
    "Sign": "tf.sign",
    "Size": "tf.size",
    "StatelessMultinomial": "tf.random.stateless_categorical",
    "StatelessRandomBinomial": "tf.random.stateless_binomial",
    "StatelessRandomPoisson": "tf.random.stateless_poisson",
    "StopGradient": "tf.stop_gradient",
    "StringToNumber": "tf.strings.to_number",
    "TopKV2": "tf.math.top_k",
    "Unique": "tf.unique",
    "Where": "tf.where",
    "ZerosLike": "tf.zeros_like",
}


def op(op_type: str) -> str:
    """How a program calls an op: its public name where it has one of its own."""
    return f"`{_PUBLIC.get(op_type, op_type)}`"


def names(variables: Sequence[str], most: int = MOST_NAMES) -> str:
    """The first variables by name, the others counted."""
    quoted = [f"`{name}`" for name in variables[:most]]
    rest = len(variables) - len(quoted)
    if rest > 0:
        return f"{', '.join(quoted)} and {rest:,} more"
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def many(finding: Finding) -> bool:
    """Whether the finding speaks of more than one variable."""
    return len(finding.variables) != 1


def it(finding: Finding) -> str:
    """The variables, as an object: "it" or "them"."""
    return "them" if many(finding) else "it"


def is_by_fit(finding: Finding) -> bool:
    """Whether `fit` runs the step, so that no tape is in the user's program."""
    return fact(finding, "trained_by") == "fit"


def leave_out(finding: Finding) -> str:
    """What to do with variables that are not to be trained, as an imperative."""
    if is_by_fit(finding):
        layers = "their layers" if many(finding) else "its layer"
        return f"set `trainable = False` on {layers}, so that `fit` leaves {it(finding)} out"
    return f"leave {it(finding)} out of the variables given to `tape.gradient` or to the optimizer"


def its(finding: Finding) -> str:
    """The variables, as owners: "its" or "their"."""
    return "their" if many(finding) else "its"


def at(finding: Finding, number: int = 0) -> str:
    """The line of a finding, to be put behind what happens there; empty without one."""
    if number >= lines_told(finding):
        return ""
    where = _line_told(finding, number)
    return f" (in the layer of {where})" if _is_of_layer(finding, number) else f" ({where})"


def in_line(finding: Finding, number: int = 0, otherwise: str = "") -> str:
    """The line of a finding, to be put into a sentence: " in train.py:48"."""
    if number >= lines_told(finding):
        return otherwise
    layer = "the layer of " if _is_of_layer(finding, number) else ""
    return f" in {layer}{_line_told(finding, number)}"


def lines_told(finding: Finding) -> int:
    """How many lines of a finding are told apart; neighbours that do the same are one."""
    return max(0, len(finding.locations) - _neighbours(finding) + 1)


def _neighbours(finding: Finding) -> int:
    """How many of the first lines do the same."""
    return int(fact(finding, "neighbours", "1"))


def _line_told(finding: Finding, number: int) -> str:
    """A line; the first one with its neighbours: "train.py:48, 49 and 50"."""
    if number:
        return finding.locations[number + _neighbours(finding) - 1].place
    first, *others = finding.locations[: _neighbours(finding)]
    lines = [first.place, *(str(each.line) for each in others)]
    return " and ".join(filter(None, [", ".join(lines[:-1]), lines[-1]]))


def _is_of_layer(finding: Finding, number: int) -> bool:
    """Whether a line is the one that makes the layer which the op to blame lies in."""
    return number == 0 and fact(finding, "first_line") == "layer"


def has_other_cuts(finding: Finding) -> bool:
    """Whether the gradient ends at other ops too, on other ways to the same variables."""
    return "other_cuts" in finding.evidence


def way(finding: Finding) -> str:
    """The way to the loss, as a subject: "its way to the loss", or one of several."""
    if has_other_cuts(finding):
        return f"one of {its(finding)} ways to the loss"
    return f"{its(finding)} way to the loss"


def one_way_ends(finding: Finding, where: str) -> str:
    """What is true of one of several cuts, whose op is named by `where`."""
    return f"{way(finding)} ends at {where}{at(finding)}, and the others end elsewhere"


def fact(finding: Finding, key: str, otherwise: str = "") -> str:
    """One of the evidence, as text."""
    return str(finding.evidence.get(key, otherwise))


def called(finding: Finding, key: str, otherwise: str) -> str:
    """One of the evidence that is a name, in backticks; other words where it is not known."""
    name = fact(finding, key)
    return f"`{name}`" if name else otherwise


def inner_tape_gave(finding: Finding) -> str:
    """What a tape inside of the loss answered instead of a gradient."""
    return f"the tape inside of the loss gave {fact(finding, 'inner_gave', 'None')}"


def instead_of(op_type: str) -> str:
    """What can be differentiated twice in place of an op, as a sentence; may be empty."""
    if op_type.startswith("Resize"):
        return " A transposed convolution or pooling can take its place."
    return ""


def inner_way_ends(finding: Finding) -> str:
    """The cause, where the gradient that a tape inside of the loss takes ends at an op."""
    source = called(finding, "inner_source", "its source")
    ends = f"the gradient ends at {op(finding.op_type)}{at(finding)}"
    if finding.code == "GN118" and "forward_op" in finding.evidence:
        derivative, how = twice_differentiated(finding)
        ends = f"{derivative} {how}, which has no derivative of its own"
    return f"{inner_tape_gave(finding)} for {source}: {ends}"


def twice_differentiated(finding: Finding) -> tuple[str, str]:
    """The derivative of an op of the program, and what it is: "is a comparison (`tf.equal`)"."""
    derivative = f"the derivative of {op(fact(finding, 'forward_op'))}{at(finding)}"
    name = op(finding.op_type)
    kind = fact(finding, "derivative")
    return derivative, f"is a {kind} ({name})" if kind else f"is computed by {name}"


def first_line(text: str, longest: int = 160) -> str:
    """The first line of an exception's text, shortened."""
    text = _OF_A_KERNEL.sub("", text.strip())
    line = text.splitlines()[0] if text else ""
    return line if len(line) <= longest else line[: longest - 3].rstrip() + "..."


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 variable", "3 variables"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
