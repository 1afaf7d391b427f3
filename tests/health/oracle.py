"""Statuses once more, written from the design's sentences and one cell at a time."""

import math

EXPLODING = 1e4
VANISHING = 1e-9


def statuses(states: list[list[int]], norms: list[list[float]]) -> list[list[str]]:
    """Names of the statuses, decided in the order in which the design lists them."""
    return [
        [
            _status(state, norm, list(zip(row, row_of_norms, strict=True)))
            for state, norm in zip(row, row_of_norms, strict=True)
        ]
        for row, row_of_norms in zip(states, norms, strict=True)
    ]


def _status(state: int, norm: float, step: list[tuple[int, float]]) -> str:
    if state == 4:
        return "null"
    if state == 3:
        return "nonfinite"
    if state == 2:
        return "zero"
    if state != 1:
        return "not_recorded"
    if norm > EXPLODING:
        return "exploding"
    largest = 0.0
    for other_state, other_norm in step:
        if other_state == 1 and not math.isnan(other_norm):
            largest = max(largest, other_norm)
    if 0 < norm < VANISHING * largest:
        return "vanishing"
    return "ok"
