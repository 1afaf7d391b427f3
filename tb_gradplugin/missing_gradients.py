"""Why gradients are missing: which evaluations of the loss tell, and what each is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tb_gradplugin.capture import eager_run, returned_values, untaken_branches
from tb_gradplugin.capture.observing import evaluation
from tb_gradplugin.capture.state import state_keeping
from tb_gradplugin.diagnosis import diagnose, filled_with_zeros, op_types, reused_graphs
from tb_gradplugin.diagnosis.program import Program
from tb_gradplugin.schema.findings import Finding


def null_findings(
    program: Program,
    loss_fn: Callable[[], Any],
    variables: Sequence[Any],
    plain: evaluation.Evaluation,
    state: state_keeping.Variables,
) -> list[Finding]:
    """Explains the gradients that are missing.

    Args:
      program: the loss, evaluated op by op.
      loss_fn: takes nothing and returns the loss.
      variables: what is asked about.
      plain: the evaluation whose statuses are explained.
      state: the values of variables that are given back after each evaluation.

    Raises:
      RuntimeError: op by op, the loss raises what it does not raise otherwise.
    """
    if program.exception and plain.exception is None:
        # What runs in a graph alone, such as `tf.gradients`, raises when its function is opened.
        traced = untaken_branches.seen(loss_fn, variables, plain.statuses, state)
        if traced is None:
            raise RuntimeError(f"Op by op, the loss raises {program.exception}")
        return diagnose.null_findings(traced)
    findings = diagnose.null_findings(program)
    if _is_of_closed_functions(program, findings):
        # What is None, or raises, only where a `tf.function` is one op, as for a tape around it.
        closed = eager_run.observed(loss_fn, variables, plain.statuses, state, closed=True)
        if plain.exception and not plain.is_loss_known and not closed.exception:
            # What the first run left behind, such as a tensor of a graph, the next does not meet.
            closed = eager_run.as_raised(closed, plain)
        if closed.exception or any(None in tape.results for tape in closed.inner_tapes):
            found = diagnose.null_findings(closed)
            if closed.exception or not _is_unknown(found):
                return found
    return _of_program(program, findings, loss_fn, variables, plain, state)


def _of_program(
    program: Program,
    findings: list[Finding],
    loss_fn: Callable[[], Any],
    variables: Sequence[Any],
    plain: evaluation.Evaluation,
    state: state_keeping.Variables,
) -> list[Finding]:
    """What one evaluation tells, and where it leaves something open, what others add."""
    unexplained = any(finding.code in returned_values.UNEXPLAINED for finding in findings)
    if unexplained and returned_values.may_return(program):
        compared = returned_values.seen(loss_fn, variables, program, state)
        if compared is not None:
            program, findings = compared, diagnose.null_findings(compared)
    if _is_converted(program) or any(each.op_type == op_types.FUNCTION_CALL for each in findings):
        # Such as `float(x)`, which in a `tf.function` is a cast; or a function that was traced
        # before, or loaded from a file, and opens only in a graph.
        traced = _traced(program, loss_fn, variables, plain, state)
        opened = diagnose.null_findings(traced) if traced is not None else []
        if opened and all(finding.certainty != "unknown" for finding in opened):
            return opened
    if any(
        filled_with_zeros.perhaps_untaken(finding) or finding.evidence.get("how") == "bool"
        for finding in findings
    ):
        untaken = _traced(program, loss_fn, variables, plain, state)
        if untaken is not None:
            opened = diagnose.null_findings(untaken)
            if _explain_what_was_not_found(opened, findings):
                # What ran as a graph may do other than the same code does op by op.
                return opened
            findings = diagnose.null_findings(program, untaken)
    return findings


def _traced(
    program: Program,
    loss_fn: Callable[[], Any],
    variables: Sequence[Any],
    plain: evaluation.Evaluation,
    state: state_keeping.Variables,
) -> Program | None:
    """The loss as a graph; None where it cannot be traced."""
    traced = untaken_branches.seen(loss_fn, variables, plain.statuses, state)
    return None if traced is None else reused_graphs.with_left_out(traced, program)


def _is_of_closed_functions(program: Program, findings: Sequence[Finding]) -> bool:
    """Whether opening the functions seems to have changed what the program does."""
    if program.exception:
        return any(finding.evidence.get("misuse") == "graph_only" for finding in findings)
    return _is_unknown(findings)


def _is_unknown(findings: Sequence[Finding]) -> bool:
    return any(finding.code == "GN199" for finding in findings)


def _is_converted(program: Program) -> bool:
    """Whether a number of the program's leaves TensorFlow only where no function is traced."""
    return any(
        departure.in_function and op_types.carries_gradient(program.values[departure.value].dtype)
        for departure in program.departures
    )


def _explain_what_was_not_found(opened: Sequence[Finding], findings: Sequence[Finding]) -> bool:
    """Whether `opened` names an op, or a graph, for each variable whose cause is not known."""
    unknown = {name for each in findings if each.code == "GN199" for name in each.variables}
    named = {
        name
        for each in opened
        if (each.op_type or "traced" in each.evidence) and each.certainty != "unknown"
        for name in each.variables
    }
    return bool(unknown) and unknown <= named
