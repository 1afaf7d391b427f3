"""GC306."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, called, counted, fact, first_line, names
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding

_REASONS = {
    "random": "the function gives another result each time that it is called",
    "integers": "its results are whole numbers",
    "composite": "it returns something else than tensors",
    "expensive": "running it again as often as needed would take too long",
    "kink": "no point was found at which it has a slope",
    "jump": "its results jump at the present values",
    "below rounding": "its slope is smaller than the rounding of its results",
}

_ELSEWHERE = (
    "Ask again at other values of the variables, such as those after some steps of training."
)

_HELP = {
    "random": (
        "Draw random numbers with `tf.random` or a `keras.random.SeedGenerator`, whose state can "
        "be held fixed, or hand them to the function as an argument."
    ),
    "integers": "Let the function return floating-point numbers: whole ones carry no gradient.",
    "composite": "Let the function return tensors, and put them together outside of it.",
    "expensive": "Ask again with a smaller batch or model.",
    "kink": _ELSEWHERE,
    "jump": _ELSEWHERE,
    "below rounding": (
        "Leave the dtype of the arguments as it is inside of the function: it is then compared in "
        "float64."
    ),
}

_CALLABLE = (
    "A function that can be called by itself, outside of the loss, with tensors of the same shapes "
    "can be compared."
)


def _because(finding: Finding) -> str:
    reason = fact(finding, "reason")
    said = _REASONS.get(reason) or f"it cannot be called again: {first_line(reason, 120)}"
    return said + at(finding)


def _headline(finding: Finding) -> str:
    by = names(finding.variables) or "The loss"
    have = "have" if len(finding.variables) > 1 else "has"
    if not finding.op_type:
        number = counted(int(finding.evidence.get("times", 1)), "op")
        return f"{by} {have} a gradient by {number} that was not compared for want of time."
    return (
        f"{by} {have} a custom gradient that could not be compared with its function "
        f"{called(finding, 'function', '')}".rstrip()
        + f", because {_because(finding)}."
    )


def _why(_: Finding) -> str:
    return (
        "A gradient is compared with small steps of its own function, which has to give the same "
        "result for the same input, and another one for another."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    return (_HELP.get(fact(finding, "reason"), _CALLABLE),)


WORDING = Wording(_because, _why, _remedies, headline=_headline)
