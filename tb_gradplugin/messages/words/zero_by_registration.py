"""GH210."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import change, sentence, the_op
from tb_gradplugin.messages.phrases import in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    return f"TensorFlow registers zero as the gradient of {the_op(finding)}"


def _why(_: Finding) -> str:
    return "The function is flat but for its jump, so that its derivative is 0 nearly everywhere."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding, otherwise=" there")
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
