"""Why a gradient is missing, said while the training step is being traced.

Only where one is missing anything is done here, so that nothing is paid where none is.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import tensorflow as tf

from tb_gradplugin.recording import tape_listener, variable_table
from tb_gradplugin.recording.described_model import DescribedModel
from tb_gradplugin.recording.health_warning import warn
from tb_gradplugin.recording.session import Session
from tb_gradplugin.schema import records
from tb_gradplugin.schema.findings import Finding

if TYPE_CHECKING:
    from tb_gradplugin.capture.unread_variables import untouched

_EAGER = (
    "The step runs eagerly, and its ops are gone when that is seen. "
    "`tb_gradplugin.explain(loss_fn, variables)` tells why, given the loss as a function."
)


class NullExplainer:
    """Explains missing gradients to the user, the log, and on exceptions; each cause once."""

    def __init__(
        self, session: Session, describe: Callable[[], DescribedModel] = DescribedModel
    ) -> None:
        """Prepares.

        Args:
          session: records what is found.
          describe: tells of the model, when that is needed.
        """
        self._session = session
        self._describe = describe
        self._told: set[object] = set()
        self._step_function: Callable[..., Any] | None = None

    def is_inside(self, step: Callable[..., Any]) -> None:
        """Says which function of ours calls the training step: lines around it are not of it."""
        self._step_function = step

    def of_gradients(
        self,
        gradients: Sequence[Any],
        variables: Sequence[Any],
        table: records.VariableTable,
        target: Any,
        call: tape_listener.Call | None = None,
    ) -> str:
        """Explains those gradients that are None.

        Args:
          gradients: one for each variable.
          variables: TensorFlow or Keras variables.
          table: the variables, as the log names them.
          target: what was differentiated; None where that is not known.
          call: the call of `tape.gradient` that was heard, if one was.

        Returns:
          The text of the explanation; empty where there is none.
        """
        if all(gradient is not None for gradient in gradients):
            return ""
        statuses = ["null" if gradient is None else "ok" for gradient in gradients]
        return self._explained(target, variables, statuses, table, call)

    def of_failed_call(self, call: tape_listener.Call) -> str:
        """Explains why `tape.gradient` raised.

        Args:
          call: one with an `error`.

        Returns:
          The text of the explanation; empty where there is none.
        """
        try:
            variables = variable_table.checked_variables(call.sources, "tape.gradient")
        except (TypeError, ValueError):
            return ""  # Tensors, which the log has no names for.
        statuses = ["null"] * len(variables)
        table = variable_table.variable_table(variables)
        return self._explained(call.target, variables, statuses, table, call)

    def _explained(
        self,
        target: Any,
        variables: Sequence[Any],
        statuses: Sequence[str],
        table: records.VariableTable,
        call: tape_listener.Call | None,
    ) -> str:
        try:
            losses = [each for each in tf.nest.flatten(target) if isinstance(each, tf.Tensor)]
            if tf.executing_eagerly():
                return self._say_of_eager(statuses, table, call)
            if not losses or not all(hasattr(loss.graph, "captures") for loss in losses):
                return ""
            findings = self._findings(losses, variables, statuses, call)
            self._session.add_findings(table, findings, self._step())
            return self._say(findings)
        except Exception as error:
            self._say_what_failed(error)
            return ""

    def _findings(
        self,
        losses: Sequence[tf.Tensor],
        variables: Sequence[Any],
        statuses: Sequence[str],
        call: tape_listener.Call | None,
    ) -> list[Finding]:
        # Imported here: what recording does not need must not be able to break it.
        from tb_gradplugin.capture.graphs import graph_trace
        from tb_gradplugin.capture.sources import frames
        from tb_gradplugin.diagnosis import by_fit, diagnose

        model = self._describe()
        program = graph_trace.program_of_graph(
            losses,
            variables,
            statuses,
            ops_before_gradient=call.ops_before if call is not None else None,
            layers=model.layers,
            metrics=model.metrics,
            within=self._step_function,
            origin=_origin(model),
            tape_calls=[
                graph_trace.TapeCall(tf.nest.flatten(each.target), each.sources, each.results)
                for each in (tape_listener.calls_before(call) if call is not None else [])
                if each.results
            ],
        )
        if call is not None and call.error is not None:
            program = dataclasses.replace(
                program,
                exception=f"{type(call.error).__name__}: {call.error}",
                exception_locations=frames.of_exception(call.error).locations,
            )
        findings = diagnose.null_findings(program)
        return findings if model.model is None else by_fit.of_fit(findings)

    def _say(self, findings: Iterable[Finding]) -> str:
        from tb_gradplugin.messages import explanation

        texts = []
        for finding in findings:
            texts.append(explanation.text(finding))
            cause = records.SeenFinding(finding, 0).cause
            if cause not in self._told:
                self._told.add(cause)
                self._warn(texts[-1])
        return "\n\n".join(texts)

    def _say_of_eager(
        self,
        statuses: Sequence[str],
        table: records.VariableTable,
        call: tape_listener.Call | None,
    ) -> str:
        if call is not None and call.error is not None:
            return _EAGER
        from tb_gradplugin.messages import phrases

        names = tuple(
            variable.name
            for variable, status in zip(table.variables, statuses, strict=True)
            if status == "null"
        )
        verb = "receive" if len(names) > 1 else "receives"
        text = f"{phrases.names(names)} {verb} no gradient. {_EAGER}"
        if names not in self._told:
            self._told.add(names)
            self._warn(text)
        return text

    def _warn(self, text: str) -> None:
        # The verdict that a gradient is null has nothing to add.
        self._session.health.null_is_told = True
        warn(text)

    def _step(self) -> int:
        with tf.init_scope():
            return int(self._session.step.numpy())

    def _say_what_failed(self, error: Exception) -> None:
        self._session.warn(
            "why a gradient is missing could not be found out, because of "
            f"{type(error).__name__}: {error}"
        )


def _origin(model: DescribedModel) -> untouched.Origin | None:
    """Where to look for lines that name what the step did not read."""
    from tb_gradplugin.capture.sources import callers
    from tb_gradplugin.capture.unread_variables import untouched

    if model.model is not None:
        return untouched.origin_of_model(model.model)
    entry = callers.innermost()
    return None if entry is None else untouched.Origin(entry)


def attach(error: BaseException, text: str) -> None:
    """Lets an explanation travel on an exception, once; type and message stay as they are."""
    notes = getattr(error, "__notes__", ())
    if not text or text in notes:
        return
    if hasattr(error, "add_note"):
        error.add_note(text)
        return
    # Python 3.10 shows no notes; kept all the same, to be printed once.
    error.__dict__["__notes__"] = [*notes, text]
    print(text, file=sys.stderr, flush=True)  # noqa: T201 (asked for)
