"""GN118."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import (
    at,
    fact,
    first_line,
    in_line,
    inner_tape_gave,
    instead_of,
    it,
    its,
    leave_out,
    many,
    names,
    op,
    twice_differentiated,
    way,
)
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding

_LINEAR = "inner_linear"
_PIECES = "inner_pieces"
_FREE = "inner_free"
_STRAIGHT = "inner_straight"

_CUSTOM = "CustomGradient"

_SMOOTH = {
    "Abs": "`tf.sqrt(tf.square(x) + 1e-6)`",
    "ClipByValue": "`tf.tanh`",
    "Max": "`tf.reduce_logsumexp`",
    "Maximum": "`tf.math.softplus` or `tf.tanh`",
    "Minimum": "`tf.math.softplus` or `tf.tanh`",
}
"""What is alike and smooth."""


def _because(finding: Finding) -> str:
    if fact(finding, "misuse") == _LINEAR:
        return (
            f"{inner_tape_gave(finding)}: the first derivative, which it was asked about, does not "
            f"depend on the source{at(finding)}"
        )
    if fact(finding, "misuse") == _PIECES:
        return (
            f"{op(fact(finding, 'forward_op'))} is made of straight pieces, so that the second "
            f"derivative of what goes through it is all zero{at(finding)}"
        )
    if fact(finding, "misuse") == _STRAIGHT:
        return (
            f"the loss is made of a derivative whose target is linear in {it(finding)}"
            f"{at(finding)}, so that the derivative does not depend on {it(finding)}"
        )
    if fact(finding, "misuse") == _FREE:
        return (
            f"the loss is made of a derivative of what is computed from {it(finding)}, and that "
            f"derivative does not depend on {it(finding)}{at(finding)}"
        )
    if fact(finding, "misuse"):
        return (
            f"{inner_tape_gave(finding)}: the gradient ends before it comes to the "
            f"source{at(finding)}"
        )
    if "stopped" in finding.evidence:
        return (
            f"{way(finding)} goes through a gradient that {op(finding.op_type)} stops{at(finding)}"
        )
    if "forward_op" in finding.evidence:
        derivative, how = twice_differentiated(finding)
        return f"{way(finding)} goes through {derivative}, which {how} and has none of its own"
    return (
        f"{way(finding)} goes through a gradient, and {op(finding.op_type)}, "
        f"which computed it, has no derivative itself{at(finding)}"
    )


def _headline(finding: Finding) -> str:
    if finding.status == "null":
        return ""
    verb = "receive" if many(finding) else "receives"
    ends = f"{op(finding.op_type)}{at(finding)}"
    if "forward_op" in finding.evidence:
        derivative, how = twice_differentiated(finding)
        ends = f"{derivative}, which {how}"
    return (
        f"{names(finding.variables)} {verb} only a part of {its(finding)} gradient: the part that "
        f"comes through the gradient inside of the loss ends in silence at {ends}."
    )


def _why(finding: Finding) -> str:
    if fact(finding, "misuse") == _PIECES:
        return (
            "A piecewise linear function has the same slope all along a piece, so its second "
            "derivative is zero."
        )
    if fact(finding, "misuse") == _LINEAR:
        return (
            "Where a result is linear in its source, its derivative is the same everywhere, and "
            "a second derivative is 0, which TensorFlow gives as None."
        )
    if fact(finding, "misuse") == _STRAIGHT:
        return "Where a result is linear in its source, its derivative is the same everywhere."
    if fact(finding, "misuse") == _FREE:
        if finding.op_type == _CUSTOM:
            return (
                "The derivative of a custom gradient is what its gradient function computes, and "
                "depends on what that function computes it from."
            )
        return (
            "A derivative keeps nothing of what is only added, and, where a result is linear in "
            "its source, nothing of the source."
        )
    if "stopped" in finding.evidence:
        return "`tf.stop_gradient` passes values forward and nothing backward."
    return (
        "The gradient of a gradient needs a derivative of each op that computes the first one, "
        "and TensorFlow has it for many ops and not for all."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    if fact(finding, "misuse") == _PIECES:
        forward = op(fact(finding, "forward_op"))
        return (f"Put a smooth activation, such as `tanh` or `tf.nn.silu`, in place of {forward}.",)
    if fact(finding, "misuse") == _LINEAR:
        return (
            (
                "Put a smooth activation, such as `tanh`, between source and result, if it should "
                "be curved."
            ),
            "If it is meant to be linear, leave the second derivative out of the loss.",
        )
    if fact(finding, "misuse") == _STRAIGHT:
        return (
            (
                f"Put an activation that is not linear, such as `tanh`, on the way from "
                f"{it(finding)} to the target{in_line(finding)}, if it should be curved."
            ),
            f"If it is meant to be linear, {leave_out(finding)}.",
        )
    if fact(finding, "misuse") == _FREE:
        first = f"If the loss should depend on {it(finding)}, add a term of the value itself to it."
        if finding.op_type == _CUSTOM:
            first = (
                f"If the second derivative should count, compute the result of the gradient "
                f"function of {op(finding.op_type)} from its arguments; if it is a custom gradient "
                f"too, hand it these beside the upstream gradient, and return a gradient for them."
            )
        return (
            first,
            f"If not, {leave_out(finding)}.",
        )
    if "stopped" in finding.evidence:
        return (
            (
                f"If the penalty should train {it(finding)}, leave `tf.stop_gradient` "
                f"out{in_line(finding)}."
            ),
        )
    forward = fact(finding, "forward_op")
    if forward:
        return (_without(finding, forward),)
    if fact(finding, "misuse"):
        return (
            (
                "Compute the target of the inner tape from its source by ops that have a gradient, "
                "inside of the inner tape."
            ),
        )
    return (
        (
            f"Compute the penalty without the op in whose gradient {op(finding.op_type)} "
            f"is computed."
        ),
    )


def _without(finding: Finding, forward: str) -> str:
    """What to put in place of an op that cannot be differentiated twice."""
    line = fact(finding, "forward_line")
    where = f" in {line}" if line else ""
    if fact(finding, "derivative"):
        such = f", such as {_SMOOTH[forward]}" if forward in _SMOOTH else ""
        return f"Use a smooth function in place of {op(forward)}{where}{such}."
    what = "the target of the inner tape" if fact(finding, "misuse") else "the penalty"
    return (
        f"Compute {what} without {op(forward)}{where}: {op(finding.op_type)}, by which "
        f"its gradient is computed, has no derivative.{instead_of(forward)}"
    )


def _evidence(finding: Finding) -> str:
    raised = fact(finding, "exception")
    return f"raised: {first_line(raised)}" if raised else ""


WORDING = Wording(_because, _why, _remedies, _evidence, _headline)
