"""What makes an op dangerous for a gradient, counted in its inputs, op type by op type.

The facts of each op type, all of them counts of elements unless the name says otherwise:

  RealDiv, Div, DivNoNan, Xdivy, ...   denominator_elements, denominator_zero_count,
                                       both_zero_count
  Reciprocal, Inv                      denominator_elements, denominator_zero_count
  Log, Sqrt, Rsqrt, Log1p (of 1 + x)   elements, zero_count, negative_count
  Xlogy, Xlog1py                       the same of the logarithm's argument, both_zero_count
  Pow                                  elements, base_zero_count, base_negative_count,
                                       exponent_min, exponent_max (values),
                                       infinite_slope_count (base 0, exponent below 1, not 0),
                                       outside_count (base negative, exponent not whole)
  Asin, Acos, Atanh, Acosh, Erfinv,    elements, edge_count (infinite slope), outside_count
  Ndtri
  Atan2                                elements, both_zero_count
  ComplexAbs, Angle, Abs, Prod,        elements, zero_count
  Cumprod, Sign
  EuclideanNorm                        norms, zero_norm_count
  Lgamma, Digamma                      elements, pole_count
  Exp, Expm1, Sinh, Cosh               elements, input_max, input_min (values), limit (value: the
                                       largest input whose result is finite), overflow_count,
                                       underflow_count (results that are 0, Exp only)
  Relu, Relu6, Elu, Selu, LeakyRelu    elements, nonpositive_count, nonpositive_share (0 to 1),
                                       units (size of the last axis), units_off (units that are
                                       not positive anywhere); Relu6: above_count (6 and more)
  Sigmoid, Tanh, Erf, Softsign,        elements, saturated_count (slope below 0.001),
  Softplus, Elu, Selu                  saturated_share (0 to 1), flat_count (slope exactly 0),
                                       units, units_saturated
  Softmax, LogSoftmax, and both        row_elements (size of the axis), rows, one_hot_rows (one
  ...CrossEntropyWithLogits            element has all, so that the slope is 0), masked_rows
                                       (every logit -1e8 or less), minus_infinity_rows (every
                                       logit minus infinity), nonfinite_rows
  ClipByValue                          elements, below_count, above_count, outside_share (0 to 1)
  Minimum, Maximum                     elements, first_count and second_count (whose gradient goes
                                       to that input), first_share (0 to 1), tie_count
  Cast to a smaller type               to (name), elements, overflow_count, underflow_count
                                       (becoming 0), largest (value: of the type)
  Select, SelectV2                     elements, true_count, true_share (0 to 1),
                                       then_nonfinite_count, else_nonfinite_count (of a branch)
  Where                                elements, true_count
  Gather, GatherV2, ResourceGather     rows, rows_read (different ones)
  FusedBatchNorm... in training        channels, constant_channels (variance 0)
  Svd, SelfAdjointEigV2                values, equal_count (neighbours closer than 1e-6 of the
                                       largest)
  CTCLoss                              rows, impossible_rows (more labels than time steps)
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from tb_gradplugin.capture.ops import choice_counts, domain_counts
from tb_gradplugin.capture.ops.operands import Facts, Operands


def detail_of(
    op_type: str, inputs: Sequence[Any], outputs: Sequence[Any], attrs: Mapping[str, Any]
) -> Facts:
    """The facts about one op that has just run; none for an op type without an entry.

    Args:
      op_type: TensorFlow's name.
      inputs: eager tensors.
      outputs: eager tensors.
      attrs: attributes by name, as an op callback is given them.
    """
    count = _COUNTERS.get(op_type)
    if count is None:
        return {}
    with np.errstate(all="ignore"):
        return count(Operands(inputs, outputs, attrs))


_partial = functools.partial

_SELU_FLOOR = 1.7580993408473768
"""Selu of minus infinity, without its sign."""

_COUNTERS: dict[str, Callable[[Operands], Facts]] = {
    **dict.fromkeys(
        (
            *("RealDiv", "Div", "DivNoNan", "Xdivy", "FloorDiv", "TruncateDiv"),
            *("FloorMod", "Mod", "TruncateMod"),
        ),
        domain_counts.division,
    ),
    **dict.fromkeys(("Reciprocal", "Inv"), domain_counts.reciprocal),
    **dict.fromkeys(("Log", "Sqrt", "Rsqrt"), domain_counts.root),
    "Log1p": _partial(domain_counts.root, edge=-1.0),
    "Xlogy": domain_counts.x_log_y,
    "Xlog1py": _partial(domain_counts.x_log_y, edge=-1.0),
    "Pow": domain_counts.power,
    **dict.fromkeys(("Asin", "Acos", "Atanh", "Erfinv"), domain_counts.unit_edges),
    "Ndtri": domain_counts.ndtri_edges,
    "Acosh": domain_counts.acosh_edge,
    "Atan2": domain_counts.both_zero,
    **dict.fromkeys(("ComplexAbs", "Angle", "Abs", "Prod", "Cumprod", "Sign"), domain_counts.zeros),
    "EuclideanNorm": domain_counts.norms,
    **dict.fromkeys(("Lgamma", "Digamma"), domain_counts.poles),
    "Exp": _partial(domain_counts.exponential, vanishes=True),
    "Expm1": domain_counts.exponential,
    **dict.fromkeys(("Sinh", "Cosh"), _partial(domain_counts.exponential, both_sides=True)),
    **dict.fromkeys(("Relu", "LeakyRelu"), choice_counts.rectifier),
    "Elu": _partial(choice_counts.negative_side, slope_of=lambda x, y: np.where(x < 0, y + 1, 1)),
    "Selu": _partial(
        choice_counts.negative_side,
        slope_of=lambda x, y: np.where(x < 0, y + np.float32(_SELU_FLOOR), 1),
    ),
    "Relu6": _partial(choice_counts.rectifier, ceiling=6.0),
    "Sigmoid": _partial(choice_counts.saturation, slope_of=lambda _, y: y * (1 - y)),
    "Tanh": _partial(choice_counts.saturation, slope_of=lambda _, y: 1 - y * y),
    "Erf": _partial(
        choice_counts.saturation, slope_of=lambda x, _: np.exp(-x * x) * 2 / math.sqrt(math.pi)
    ),
    "Softplus": _partial(choice_counts.saturation, slope_of=lambda x, _: 1 / (1 + np.exp(-x))),
    "Softsign": _partial(choice_counts.saturation, slope_of=lambda x, _: 1 / (1 + np.abs(x)) ** 2),
    **dict.fromkeys(
        (
            *("Softmax", "LogSoftmax", "SoftmaxCrossEntropyWithLogits"),
            "SparseSoftmaxCrossEntropyWithLogits",
        ),
        choice_counts.softmax,
    ),
    "ClipByValue": choice_counts.clip,
    "Minimum": _partial(choice_counts.choice, takes_first=np.less_equal),
    "Maximum": _partial(choice_counts.choice, takes_first=np.greater_equal),
    "Cast": domain_counts.cast,
    **dict.fromkeys(("Select", "SelectV2"), choice_counts.select),
    "Where": choice_counts.where,
    **dict.fromkeys(("Gather", "GatherV2", "ResourceGather"), choice_counts.rows_read),
    **dict.fromkeys(
        ("FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3"), domain_counts.batch_norm
    ),
    **dict.fromkeys(("Svd", "SelfAdjointEigV2"), domain_counts.spectrum),
    "CTCLoss": domain_counts.alignment,
}

COUNTED = tuple(_COUNTERS)
"""The op types that have an entry."""
