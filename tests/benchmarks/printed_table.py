"""The table that `make bench` prints, and the sentences below it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import rich.box
import rich.table

from tests.benchmarks.arms import ARMS, BARE, DEFAULT, HISTOGRAMS
from tests.benchmarks.intervals import Median, median
from tests.benchmarks.log_size import Projected, RowSize
from tests.benchmarks.networks import NETWORKS
from tests.benchmarks.step_times import PERIOD, StepTimes
from tests.benchmarks.turns import Block

_NOTHING = ""


@dataclasses.dataclass
class Findings:
    """All that was measured of one network; empty where it was not asked for.

    Attributes:
      steps: blocks of the arms.
      first_steps: seconds of the first step: with the default, and bare, pair by pair.
      peak_megabytes: arm -> those of each process.
      row: bytes of a row in the log of the default arm.
      rows: arm -> rows in its log.
    """

    steps: StepTimes | None = None
    first_steps: tuple[list[float], list[float]] | None = None
    peak_megabytes: dict[str, list[float]] = dataclasses.field(default_factory=dict)
    row: RowSize | None = None
    rows: dict[str, int] = dataclasses.field(default_factory=dict)


def table(findings: dict[str, Findings]) -> rich.table.Table:
    """One section for each network, one line for each arm."""
    columns = ("step", "time / bare", "95 %", "CPU / bare", "95 %", "first step", "/ bare", "95 %")
    made = rich.table.Table(box=rich.box.SIMPLE_HEAD, pad_edge=False)
    made.add_column("network")
    made.add_column("recorded")
    for column in (*columns, "peak memory", "rows"):
        made.add_column(column, justify="right")
    for network, found in findings.items():
        arms = list(found.steps.blocks) if found.steps else [BARE, DEFAULT]
        for arm in arms:
            made.add_row(
                NETWORKS[network].label if arm == arms[0] else _NOTHING,
                ARMS[arm].label,
                *_of_steps(found.steps, arm),
                *_of_first_step(found.first_steps, arm),
                _memory(found, arm),
                f"{found.rows[arm]:,}" if arm in found.rows else _NOTHING,
                end_section=arm == arms[-1],
            )
    return made


def sentences(findings: dict[str, Findings], projected: Projected) -> Iterator[str]:
    """What else there is to say."""
    for network, found in findings.items():
        if found.steps is not None:
            yield from _of_arms(NETWORKS[network].label, found.steps)
    for network, found in findings.items():
        if found.row is not None:
            yield f"{NETWORKS[network].label}: a row has {_size(found.row)}"
    yield f"{projected.row.variables:,} variables: a row has {_size(projected.row)}"
    yield (
        f"{projected.steps:,} steps of {projected.row.variables:,} variables: {projected.rows:,} "
        f"rows by default, {projected.size_bytes / 1e6:.1f} MB with histograms and counters."
    )


def _of_steps(steps: StepTimes | None, arm: str) -> tuple[str, ...]:
    if steps is None:
        return (_NOTHING,) * 5
    middle = median([block.seconds for block in steps.blocks[arm]]).value
    shown = f"{middle / PERIOD * 1e3:.2f} ms"
    if arm == BARE:
        return (shown, *(_NOTHING,) * 4)
    return shown, *_ratio(steps.ratios(arm, _wall)), *_ratio(steps.ratios(arm, _cpu))


def _of_first_step(
    first_steps: tuple[list[float], list[float]] | None, arm: str
) -> tuple[str, ...]:
    if first_steps is None or arm not in (BARE, DEFAULT):
        return (_NOTHING,) * 3
    recorded, bare = first_steps
    if arm == BARE:
        return f"{median(bare).value:.2f} s", _NOTHING, _NOTHING
    ratios = [one / other for one, other in zip(recorded, bare, strict=True)]
    return f"{median(recorded).value:.2f} s", *_ratio(ratios)


def _memory(found: Findings, arm: str) -> str:
    if arm not in found.peak_megabytes:
        return _NOTHING
    peak, bare = (median(found.peak_megabytes[name]).value for name in (arm, BARE))
    return f"{peak:.0f} MB" if arm == BARE else f"{peak:.0f} MB ({peak - bare:+.0f})"


def _of_arms(label: str, steps: StepTimes) -> Iterator[str]:
    if DEFAULT in steps.blocks and HISTOGRAMS in steps.blocks:
        default = median([ratio - 1 for ratio in steps.ratios(DEFAULT, _wall)])
        histograms = median([ratio - 1 for ratio in steps.ratios(HISTOGRAMS, _wall)])
        yield (
            f"{label}: tf.summary.histogram adds {histograms.value:.1%} to a step, the default "
            f"{default.value:.2%}{_times(histograms, default)}."
        )
    for arm, difference in steps.differing.items():
        yield (
            f"{label}: the variables trained with {ARMS[arm].label!r} differ from the bare ones by "
            f"at most {difference:.1e}."
        )


def _times(histograms: Median, default: Median) -> str:
    if default.value <= 0:
        return ", which is less than can be measured"
    said = f": {histograms.value / default.value:.3g} times as much"
    if default.high is not None and histograms.low is not None:
        said += f" ({histograms.low / default.high:.3g} by the near ends of both intervals)"
    return said


def _size(row: RowSize) -> str:
    return (
        f"{row.plain:,.0f} bytes, of which {row.per_variable:.1f} for each of {row.variables:,} "
        f"variables and {row.fixed:,.0f} besides; the histogram has {row.histogram:,.0f} more, the "
        f"counters {row.counters:,.0f}."
    )


def _ratio(ratios: list[float]) -> tuple[str, str]:
    found = median(ratios)
    if found.low is None or found.high is None:
        return f"{found.value:.3f}", "too few"
    return f"{found.value:.3f}", f"{found.low:.3f} to {found.high:.3f}"


def _wall(block: Block) -> float:
    return block.seconds


def _cpu(block: Block) -> float:
    return block.cpu_seconds
