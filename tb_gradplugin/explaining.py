"""`explain`: why gradients are missing, sick or wrong, asked of TensorFlow itself."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Sequence
from typing import Any

from tb_gradplugin import lines_of_layers, missing_gradients, parts_of_layers, zero_variables
from tb_gradplugin.capture import eager_run, flow_run, gradient_check, untaken_branches
from tb_gradplugin.capture.observing import asked, evaluation, loss_functions
from tb_gradplugin.capture.observing.observation import Observation
from tb_gradplugin.capture.observing.replayed_calls import Recorder
from tb_gradplugin.capture.state import state_keeping
from tb_gradplugin.diagnosis import (
    check_diagnose,
    filled_with_zeros,
    flow_diagnose,
    flow_loss,
    left_by_rounding,
    spoilt_in_branch,
    unwritten_arrays,
)
from tb_gradplugin.diagnosis.program import Program
from tb_gradplugin.messages import explanation
from tb_gradplugin.messages.notebook import report as notebook_report
from tb_gradplugin.schema.findings import Finding, worst_first

_CUSTOM_GRADIENT = "CustomGradient"

_logger = logging.getLogger("tb_gradplugin")


@dataclasses.dataclass(frozen=True)
class Report:
    """What `explain` found; its text is `str(report)`, and a notebook shows it as HTML.

    Attributes:
      statuses: every variable that was asked about -> "null", "nonfinite", "zero", "exploding",
        "vanishing", "wrong" or "ok".
      findings: worst first.
      exception: what the user's program raised, or None.
    """

    statuses: dict[str, str]
    findings: list[Finding]
    exception: BaseException | None = None

    def __str__(self) -> str:
        return explanation.report_text(self.statuses, self.findings, self._raised)

    def _repr_html_(self) -> str:
        """What Jupyter shows of it: the words of the text, which fold up, and every status."""
        return notebook_report.report_html(self.statuses, self.findings, self._raised)

    @property
    def _raised(self) -> str:
        return evaluation.text_of(self.exception) if self.exception else ""


def explain(loss_fn: Callable[[], Any], variables: Any, *, verify: str = "custom") -> Report:
    """Says why gradients are missing, zero, vanishing, exploding, not finite or wrong.

    It names the op to blame, the user's line, and what to change:

        report = tbg.explain(lambda: loss(model(x), y), model.trainable_variables)
        print(report)

    The status of a variable is the first of these that holds: "null" (no gradient), "nonfinite"
    (an element is NaN or infinite), "zero" (every element is 0), "exploding" (an L2 norm over
    1e4), "vanishing" (one under 1e-9 of the largest of this call, or what rounding leaves of the 0
    behind a softmax over one element or a sum of a softmax), "wrong" (it disagrees with its own
    forward function by more than 10 %), "ok". The severity of a finding tells whether there
    is anything to act on: what is zero by mathematics, or differs on purpose, is a note. A
    loss that is NaN or infinite is explained too, where every gradient is finite.

    The loss is evaluated inside of a `tf.GradientTape`, as a training step would, and once more
    op by op; where a gradient is there and sick, a third time, in which every value and every
    gradient on the way is measured; where a branch may hide the cause, it is traced as well. The
    time grows in proportion to the number of ops, and the gradients of one pass are held in
    memory together. Functions with a custom gradient are run by themselves, with small steps of
    their arguments: for 20 seconds at most, and every op, with `verify="all"`, for 60.

    Variables, metrics and the random generators of TensorFlow, Keras, NumPy and Python are given
    back as they were; so are generators of the program's own, such as `np.random.default_rng`
    makes, where the loss function comes to them by names, attributes and closures. What cannot be
    given back: iterators that the loss function takes from, files that it reads or writes, other
    Python objects that it changes, what it puts into a mutable lookup table, and, on a GPU, the
    random state that a `tf.function` keeps for an op inside of it, such as `tf.random.normal`.

    Args:
      loss_fn: takes nothing and returns the loss, as it stands inside of a `tf.GradientTape`. It
        must give the same loss each time that it is called with the same random numbers. Of a
        list, tuple or dict of tensors the sum is explained, as `tape.gradient` takes it.
      variables: list, tuple or dict of `tf.Variable`, Keras variables or eager tensors, such as
        `model.trainable_variables`.
      verify: which gradients are compared with finite differences of the forward function:
        "custom" for those of `tf.custom_gradient`, "all" for those of every op on the way, which
        finds the gradients of TensorFlow's own that are wrong at some values.

    Returns:
      The status of every variable and the findings, worst first. What the loss function raises is
      in it, and every variable is "null" then.

    Raises:
      TypeError: `loss_fn` cannot be called without arguments, or returns several things that are
        not all tensors, or `variables` holds something else.
      ValueError: `variables` is empty, or `verify` is something else.
      RuntimeError: it is called while a `tf.function` is traced.
    """
    loss_functions.require_callable(loss_fn)
    require_verify(verify)
    evaluation.require_eager()
    flat = asked.checked(variables)
    state = state_keeping.Variables(loss_fn)
    plain = state_keeping.evaluated(loss_fn, flat, state)
    loss_functions.require_tensors(plain)
    return report_of(loss_fn, flat, plain, state, verify)


def require_verify(verify: str) -> None:
    """Refuses what is no kind of verification.

    Raises:
      ValueError: it is none.
    """
    if verify not in gradient_check.VERIFY:
        raise ValueError(
            f"`verify` must be one of {gradient_check.VERIFY}. Received: verify={verify!r}"
        )


def report_of(
    loss_fn: Callable[[], Any],
    variables: Sequence[Any],
    plain: evaluation.Evaluation,
    state: state_keeping.Variables,
    verify: str,
    is_tape_another: bool = False,
    in_graph: bool = False,
) -> Report:
    """Explains what came of an evaluation.

    Args:
      loss_fn: as for `explain`.
      variables: the same in a flat list.
      plain: its evaluation, with the statuses that are to be explained.
      state: the values of variables that were given back after it.
      verify: as for `explain`.
      is_tape_another: whether some statuses are "null" because the program's own tape did not
        record what the tape of the evaluation did.
      in_graph: whether training runs it in a `tf.function`.
    """
    statuses = dict(zip(asked.names(variables), plain.statuses, strict=True))
    parts = _Parts(loss_fn, variables, plain, state, verify, not is_tape_another, in_graph)
    # The first of them draws the random numbers of the evaluation before.
    findings = [
        *_answered(parts.sick_findings, "GH299", statuses),
        *_answered(parts.null_findings, "GN199", statuses),
        *_answered(parts.check_findings, "", statuses),
    ]
    findings = spoilt_in_branch.led_by_condition(unwritten_arrays.toned_down(findings))
    statuses = left_by_rounding.with_proven(statuses, findings)
    statuses = check_diagnose.with_wrong(statuses, findings)
    return Report(statuses, worst_first(_each_cause_once(findings)), plain.exception)


class _Parts:
    """The questions that are asked about one loss, each with its findings."""

    def __init__(
        self,
        loss_fn: Callable[[], Any],
        variables: Sequence[Any],
        plain: evaluation.Evaluation,
        state: state_keeping.Variables,
        verify: str,
        tape_sees_path: bool,
        in_graph: bool,
    ):
        self._tape_sees_path = tape_sees_path
        self._loss_fn, self._variables = loss_fn, variables
        self._plain, self._state, self._verify = plain, state, verify
        self._recorder = Recorder(with_ops=verify == "all", in_graph=in_graph)
        self._program: Program | None = None

    def sick_findings(self) -> list[Finding]:
        """Of gradients, or a loss, that are there and zero, not finite, exploding or vanishing."""
        statuses, near = self._plain.statuses, self._plain.may_be_rounding
        is_sick = bool(set(statuses).intersection(flow_diagnose.SICK))
        if self._plain.is_loss_finite and not is_sick and not near:
            return []
        statuses = left_by_rounding.as_vanishing(statuses, near)
        observation = flow_run.new_observation(self._loss_fn, self._state)
        flow = flow_run.flow(
            self._loss_fn, self._variables, statuses, self._state, observation, again=True
        )
        findings, left = filled_with_zeros.explained(
            flow,
            lambda: untaken_branches.seen(self._loss_fn, self._variables, statuses, self._state),
        )
        findings += zero_variables.led_by_lines(
            flow_diagnose.sick_findings(left), self._variables, self._state.all, self._loss_fn
        )
        named = asked.names(self._variables)
        findings = left_by_rounding.proven(findings, {named[place] for place in near})
        findings = flow_loss.with_loss_finding(flow, findings)
        makers = lines_of_layers.Makers(self._loss_fn)
        return lines_of_layers.led_by_lines(findings, observation.placed_layers, makers)

    def null_findings(self) -> list[Finding]:
        """Of gradients that are missing; where none is, a part of one may be."""
        observation = eager_run.new_observation(Observation, self._loss_fn, self._state)
        program = eager_run.observed(
            self._loss_fn,
            self._variables,
            self._plain.statuses,
            self._state,
            observation,
            listeners=(self._recorder.listening,),
        )
        self._program = dataclasses.replace(program, tape_sees_path=self._tape_sees_path)
        findings = missing_gradients.null_findings(
            self._program, self._loss_fn, self._variables, self._plain, self._state
        )
        placed = observation.placed_layers
        makers = lines_of_layers.Makers(self._loss_fn)
        findings = lines_of_layers.led_by_lines(findings, placed, makers)
        return parts_of_layers.led_by_lines(findings, placed, observation.placing_models, makers)

    def check_findings(self) -> list[Finding]:
        """Of gradients that disagree with their own forward function."""
        if self._program is None or self._program.exception:
            return []
        return check_diagnose.check_findings(
            gradient_check.compared(self._program, self._recorder, self._state, self._verify)
        )


def _answered(
    part: Callable[[], list[Finding]], code: str, statuses: dict[str, str]
) -> list[Finding]:
    try:
        return part()
    except Exception as error:
        _logger.exception("The gradients could not be explained.")
        return _not_found(code, statuses, error)


def _each_cause_once(findings: list[Finding]) -> list[Finding]:
    """Leaves out what a comparison with the forward function says more closely."""
    wrong = {
        finding.evidence.get("function")
        for finding in findings
        if finding.code.startswith("GC") and finding.severity == "error"
    }
    return [
        finding
        for finding in findings
        if not finding.code.startswith("GH")
        or finding.op_type != _CUSTOM_GRADIENT
        or finding.evidence.get("function") not in wrong
    ]


def _not_found(code: str, statuses: dict[str, str], error: Exception) -> list[Finding]:
    wanted = {"GN199": ("null",), "GH299": flow_diagnose.SICK}.get(code, ())
    missing = tuple(name for name, status in statuses.items() if status in wanted)
    if not missing:
        return []
    finding = Finding(
        code=code,
        status=next(status for status in wanted if status in statuses.values()),
        severity="error",
        certainty="unknown",
        variables=missing,
        evidence={"failure": f"{type(error).__name__}: {error}"},
    )
    return [finding]
