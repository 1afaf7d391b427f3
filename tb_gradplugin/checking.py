"""`check`: whether a Keras model has healthy gradients, asked before it is trained."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from typing import Any

from tb_gradplugin import explaining
from tb_gradplugin.diagnosis.by_fit import of_fit
from tb_gradplugin.messages import nothing_to_differentiate as texts
from tb_gradplugin.schema import codes
from tb_gradplugin.schema.findings import SEVERITIES, Finding, worst_first
from tb_gradplugin.schema.states import Status

STATUSES = ("null", "nonfinite", "zero", "exploding", "vanishing", "wrong")
"""Those that a call can be asked to raise on, worst first."""


class GradientHealthError(Exception):
    """Gradients of a model are not healthy; the text says which and why.

    Attributes:
      report: what was found, as a `Report`.
    """

    def __init__(self, report: explaining.Report):
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        return str(self.report)


def check(
    model: Any,
    x: Any,
    y: Any = None,
    sample_weight: Any = None,
    *,
    raise_on: Collection[str] = ("error", "warning"),
    verify: str = "custom",
) -> explaining.Report:
    """Looks at every gradient of one training step, and raises if one is not healthy.

    Call it before a training, or in a test:

        tbg.check(model, x_train[:32], y_train[:32])

    What is differentiated is what `fit` would differentiate: the model's own `train_step` is run
    up to that point, with `training=True`, the compiled loss, regularisation, `add_loss`, weights
    and the loss scale of mixed precision. Under a dynamic loss scale gradients are judged without
    it, and it may be lowered first where they overflow, as it would be in training. A `train_step`
    of the model's own that takes several gradients is judged by all of them; updates between them
    are left out. The step runs eagerly, whatever `compile` says of `jit_compile`.

    Nothing is trained. Variables, metrics, the optimizer (an unbuilt one stays unbuilt) and the
    random generators are given back as they were, also where the call raises. A model that is
    not built is built. What cannot be given back: what a data set draws for its first batch,
    files, and Python objects that the model changes.

    Args:
      model: a compiled Keras 3 model.
      x: one batch of arrays or tensors, nested as the model wants them, all of which is used; or
        a `tf.data.Dataset` or `keras.utils.PyDataset`, of which the first batch is.
      y: targets; None where they are in `x`, or where the loss needs none.
      sample_weight: weights of the samples, as for `fit`.
      raise_on: when to raise, by any of these words; `()` never does.
        "error", "warning", "note": a finding is that severe. Warnings and errors are what one
        should act on; notes are harmless, or meant.
        "null", "nonfinite", "zero", "exploding", "vanishing", "wrong": a variable has that
        status, be it harmless or not.
        A code such as "GH207": that was found.
      verify: which gradients are compared with finite differences of the forward function:
        "custom" for those of `tf.custom_gradient`, "all" for those of every op.

    Returns:
      The report, as of `explain`, where there was no reason to raise.

    Raises:
      GradientHealthError: there was one; the report is its text, and in its `report`.
      TypeError: `model` is no Keras 3 model on TensorFlow, `x`, `y` or `sample_weight` hold
        something else than arrays, or `raise_on` is no list or tuple of words.
      ValueError: the model is not compiled, has no trainable variable, or several replicas, a
        data set is empty, or a word is none of the above.
      RuntimeError: it is called while a `tf.function` is traced.
      Exception: what the model raises before there is a loss, such as for a wrong shape.
    """
    words = _words(raise_on)
    explaining.require_verify(verify)
    # They import Keras, which a program that only imports this one may not need.
    from tb_gradplugin.capture.keras_training import keras_batch, keras_model
    from tb_gradplugin.capture.keras_training.training_step import TrainingStep
    from tb_gradplugin.capture.observing import evaluation
    from tb_gradplugin.capture.state import state_keeping

    evaluation.require_eager()
    keras_model.require_trainable(model)
    with state_keeping.kept(state_keeping.Variables(x)):
        batch = keras_batch.batch_of(x, y, sample_weight)
    with keras_model.untouched(model):
        step = TrainingStep(model, batch)
        step.build()
        state = state_keeping.Variables(model, getattr(model, "loss", None))
        reports = []
        for loss in step.losses(state):
            plain = step.evaluated(loss, state)
            if plain.exception is not None and not plain.is_loss_known:
                raise plain.exception
            reports.append(
                explaining.report_of(
                    loss.function,
                    loss.variables,
                    plain,
                    state,
                    verify,
                    is_tape_another=bool(loss.missed),
                    in_graph=not model.run_eagerly,
                )
            )
    if not reports and not model.trainable_variables:
        raise ValueError(texts.cannot_be_checked(model.name, len(model.weights)))
    if not reports:
        raise ValueError(
            "The training step must take the gradient of a loss by trainable variables. "
            f"Received: model={model.name!r}, whose step takes none"
        )
    report = _merged(reports)
    if _reasons(report, words):
        raise GradientHealthError(report)
    return report


def _words(raise_on: Any) -> frozenset[str]:
    if isinstance(raise_on, str) or not isinstance(raise_on, Collection):
        raise TypeError(
            "`raise_on` must be a list or tuple of words, such as ('error',) or (). "
            f"Received: raise_on={raise_on!r}"
        )
    for word in raise_on:
        if word not in SEVERITIES and word not in STATUSES and word not in codes.NAMES:
            raise ValueError(
                f"`raise_on` must hold severities {SEVERITIES}, statuses {STATUSES} or codes such "
                f"as 'GN101'. Received: {word!r} in raise_on={raise_on!r}"
            )
    return frozenset(raise_on)


def _reasons(report: explaining.Report, words: frozenset[str]) -> list[str]:
    """Those of the words that hold for a report."""
    said = {word for finding in report.findings for word in (finding.severity, finding.code)}
    return sorted(words & (said | set(report.statuses.values())))


def _merged(reports: list[explaining.Report]) -> explaining.Report:
    """One report of a step that takes several gradients; a variable has its worst status."""
    reports = [dataclasses.replace(one, findings=of_fit(one.findings)) for one in reports]
    if len(reports) == 1:
        return reports[0]
    order = (*STATUSES, Status.OK.name.lower())
    statuses: dict[str, str] = {}
    findings: list[Finding] = []
    for report in reports:
        for name, status in report.statuses.items():
            statuses[name] = min(status, statuses.get(name, status), key=order.index)
        findings += [finding for finding in report.findings if finding not in findings]
    exceptions = [report.exception for report in reports if report.exception is not None]
    return dataclasses.replace(
        reports[0],
        statuses=statuses,
        findings=worst_first(findings),
        exception=exceptions[0] if exceptions else None,
    )
