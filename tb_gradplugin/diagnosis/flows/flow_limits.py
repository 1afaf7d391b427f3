"""Every number that a judgement on the flow of a gradient rests on, with its reason."""

from __future__ import annotations

EXPLODING_NORM = 1e4
"""L2 norm from which a gradient is called exploding: the number of the status."""

VANISHING_SHARE = 1e-9
"""Share of the largest L2 norm of a call below which one is called vanishing: the same."""

LOSS_SCALE = 128.0
"""Smallest factor on a loss that is taken for a loss scale.

Keras starts at 2^15 and halves on overflow; weights of loss terms lie far below.
"""

ONE_OP = 0.6
"""Share of all orders of magnitude lost or gained on the way that makes one op the culprit."""

GRADUAL = 0.5
"""Share of them that a fit over layers or steps must explain to be told as a slow decay."""

FEWEST_LAYERS = 4
"""Layers or steps that a fit needs: with fewer, a ratio between two of them decides it all."""

CANCELLED = 1e-4
"""Gradient over the norm of its parts, below which the parts have cancelled.

Rounding leaves about 1e-7 in float32 and grows with the square root of the number of terms.
"""

EPSILON = {"float32": 1.19e-7, "float64": 2.22e-16}
"""Distance from 1 to the next number of each dtype: the relative error of one rounding is half.

Half precision is left out: what rounding leaves there is too large to be called vanishing.
"""

ROUNDINGS = 100.0
"""Times `EPSILON` that is left of gradients which cancel, at most, beside the largest of them.

Two ways to one value differ by a few ops, each of which rounds once, and by the terms of their
sums, whose roundings add up as their square root: 100 allows for 10,000 terms, and is 1.2e-5 in
float32. A sum that is smaller by chance comes once in as many elements, not in all at once.
"""

SATURATED = 1e-6
"""Distance to its limit at which a sigmoid, tanh or softmax is called saturated.

Its derivative is of that size, which is 2.5e5 times less than at its middle.
"""

UNSCALED = 100.0
"""Magnitude from which data is called unscaled; images of 0 to 255 are, standardised data is not.
"""

TINY = 1e-3
"""Magnitude up to which a factor is called small."""

EXP_UNDERFLOWS_BELOW = {
    "float16": -16.6,
    "bfloat16": -87.3,
    "float32": -87.3,
    "float64": -708.4,
}
"""Logarithm of the smallest normal number (float16: smallest subnormal) of each dtype."""

EXP_OVERFLOWS_ABOVE = {
    "float16": 11.08,
    "bfloat16": 88.7,
    "float32": 88.72,
    "float64": 709.78,
}
"""Logarithm of the largest number of each dtype."""

LARGEST = {"float16": 65504.0, "bfloat16": 3.39e38, "float32": 3.403e38, "float64": 1.797e308}
"""Largest number of each dtype."""

SMALLEST = {"float16": 5.97e-8, "bfloat16": 1.18e-38, "float32": 1.18e-38, "float64": 2.23e-308}
"""Smallest number of each dtype that is kept: float16 keeps subnormals, the others lose them."""

NEAR_UNDERFLOW = 1e3
"""Times `SMALLEST` within which a gradient counts as on the edge of underflow.

Weights and activations are mostly below 1, so that the next product falls below the edge.
"""
