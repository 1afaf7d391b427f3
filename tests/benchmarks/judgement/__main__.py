"""How well verdicts are founded: sick trainings that are found, and sound ones that are accused.

    python -m tests.benchmarks.judgement                     train what is missing, score all
    python -m tests.benchmarks.judgement --half tuning --mistakes

The thresholds were fixed on the half named "tuning", which has other faults, other sound
trainings and other seeds than the half named "held-out". It asserts nothing.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import sys
import time

from rich.console import Console

from tests.benchmarks.judgement import family, recorded

_ROOT = pathlib.Path(__file__).resolve().parents[3]


def main() -> None:
    """Prints the tables."""
    options = _options()
    recorded.record(options.logs, options.processes)

    from tb_gradplugin.health.thresholds import Thresholds
    from tests.benchmarks.judgement import printed_scores, scores

    thresholds = Thresholds(dict(options.threshold))
    rules = (scores.OURS,) if options.only_ours else scores.RULES
    output = Console(width=None if sys.stdout.isatty() else 130, highlight=False)
    for half in (options.half,) if options.half else family.HALVES:
        start = time.perf_counter()
        known = scores.known(half, options.logs)
        judged = scores.judged([*known.sick, *known.sound], options.logs, thresholds, rules)
        by_rule = {rule: scores.score(judged, rule) for rule in rules}
        output.print(printed_scores.summary(half, by_rule))
        output.print(printed_scores.by_kind(by_rule))
        output.print(printed_scores.about_dropped(known))
        if options.mistakes:
            for line in printed_scores.mistakes(judged):
                output.print(line)
        output.print(f"Judged in {time.perf_counter() - start:.1f} s.\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.judgement",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--half", choices=family.HALVES, help="default: both")
    add(
        "--logs",
        type=pathlib.Path,
        default=_ROOT / "build" / "judgement",
        help="keeps the trainings (default: build/judgement)",
    )
    add("--processes", type=int, default=os.cpu_count() or 1, help="that train at once")
    add("--only-ours", action="store_true", help="leave the published rules out")
    add("--mistakes", action="store_true", help="also name what our rules get wrong")
    add("--threshold", metavar="NAME=VALUE", type=_threshold, action="append", default=[])
    return parser.parse_args()


def _threshold(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    return name, float(value)


if __name__ == "__main__":
    main()
