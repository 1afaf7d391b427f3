"""The numbers of a verdict, in words."""

from __future__ import annotations

from collections.abc import Callable

from tb_gradplugin.messages import phrases
from tb_gradplugin.messages.rules.wording import as_text
from tb_gradplugin.schema.verdicts import Verdict

Value = float | int | str


def evidence(verdict: Verdict) -> str:
    """All that was measured, what the verdict rests on first."""
    said = [_said(verdict, name, value) for name, value in verdict.evidence.items()]
    return "; ".join(part for part in said if part)


def _said(verdict: Verdict, name: str, value: Value) -> str:
    phrase = _OF_RULE.get((verdict.rule, name)) or _PHRASES.get(name)
    if phrase is None:
        # What a later version measures.
        return f"{name.replace('_', ' ')} {as_text(value)}"
    return phrase(verdict, value)


def _steps(what: str) -> Callable[[Verdict, Value], str]:
    return lambda _, value: f"{what} on {phrases.counted(int(value), 'step')}"


def _with(before: str, after: str = "") -> Callable[[Verdict, Value], str]:
    return lambda _, value: f"{before}{as_text(value)}{after}"


def _share(before: str, after: str) -> Callable[[Verdict, Value], str]:
    return lambda _, value: f"{before}{as_text(100 * float(value))} %{after}"


def _variables(verdict: Verdict, value: Value) -> str:
    return f"{len(verdict.variables):,} of {phrases.counted(int(value), 'variable')}"


def _layers(verdict: Verdict, value: Value) -> str:
    of_model = verdict.evidence.get("layers_of_model", value)
    return f"{as_text(value)} of {phrases.counted(int(of_model), 'layer')}"


def _decay(verdict: Verdict, value: Value) -> str:
    fit = verdict.evidence.get("decay_fit")
    fitted = "" if fit is None else f", a fit to {as_text(100 * float(fit))} % of the variation"
    return f"a factor of {as_text(value)} from layer to layer{fitted}"


def _kernels(_: Verdict, value: Value) -> str:
    return f"{phrases.counted(int(value), 'kernel')} among them" if value else ""


def _nothing(_: Verdict, __: Value) -> str:
    return ""  # Another phrase has said it.


_PHRASES: dict[str, Callable[[Verdict, Value], str]] = {
    "variables_of_model": _variables,
    "layers": _layers,
    "layers_of_model": _nothing,
    "decay_per_layer": _decay,
    "decay_fit": _nothing,
    "kernels": _kernels,
    "null_steps": _steps("no gradient"),
    "zero_steps": _steps("zero"),
    "nonfinite_steps": _steps("NaN or infinite"),
    "zero_share": _share("", " of the elements are 0"),
    "lost_ratio": _with("down to ", " of the largest norm of the step"),
    "layer_ratio": _with("down to ", " of the largest norm of the step"),
    "growth": _with("up to ", " times the norm of the first steps"),
    "update_ratio": _with("updates of up to ", " times the norm of the variable"),
    "l2_norm": _with("an L2 norm of up to "),
    "float16_magnitude": _with("elements of at most ", " in float16"),
    "loss_scale": _with("a loss scale of ", " at the end"),
    "opening_loss_scale": _with("a loss scale of ", " at first"),
    "skipped_steps": _steps("no update"),
    "skipped_share": _share("", " of all steps skipped"),
}

_OF_RULE: dict[tuple[str, str], Callable[[Verdict, Value], str]] = {
    ("exploding", "layer_ratio"): _with("up to ", " times the gradient of the last bias"),
    ("intermittent", "zero_share"): _share("zero on ", " of the steps"),
    ("stalled", "update_ratio"): _with("updates of ", " of the norm of the variable"),
}
