"""The statistics of one gradient at one step: names, units, meanings.

Each of `STATISTICS` is one tag with one float32 vector over the variables of a
table; those of `STEP_STATISTICS` are scalars. The former are taken over the
*finite* elements of the gradient; `nan_count` and `inf_count` say how many that
leaves out. Where a statistic does not exist its element is
NaN, and `absent` says when that is; the state of the gradient is a tag of its
own (`STATE`, uint8, see `states.State`) and is never told by a NaN.

A gradient held in float16 or bfloat16 is measured in float32, one in float64
in float64, a complex one by the magnitudes of its elements. Results beyond the
range of float32 are stored as the nearest finite float32 number.
"""

from __future__ import annotations

import dataclasses

STATE = "state"
"""Name of the tag that holds `states.State`, a uint8 vector over the variables."""


@dataclasses.dataclass(frozen=True)
class Statistic:
    """One row of the table.

    Attributes:
      name: part of the tag, and the name that routes and arrays use.
      label: the name for people.
      unit: what the number counts; "1" for a plain ratio or share.
      scale: "log" where orders of magnitude matter, "linear" for shares and
        counts, "signed" where the sign matters.
      meaning: one sentence.
      absent: when the element is NaN.
    """

    name: str
    label: str
    unit: str
    scale: str
    meaning: str
    absent: str


_NO_FINITE = "no gradient, or no finite element"

STATISTICS: tuple[Statistic, ...] = (
    Statistic(
        "l2_norm",
        "L2 norm",
        "gradient",
        "log",
        "Square root of the sum of squares, safe from underflow and overflow.",
        _NO_FINITE,
    ),
    Statistic(
        "max_abs",
        "Largest magnitude",
        "gradient",
        "log",
        "Largest absolute value of an element.",
        _NO_FINITE,
    ),
    Statistic(
        "mean",
        "Mean",
        "gradient",
        "signed",
        "Arithmetic mean of the elements.",
        _NO_FINITE + ", or the gradient is complex",
    ),
    Statistic(
        "std",
        "Standard deviation",
        "gradient",
        "log",
        "Standard deviation of the elements around their mean (divided by their number).",
        _NO_FINITE + ", or the gradient is complex",
    ),
    Statistic(
        "zero_fraction",
        "Share of zeros",
        "1",
        "linear",
        "Number of elements equal to 0, divided by the number of finite elements.",
        _NO_FINITE,
    ),
    Statistic(
        "nan_count",
        "NaN elements",
        "elements",
        "linear",
        "Number of elements that are NaN.",
        "no gradient",
    ),
    Statistic(
        "inf_count",
        "Infinite elements",
        "elements",
        "linear",
        "Number of elements that are plus or minus infinity.",
        "no gradient",
    ),
    Statistic(
        "float16_lost",
        "Share lost in float16",
        "1",
        "linear",
        "Share of the non-zero finite elements that float16 cannot hold: under 2**-25, where it "
        "rounds to 0, or from 2**16 on, where it rounds to infinity.",
        "no gradient, or no finite element other than 0",
    ),
    Statistic(
        "bfloat16_lost",
        "Share lost in bfloat16",
        "1",
        "linear",
        "Share of the non-zero finite elements outside of the range of bfloat16, 2**-126 to "
        "2**128; only float64 has such.",
        "no gradient, or no finite element other than 0",
    ),
    Statistic(
        "variable_norm",
        "Norm of the variable",
        "variable",
        "log",
        "L2 norm of the variable itself, before the update of the step.",
        "the variable has no finite element, or the row is off schedule (a state changed)",
    ),
    Statistic(
        "update_ratio",
        "Update ratio",
        "1",
        "log",
        "L2 norm of what the step changed in the variable, divided by the variable's norm before.",
        "the variable was 0, the recording ended before the update, the row is off schedule (a "
        "state changed), or the ratio is switched off",
    ),
)

STEP_STATISTICS: tuple[Statistic, ...] = (
    Statistic(
        "loss",
        "Loss",
        "loss",
        "signed",
        "The loss of the step that the gradients belong to, without loss scale.",
        "the loss is not known",
    ),
    Statistic(
        "learning_rate",
        "Learning rate",
        "1",
        "log",
        "The learning rate of the optimizer on that step.",
        "the optimizer is not known",
    ),
    Statistic(
        "loss_scale",
        "Loss scale",
        "1",
        "log",
        "What the loss was multiplied with before the gradients were taken.",
        "the loss is not scaled",
    ),
    Statistic(
        "global_norm",
        "Global norm",
        "gradient",
        "log",
        "L2 norm of all gradients together, before the optimizer's clipping.",
        "no gradient is finite",
    ),
    Statistic(
        "clipped_global_norm",
        "Global norm after clipping",
        "gradient",
        "log",
        "L2 norm of all gradients together, as the optimizer's clipping leaves them.",
        "the optimizer is not known or does not clip",
    ),
)
"""Statistics of a whole step: one tag each, with a float32 scalar."""

BY_NAME = {statistic.name: statistic for statistic in STATISTICS}
NAMES = tuple(BY_NAME)
STEP_NAMES = tuple(statistic.name for statistic in STEP_STATISTICS)
