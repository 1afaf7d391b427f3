"""The code and the name of each cause. Both are for ever."""

from __future__ import annotations

NAMES: dict[str, str] = {
    "GN101": "stop-gradient",
    "GN102": "non-differentiable-op",
    "GN103": "integer-dtype",
    "GN104": "unused-in-loss",
    "GN105": "not-watched",
    "GN106": "replaced-by-tensor",
    "GN107": "computed-outside-tape",
    "GN108": "wrapped-in-new-variable",
    "GN109": "unregistered-gradient",
    "GN110": "partial-gradient",
    "GN111": "not-trainable",
    "GN112": "left-tensorflow",
    "GN113": "state-read-after-assign",
    "GN114": "metric-as-loss",
    "GN115": "untaken-branch",
    "GN116": "custom-gradient-none",
    "GN117": "discrete-sampling",
    "GN118": "second-order-dropped",
    "GN119": "tape-misuse",
    "GN120": "custom-gradient-bypassed",
    "GN199": "cause-not-found",
    "GH201": "vanishing",
    "GH202": "exploding",
    "GH203": "non-finite",
    "GH204": "zero",
    "GH207": "dead-relu",
    "GH208": "saturated-activation",
    "GH209": "clipped-out-of-range",
    "GH210": "zero-by-registration",
    "GH211": "zero-initialisation",
    "GH212": "single-element-softmax",
    "GH213": "empty-selection",
    "GH214": "cancelling-paths",
    "GH215": "underflow",
    "GH216": "division-by-zero",
    "GH217": "log-or-power-at-zero",
    "GH218": "square-root-at-zero",
    "GH219": "where-trap",
    "GH220": "overflow",
    "GH221": "domain-edge",
    "GH222": "masked-softmax",
    "GH223": "non-finite-input",
    "GH224": "exploding-recurrence",
    "GH225": "unscaled-values",
    "GH226": "saturating-depth",
    "GH227": "vanishing-through-time",
    "GH228": "zero-by-mathematics",
    "GH229": "impossible-alignment",
    "GH299": "cause-not-found",
    "GC301": "wrong-custom-gradient",
    "GC302": "custom-gradient-ignores-upstream",
    "GC303": "custom-gradient-forgets-variable",
    "GC304": "wrong-built-in-gradient",
    "GC305": "surrogate-gradient",
    "GC306": "not-checkable",
}
"""Name by code: GN for gradients that are null, GH for sick ones, GC for wrong ones."""

OF_COURSES: dict[str, str] = {
    "GH205": "stalled",
    "GH206": "intermittent",
}
"""Those of what shows over many steps only: verdicts have them, and no cause has."""

ALL: dict[str, str] = dict(sorted((NAMES | OF_COURSES).items(), key=lambda each: each[0][2:]))
"""Every code that has a page, in their order."""
