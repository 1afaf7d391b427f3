"""What one gradient can be at one step, as small integers."""

from __future__ import annotations

import enum


class State(enum.IntEnum):
    """What was recorded of one gradient; stored as uint8.

    The larger the number the graver the state, so the worst of several cells
    is their maximum.
    """

    NOT_RECORDED = 0
    """No row speaks of the variable at that step."""
    PRESENT = 1
    """Finite, and not zero everywhere. A variable without elements counts as present."""
    ZERO = 2
    """Every element is 0 (subnormal numbers count as 0, as in TensorFlow's kernels)."""
    NONFINITE = 3
    """At least one element is NaN or infinite."""
    NULL = 4
    """There is no gradient: it is `None`."""


class Status(enum.IntEnum):
    """What a gradient is judged to be, beside the others of its step.

    Never stored: derived from the state and the L2 norm by `health.status`.
    The larger the number the graver the status.
    """

    NOT_RECORDED = 0
    OK = 1
    VANISHING = 2
    EXPLODING = 3
    ZERO = 4
    NONFINITE = 5
    NULL = 6
