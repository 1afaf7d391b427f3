"""GN102."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import (
    at,
    fact,
    has_other_cuts,
    in_line,
    its,
    one_way_ends,
    op,
)
from tb_gradplugin.messages.words.decisions import WHY_NO_DECISION, blended, only_decides
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding

_POSITIONS = frozenset(
    {
        *("ArgMax", "ArgMin", "TopK", "TopKV2", "Where", "SearchSorted", "UpperBound"),
        *("LowerBound", "NonMaxSuppressionV3", "NonMaxSuppressionV4", "NonMaxSuppressionV5"),
        *("CombinedNonMaxSuppression", "Bucketize", "InTopK", "InTopKV2"),
    }
)
_STEPS = frozenset({"Round", "Floor", "Ceil", "Rint", "FloorDiv", "Sign"})
_TRUTHS = frozenset(
    {
        *("Less", "LessEqual", "Greater", "GreaterEqual", "Equal", "NotEqual"),
        *("ApproximateEqual", "IsNan", "IsInf", "IsFinite"),
    }
)


def _because(finding: Finding) -> str:
    if "only_decides" in finding.evidence:
        return only_decides(finding)
    value = "their values reach" if len(finding.variables) != 1 else "its value reaches"
    if has_other_cuts(finding):
        return one_way_ends(finding, op(finding.op_type))
    others = [name for name in fact(finding, "also").split(", ") if name]
    through = [op(name) for name in (finding.op_type, *others)]
    listed = " and ".join([", ".join(through[:-1]), through[-1]][len(through) == 1 :])
    return f"{value} the loss only through {listed}{at(finding)}"


def _why(finding: Finding) -> str:
    if "only_decides" in finding.evidence:
        return WHY_NO_DECISION
    name = op(finding.op_type)
    kind = finding.op_type
    if kind in _POSITIONS:
        return (
            f"{name} yields positions. A small change of its input leaves them as they were, so "
            f"TensorFlow defines no derivative for it."
        )
    if kind in _STEPS:
        return (
            f"{name} yields steps that are flat nearly everywhere, so TensorFlow gives its input "
            f"no gradient."
        )
    if kind in _TRUTHS:
        return f"{name} yields true or false, and neither has a derivative."
    return f"TensorFlow gives the input of {name} no gradient, whatever its output receives."


def _remedies(finding: Finding) -> tuple[str, ...]:
    name = op(finding.op_type)
    where = in_line(finding, otherwise=" there")
    kind = finding.op_type
    if "only_decides" in finding.evidence:
        return (blended(finding),)
    if kind in _POSITIONS:
        return (
            (
                f"Compute the loss from the scores that go into {name}{where}, for example with a "
                f"cross entropy, and keep the positions for metrics."
            ),
            (
                "To choose inside of the model, weigh all choices by a softmax with a temperature "
                "(soft argmax), or sample them with Gumbel-softmax."
            ),
        )
    if kind == "FloorDiv":
        return (
            f"Divide with `/`{where}, and leave {name} out of what the loss is computed from.",
            (
                "To keep the whole numbers forward and let the gradient pass, round with a "
                "straight-through estimator: `y = a / b`, then "
                "`y + tf.stop_gradient(tf.floor(y) - y)`."
            ),
        )
    if kind in _STEPS:
        return (
            f"Leave {name} out of what the loss is computed from{where}.",
            (
                f"To keep its value forward and let the gradient pass, write it as a "
                f"straight-through estimator: `x + tf.stop_gradient({name.strip('`')}(x) - x)`."
            ),
        )
    if kind in _TRUTHS:
        return (
            (
                f"Replace the threshold{where} by a smooth one, such as "
                f"`tf.sigmoid((x - threshold) / temperature)`, and keep the hard one for metrics."
            ),
            (
                "To choose between two values that both have a gradient, use `tf.where`: the "
                "values get it, the condition does not need one."
            ),
        )
    return (
        f"Compute the loss without {name}{where}, or with an op that has a derivative.",
        (
            f"If a derivative is known, give it to TensorFlow with `tf.custom_gradient` around "
            f"{name}, so that {its(finding)} gradient can pass."
        ),
    )


WORDING = Wording(_because, _why, _remedies)
