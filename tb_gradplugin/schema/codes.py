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
}
"""Name by code: GN for gradients that are null."""
