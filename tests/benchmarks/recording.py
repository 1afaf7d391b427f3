"""What recording costs: the time of a step and of the first step, memory, and room on disk.

    python -m tests.benchmarks.recording                             everything
    python -m tests.benchmarks.recording --models mlp --rounds 2     a quick look
    python -m tests.benchmarks.recording --arms default --rounds 40 --traces 0 --peaks 0

Run it from the folder that holds pyproject.toml, on a machine that does nothing else. It
asserts nothing: a time is a property of a machine.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import pathlib
import platform
import sys
import tempfile
import time
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from tests.benchmarks.printed_table import Findings

# Read when TensorFlow and Keras are imported, which is why those imports stand in functions.
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
# Whoever has switched recording off elsewhere wants to time it here.
os.environ.pop("TB_GRADPLUGIN_DISABLE", None)

ROUNDS = {"mlp": 20, "mobilenet": 6, "transformer": 6, "mlp-xla": 15}
"""Blocks of each arm: an interval of 95 % needs 6, and short blocks more than long ones."""

CONTROLLED = ("mlp", "mlp-xla")
"""Where the bare training runs twice by default: what the turns distort shows in short steps."""

MANY_VARIABLES, MANY_STEPS = 1000, 10**6


def main() -> int:
    """Returns the exit code."""
    from tests.benchmarks import log_size, printed_table

    options = parsed_options()
    progress = Console(stderr=True)
    before, start = os.getloadavg()[0], time.monotonic()
    findings = {}
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        for network in options.models:
            findings[network] = measured(network, options, place / network, progress)
        projected = log_size.projected(MANY_STEPS, MANY_VARIABLES, place / "many_variables")
    output = Console(width=None if sys.stdout.isatty() else 180, highlight=False)
    output.print(printed_table.table(findings))
    for sentence in printed_table.sentences(findings, projected):
        output.print(sentence)
    output.print(
        f"{machine()}; a load of {before:.1f} before; {time.monotonic() - start:.0f} s in all."
    )
    if options.json is not None:
        everything = {network: dataclasses.asdict(found) for network, found in findings.items()}
        options.json.write_text(json.dumps(everything, indent=1))
    return 0


def measured(
    network: str, options: argparse.Namespace, folder: pathlib.Path, progress: Console
) -> Findings:
    """Everything that was asked for of one network; `folder` gets the logs."""
    from tests.benchmarks import first_step, log_size, peak_memory, step_times
    from tests.benchmarks.arms import ARMS, BARE, CONTROL, DEFAULT
    from tests.benchmarks.networks import NETWORKS
    from tests.benchmarks.printed_table import Findings

    chosen, found = NETWORKS[network], Findings()
    asked = options.arms or [arm for arm in ARMS if arm != CONTROL or network in CONTROLLED]
    # The bare arm is always there, and the first.
    arms = [arm for arm in ARMS if arm == BARE or arm in asked]
    arms = [arm for arm in arms if ARMS[arm].under_xla or not chosen.jit_compile]
    rounds = ROUNDS[network] if options.rounds is None else options.rounds
    if rounds:
        progress.print(f"{chosen.label}: {rounds} rounds of {len(arms)} arms")
        found.steps = step_times.measured(chosen, arms, rounds, folder)
        found.rows = {
            arm: log_size.number_of_rows(folder / arm) for arm in arms if ARMS[arm].has_rows
        }
        if not all(found.rows.values()):
            raise RuntimeError(f"Every log must have rows. Received: {found.rows} rows")
        if DEFAULT in arms:
            found.row = log_size.row_size(folder / DEFAULT)
    if options.traces:
        progress.print(f"{chosen.label}: {options.traces} pairs of first steps")
        found.first_steps = first_step.seconds(chosen, DEFAULT, options.traces, folder / "first")
    if options.peaks:
        progress.print(f"{chosen.label}: {options.peaks} pairs of processes for peak memory")
    for _ in range(options.peaks):
        for arm in (BARE, DEFAULT):
            peak = peak_memory.megabytes(network, arm)
            found.peak_megabytes.setdefault(arm, []).append(peak)
    return found


def parsed_options() -> argparse.Namespace:
    """What was asked for on the command line."""
    from tests.benchmarks.arms import ARMS
    from tests.benchmarks.networks import NETWORKS

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--models", nargs="+", choices=NETWORKS, default=list(NETWORKS), help="default: all")
    add("--arms", nargs="+", choices=ARMS, help="default: all, the control for the MLPs only")
    add("--rounds", type=_count, help=f"blocks of 50 steps of each arm (default: {ROUNDS})")
    add("--traces", type=_count, default=3, help="pairs of first steps (default: 3)")
    add("--peaks", type=_count, default=1, help="pairs of processes for peak memory (default: 1)")
    add("--json", type=pathlib.Path, help="file that gets each block's time and the rest")
    return parser.parse_args()


def machine() -> str:
    """What the times belong to."""
    import keras
    import tensorflow as tf

    return (
        f"TensorFlow {tf.__version__}, Keras {keras.__version__}, Python "
        f"{platform.python_version()}, {os.cpu_count()} cores of {platform.machine()}"
    )


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"The number must be at least 0. Received: {text}")
    return number


if __name__ == "__main__":
    sys.exit(main())
