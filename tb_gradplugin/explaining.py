"""`explain`: why gradients are missing, from one question asked of TensorFlow itself."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Sequence
from typing import Any

from tb_gradplugin.capture import asked, eager_run, evaluation, state_keeping, untaken_branches
from tb_gradplugin.diagnosis import diagnose
from tb_gradplugin.messages import explanation
from tb_gradplugin.schema.findings import Finding

_PERHAPS_UNTAKEN = frozenset({"GN104", "GN106", "GN107", "GN115", "GN199"})
"""Codes that a branch which did not run explains better, where there is one."""

_FINISHED_FUNCTION = "PartitionedCall"

_logger = logging.getLogger("tb_gradplugin")


@dataclasses.dataclass(frozen=True)
class Report:
    """What `explain` found; its text is `str(report)`.

    Attributes:
      statuses: every variable that was asked about -> "null", "nonfinite", "zero", "exploding",
        "vanishing" or "ok".
      findings: worst first.
      exception: what the user's program raised, or None.
    """

    statuses: dict[str, str]
    findings: list[Finding]
    exception: BaseException | None = None

    def __str__(self) -> str:
        raised = f"{type(self.exception).__name__}: {self.exception}" if self.exception else ""
        return explanation.report_text(self.statuses, self.findings, raised)


def explain(loss_fn: Callable[[], Any], variables: Any) -> Report:
    """Says why gradients are missing: the op to blame, the user's line, what to change.

        report = tbg.explain(lambda: loss(model(x), y), model.trainable_variables)
        print(report)

    The loss is evaluated inside of a `tf.GradientTape`, as a training step would, and once more
    op by op; where a branch may hide the cause, it is traced as well. Variables, metrics and the
    random generators of TensorFlow, Keras, NumPy and Python are given back as they were. What
    cannot be given back: iterators that the loss function takes from, files that it reads or
    writes, Python objects that it changes, `np.random.Generator` objects among them, what it puts
    into a mutable lookup table, and, on a GPU, the random state that a `tf.function` keeps for an
    op inside of it, such as `tf.random.normal`.

    Args:
      loss_fn: takes nothing and returns the loss, as it stands inside of a `tf.GradientTape`.
      variables: list, tuple or dict of `tf.Variable`, Keras variables or eager tensors, such as
        `model.trainable_variables`.

    Returns:
      The status of every variable and the findings. What the loss function raises is in it.

    Raises:
      TypeError: `loss_fn` cannot be called, or `variables` holds something else.
      ValueError: `variables` is empty.
      RuntimeError: it is called while a `tf.function` is traced.
    """
    if not callable(loss_fn):
        raise TypeError(
            "`loss_fn` must be a function without arguments that returns the loss. "
            f"Received: loss_fn={loss_fn!r}"
        )
    evaluation.require_eager()
    flat = asked.checked(variables)
    state = state_keeping.Variables()
    plain = state_keeping.evaluated(loss_fn, flat, state)
    statuses = dict(zip(asked.names(flat), plain.statuses, strict=True))
    try:
        # Also where none is missing: a part of one may be dropped in silence.
        findings = _null_findings(loss_fn, flat, plain, state)
    except Exception as error:
        _logger.exception("The gradients could not be explained.")
        findings = [_not_found(statuses, error)] if "null" in plain.statuses else []
    return Report(statuses, findings, plain.exception)


def _null_findings(
    loss_fn: Callable[[], Any],
    variables: Sequence[Any],
    plain: evaluation.Evaluation,
    state: state_keeping.Variables,
) -> list[Finding]:
    program = eager_run.observed(loss_fn, variables, plain.statuses, state)
    if program.exception and plain.exception is None:
        # What runs in a graph alone, such as `tf.gradients`, raises when its function is opened.
        traced = untaken_branches.seen(loss_fn, variables, plain.statuses, state)
        if traced is None:
            raise RuntimeError(f"Op by op, the loss raises {program.exception}")
        return diagnose.null_findings(traced)
    findings = diagnose.null_findings(program)
    if any(finding.op_type == _FINISHED_FUNCTION for finding in findings):
        # A function that was traced before, or loaded from a file, opens only in a graph.
        traced = untaken_branches.seen(loss_fn, variables, plain.statuses, state)
        opened = diagnose.null_findings(traced) if traced is not None else []
        if opened and all(finding.certainty != "unknown" for finding in opened):
            return opened
    if any(map(_is_perhaps_untaken, findings)):
        untaken = untaken_branches.seen(loss_fn, variables, plain.statuses, state)
        if untaken is not None:
            opened = diagnose.null_findings(untaken)
            if _explain_what_was_not_found(opened, findings):
                # What ran as a graph may do other than the same code does op by op.
                return opened
            findings = diagnose.null_findings(program, untaken)
    return findings


def _explain_what_was_not_found(opened: Sequence[Finding], findings: Sequence[Finding]) -> bool:
    """Whether `opened` names an op for each variable whose cause `findings` does not know."""
    unknown = {name for each in findings if each.code == "GN199" for name in each.variables}
    named = {
        name
        for each in opened
        if each.op_type and each.certainty != "unknown"
        for name in each.variables
    }
    return bool(unknown) and unknown <= named


def _is_perhaps_untaken(finding: Finding) -> bool:
    return (
        finding.code in _PERHAPS_UNTAKEN
        or finding.evidence.get("how") == "bool"
        or "only_decides" in finding.evidence
    )


def _not_found(statuses: dict[str, str], error: Exception) -> Finding:
    missing = tuple(name for name, status in statuses.items() if status == "null")
    return Finding(
        code="GN199",
        status="null",
        severity="error",
        certainty="unknown",
        variables=missing,
        evidence={"failure": f"{type(error).__name__}: {error}"},
    )
