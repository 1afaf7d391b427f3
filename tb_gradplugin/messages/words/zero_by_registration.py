"""GH210."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import change, op, sentence, the_op
from tb_gradplugin.messages.phrases import at, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    if "slope_of" in finding.evidence:
        return (
            f"TensorFlow registers zero as the gradient of {op(finding.op_type)}, which is the "
            f"slope of `tf.abs`{at(finding)} that is taken inside of the loss"
        )
    return f"TensorFlow registers zero as the gradient of {the_op(finding)}"


def _why(finding: Finding) -> str:
    if "slope_of" in finding.evidence:
        return "The slope of an absolute value is -1 or 1, so that its own slope is 0 but at 0."
    return "The function is flat but for its jump, so that its derivative is 0 nearly everywhere."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding, otherwise=" there")
    if "slope_of" in finding.evidence:
        return (
            (
                f"Use a form that is curved{where}, such as `tf.sqrt(tf.square(x) + epsilon)` for "
                f"the absolute value."
            ),
        )
    return (
        f"Use a smooth form{where}, such as `tf.tanh(x / temperature)` for the sign.",
        (
            "Or keep the step forward and pass the gradient straight through: "
            "`y = x + tf.stop_gradient(tf.sign(x) - x)`."
        ),
    )


def _evidence(finding: Finding) -> str:
    return sentence(change(finding))


WORDING = Wording(_because, _why, _remedies, _evidence)
