"""The histogram of magnitudes: its bins, and how its counts are stored.

A bin holds the finite elements with 2**low <= |element| < 2**high. The bins are
narrow where gradients lie, and borders stand where float16 ends: under 2**-25 an
element becomes 0 there, under 2**-14 it loses digits, from 2**16 on it becomes
infinite. Zeros are in no bin: `zero_fraction` counts them. What is stored of a
bin is its share of the finite elements, in 255ths, rounded up.
"""

from __future__ import annotations

HISTOGRAM = "histogram"
"""Name of the tags: uint8 [variables, bins] each, in chunks of variables."""

BORDERS: tuple[int, ...] = (
    *(-126, -110, -94, -78),
    *range(-61, -25, 4),
    *(-25, -22, -18),
    *range(-14, 16, 3),
    *(16, 24, 32, 48, 64, 96, 128),
)
"""Powers of two, ascending; bin i goes from BORDERS[i] to BORDERS[i + 1]."""

BINS = len(BORDERS) - 1

VARIABLES_PER_CHUNK = 6250
"""So that a chunk of 32 bins has 200 kB: 1,000 of them stay under TensorBoard's 256 MiB."""
