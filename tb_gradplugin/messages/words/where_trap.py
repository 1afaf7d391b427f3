"""GH219."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import change, number, of_elements, sentence, the_op, verb
from tb_gradplugin.messages.phrases import fact, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding

_SAID = {
    "GH216": "divides by 0",
    "GH217": "is taken at 0",
    "GH218": "is taken at 0",
    "GH220": "overflows",
    "GH221": "leaves its domain",
}


def _because(finding: Finding) -> str:
    said = _SAID.get(fact(finding, "inner_code"), "has no finite derivative")
    return f"{the_op(finding)} {said} in elements that `tf.where` does not choose"


def _why(_: Finding) -> str:
    return (
        "Both sides of a `tf.where` are computed and differentiated; the side not chosen gets a "
        "gradient of 0, and 0 times infinity is NaN."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding)
    call = {
        "GH216": "1.0 / safe",
        "GH217": "tf.math.log(safe)" if finding.op_type != "Pow" else "tf.pow(safe, p)",
        "GH218": "tf.sqrt(safe)",
        "GH220": "tf.exp(safe)",
    }.get(fact(finding, "inner_code"), "f(safe)")
    one = "0.0" if fact(finding, "inner_code") == "GH220" else "1.0"
    return (
        (
            f"Use `tf.where` twice: replace the input{where} first, `safe = tf.where(ok, x, "
            f"{one})`, then choose, `tf.where(ok, {call}, 0.0)`."
        ),
    )


def _evidence(finding: Finding) -> str:
    zeros = next(
        (key for key in ("denominator_zero_count", "zero_count") if number(finding, key)), ""
    )
    total = "denominator_elements" if zeros.startswith("den") else "elements"
    elements = of_elements(finding, zeros, total)
    return sentence(
        f"{elements} of its input {verb(elements)} 0" if zeros else "",
        f"chosen{in_line(finding, 1)}" if len(finding.locations) > 1 else "",
        change(finding),
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
