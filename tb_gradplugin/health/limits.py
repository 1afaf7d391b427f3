"""What a threshold is, and a choice of values for all of them."""

from __future__ import annotations

import dataclasses
import difflib
import math
from collections.abc import Iterable, Mapping

from tb_gradplugin.schema.verdicts import Limit


@dataclasses.dataclass(frozen=True)
class Threshold:
    """One limit.

    Attributes:
      name: `rule.quantity`, as texts quote it.
      value: the limit.
      unit: what the value counts.
      reason: why this number.
      source: where it comes from.
      least: the smallest value that may be chosen; it is above 0 in any case.
      most: the largest value that may be chosen.
      whole: whether it counts something, and so must be a whole number.
    """

    name: str
    value: float
    unit: str
    reason: str
    source: str
    least: float = 0.0
    most: float = math.inf
    whole: bool = False

    @property
    def rule(self) -> str:
        """What the limit belongs to: the name of a rule, or what several rules share."""
        return self.name.partition(".")[0]


def _one_of(names: Iterable[str]) -> str:
    return f"one of {', '.join(names)}"


class UnknownThresholdError(ValueError):
    """There is no threshold of that name."""


class Thresholds:
    """A value for each threshold: the default one, or another that was chosen."""

    def __init__(self, known: tuple[Threshold, ...], chosen: Mapping[str, float]) -> None:
        """Takes the defaults, but where another value was chosen.

        Args:
          known: all thresholds.
          chosen: name -> value.

        Raises:
          UnknownThresholdError: a name is not that of a threshold.
          TypeError: a value is not a number.
          ValueError: a value is not finite, or out of the range of its threshold.
        """
        by_name = {one.name: one for one in known}
        for name in chosen:
            if name not in by_name:
                near = difflib.get_close_matches(str(name), by_name)
                known_names = f"known, such as {', '.join(near)}" if near else _one_of(by_name)
                raise UnknownThresholdError(
                    f"The name of a threshold must be {known_names}. Received: {str(name)[:200]!r}"
                )
        self._known = known
        self._values = {
            name: _checked(one, chosen[name]) if name in chosen else one.value
            for name, one in by_name.items()
        }

    def __getitem__(self, threshold: Threshold) -> float:
        return self._values[threshold.name]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Thresholds) and self._values == other._values

    def __hash__(self) -> int:
        return hash(tuple(self._values.values()))

    def __repr__(self) -> str:
        return f"Thresholds({self.adjusted!r})"

    @property
    def all(self) -> tuple[Threshold, ...]:
        """Every threshold, with its default value."""
        return self._known

    @property
    def adjusted(self) -> dict[str, float]:
        """Name -> value of those that differ from their default."""
        return {
            one.name: self._values[one.name]
            for one in self._known
            if self._values[one.name] != one.value
        }

    def limit(self, threshold: Threshold) -> Limit:
        """The limit as a verdict quotes it."""
        return Limit(threshold.name, self[threshold], threshold.unit)


def _checked(threshold: Threshold, value: object) -> float:
    name = threshold.name
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(
            f"`{name}` must be a number. Received: {value!r} of type {type(value).__name__}"
        )
    number = float(value)
    least, most = threshold.least, threshold.most
    if not math.isfinite(number) or number <= 0 or not least <= number <= most:
        low = f"at least {least:g}" if least > 0 else "above 0"
        high = f" and at most {most:g}" if math.isfinite(most) else ""
        raise ValueError(
            f"`{name}` must be a finite number {low}{high} ({threshold.unit}). Received: {value!r}"
        )
    if threshold.whole and number != int(number):
        raise ValueError(f"`{name}` must be a whole number. Received: {value!r}")
    return number
