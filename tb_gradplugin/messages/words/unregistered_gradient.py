"""GN109."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, fact, first_line, in_line, instead_of, op
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    if "raised" in finding.evidence:
        what = f"the gradient of {op(finding.op_type)}" if finding.op_type else "a gradient"
        return f"TensorFlow raised when it computed {what}{_whose(finding)}"
    return f"TensorFlow has no gradient registered for {op(finding.op_type)}{_whose(finding)}"


def _whose(finding: Finding) -> str:
    """The line of an op; of one that is itself the gradient of another, which one that is."""
    forward = fact(finding, "forward_op")
    if not forward:
        return at(finding)
    return f", the gradient of {op(forward)}{at(finding)}, which is differentiated twice"


def _why(finding: Finding) -> str:
    if "raised" in finding.evidence:
        return (
            "The gradient function of an op may support some of its uses only; where it raises, "
            "no variable gets a gradient."
        )
    return (
        "Where an op on the way has no registration, `tape.gradient` raises LookupError, and no "
        "variable gets a gradient, whether or not it lies behind that op."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    if not finding.op_type:
        where = in_line(finding)
        return (f"Leave out one op after the other{where}, until the exception is gone.",)
    name = op(finding.op_type)
    where = in_line(finding, otherwise=" there")
    forward = fact(finding, "forward_op")
    if forward:
        return (
            (
                f"Use another op than {op(forward)}{where}, one that can be differentiated twice."
                f"{instead_of(forward)}"
            ),
            (
                f"If both derivatives are known, define them with `tf.custom_gradient` around "
                f"{op(forward)}, by a gradient function that has a gradient of its own."
            ),
        )
    return (
        (
            f"Use other ops than {name}{where}; if its input needs no gradient, put "
            f"`tf.stop_gradient` around that input or compute it before the tape is opened."
        ),
        f"If a derivative is known, define it with `tf.custom_gradient` around {name}.",
    )


def _evidence(finding: Finding) -> str:
    raised = fact(finding, "exception")
    said = [f"raised: {first_line(raised)}"] if raised else []
    behind, beside = _named(finding, "behind"), _named(finding, "beside")
    if behind and beside:
        lie = "lies" if fact(finding, "behind") == "1" else "lie"
        others = "is" if fact(finding, "beside") == "1" else "are"
        said.append(f"{behind} {lie} behind that op; {beside} {others} only taken down with it.")
    elif beside and finding.op_type:
        said.append("none of the variables lies behind that op; it takes all down.")
    return "; ".join(said)


def _named(finding: Finding, key: str) -> str:
    """Some of the variables, by name, as far as they are known."""
    listed = [f"`{name}`" for name in fact(finding, f"{key}_first").split(", ") if name]
    rest = int(finding.evidence.get(key, 0)) - len(listed)
    if rest > 0:
        return f"{', '.join(listed)} and {rest:,} more"
    return " and ".join([*([", ".join(listed[:-1])] if listed[1:] else []), *listed[-1:]])


WORDING = Wording(_because, _why, _remedies, _evidence)
