"""How fast the tab is: from the click to the map, its frames, memory, and bytes fetched.

    python tests/benchmarks/tab.py                       1,000 and 5,000 variables, 1,000 steps
    python tests/benchmarks/tab.py --variables 1000 --modes python_reader --rounds 1

Run it from the folder that holds pyproject.toml, on a machine that does nothing else. It needs
Chromium, whose path may stand in the environment variable CHROMIUM, and renders in software. It
asserts nothing: a time is a property of a machine.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import pathlib
import platform
import shutil
import statistics
import sys
import tempfile

import rich.box
import rich.table
from playwright.sync_api import Browser, Page, Response, sync_playwright
from rich.console import Console

from tests.benchmarks import large_logs
from tests.end_to_end.servers import MODES, TensorBoard, data_server_is_available
from tests.end_to_end.tab.page import ARGUMENTS

RUN = "large"
GESTURES = ("hover", "zoom", "pan")
SCRIPT = pathlib.Path(__file__).with_name("tab_times.js")

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PATIENCE_MS = 120_000


@dataclasses.dataclass
class Times:
    """What was measured of one size in one mode, one number for each round.

    Attributes:
      first: milliseconds to the map after the server was started.
      again: milliseconds to the map with what the server has in memory by then.
      frames: gesture -> milliseconds of each frame, of all rounds together.
      megabytes: resident memory of the page's process, with the map on the screen.
      fetched: bytes of the plugin's answers until the map was there.
    """

    first: float = 0.0
    again: list[float] = dataclasses.field(default_factory=list)
    frames: dict[str, list[float]] = dataclasses.field(default_factory=dict)
    megabytes: list[float] = dataclasses.field(default_factory=list)
    fetched: list[int] = dataclasses.field(default_factory=list)


def main() -> int:
    """Returns the exit code."""
    options = parsed_options()
    found: dict[tuple[int, str], Times] = {}
    progress = Console(stderr=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.browser, args=ARGUMENTS)
        for variables in options.variables:
            logdir = pathlib.Path(folder) / str(variables)
            large_logs.write(logdir / RUN, variables, options.steps)
            large_logs.write_scalar(logdir / "scalars only")
            for mode in options.modes:
                progress.print(f"{variables:,} variables, {mode}")
                found[variables, mode] = measured(browser, logdir, mode, options)
        browser.close()
    output = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    output.print(table(found, options.steps))
    output.print(f"Chromium with software rendering, {os.cpu_count()} cores, {platform.machine()}.")
    return 0


def measured(
    browser: Browser, logdir: pathlib.Path, mode: str, options: argparse.Namespace
) -> Times:
    """Everything of one log and one way in which TensorBoard reads it."""
    times = Times()
    with TensorBoard(logdir, mode=mode) as server:
        server.wait_for_runs(**{RUN: 50 * (options.steps - 1)})
        for number in range(options.rounds + 1):
            context = browser.new_context(
                viewport={"width": options.width, "height": options.height},
                device_scale_factor=options.ratio,
            )
            context.set_default_timeout(_PATIENCE_MS)
            page = context.new_page()
            responses = _responses(page)
            milliseconds = opened(page, server.url)
            if number == 0:
                times.first = milliseconds
            else:
                times.again.append(milliseconds)
                times.fetched.append(_fetched(responses))
                times.megabytes.append(_megabytes(browser))
                for gesture in GESTURES:
                    frames = page.evaluate(
                        "([gesture, frames]) => tabTimes.frameTimes(gesture, frames)",
                        [gesture, options.frames],
                    )
                    times.frames.setdefault(gesture, []).extend(frames)
            context.close()
    return times


def opened(page: Page, url: str) -> float:
    """Goes to another tab of TensorBoard, and from there to the map; returns milliseconds."""
    page.add_init_script(SCRIPT.read_text(encoding="utf-8"))
    page.goto(f"{url}#timeseries")
    page.get_by_role("tab", name="Gradient Health").wait_for()
    page.wait_for_timeout(1000)
    return page.evaluate("() => tabTimes.fromClickToMap()")


def table(found: dict[tuple[int, str], Times], steps: int) -> rich.table.Table:
    """One line for each size and mode."""
    made = rich.table.Table(box=rich.box.SIMPLE_HEAD, pad_edge=False)
    made.add_column("map")
    made.add_column("read by")
    columns = ("first map", "again", *(f"{gesture}, 95 %" for gesture in GESTURES))
    for column in (*columns, "memory", "fetched"):
        made.add_column(column, justify="right")
    for (variables, mode), times in found.items():
        made.add_row(
            f"{variables:,} x {steps:,}",
            mode,
            f"{times.first / 1e3:.2f} s",
            f"{statistics.median(times.again) / 1e3:.2f} s",
            *(_frames(times.frames[gesture]) for gesture in GESTURES),
            f"{statistics.median(times.megabytes):.0f} MB",
            f"{statistics.median(times.fetched) / 1e6:.1f} MB",
        )
    return made


def parsed_options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    browser = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    modes = [mode for mode in MODES if mode != "data_server" or data_server_is_available()]
    add = parser.add_argument
    add("--variables", nargs="+", type=int, default=[1000, 5000], help="default: 1000 5000")
    add("--steps", type=int, default=1000, help="recorded ones (default: 1000)")
    add("--modes", nargs="+", choices=modes, default=modes, help="default: all")
    add("--rounds", type=int, default=3, help="times that the tab is opened again (default: 3)")
    add("--frames", type=int, default=160, help="of each gesture and round (default: 160)")
    add("--width", type=int, default=1600, help="of the window (default: 1600)")
    add("--height", type=int, default=1000, help="of the window (default: 1000)")
    add("--ratio", type=float, default=1, help="device pixels to a CSS pixel (default: 1)")
    add("--browser", default=browser, required=browser is None, help="path of Chromium")
    return parser.parse_args()


def _frames(milliseconds: list[float]) -> str:
    return f"{statistics.quantiles(milliseconds, n=20)[-1]:.1f} ms"


def _responses(page: Page) -> list[Response]:
    """Gets what the page is answered, as it comes."""
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    return responses


def _fetched(responses: list[Response]) -> int:
    ours = [each for each in responses if "/plugin/gradient_health/" in each.url]
    return sum(each.request.sizes()["responseBodySize"] for each in ours)


def _megabytes(browser: Browser) -> float:
    """Resident memory of the largest process that renders a page."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    renderers = [process["id"] for process in processes if process["type"] == "renderer"]
    return max(_resident_megabytes(process) for process in renderers)


def _resident_megabytes(process: int) -> float:
    status = pathlib.Path(f"/proc/{process}/status").read_text(encoding="ascii")
    fields = dict(line.split(":", 1) for line in status.splitlines())
    return int(fields["VmRSS"].split()[0]) * 1024 / 1e6


if __name__ == "__main__":
    sys.exit(main())
