"""Takes the pictures of the tab that the README shows, light and dark, of the demo's runs.

    python docs/pictures.py                      trains the demo first
    python docs/pictures.py --logdir demo/logs   of what the demo has left there

Run it from the folder that holds pyproject.toml. It needs Chromium, whose path may stand in the
environment variable CHROMIUM.
"""

from __future__ import annotations

import argparse
import dataclasses
import io
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

from tests.end_to_end.servers import TensorBoard, wait_for
from tests.end_to_end.tab.page import ARGUMENTS, Tab

FOLDER = pathlib.Path(__file__).with_name("pictures")
MODES = {"light": False, "dark": True}
WIDTH, HEIGHT = 1440, 960
RATIO = 1.25
"""Device pixels to a CSS pixel: letters stay legible where the README is narrower."""

_COLOURS = 256
_COMMON = 128
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclasses.dataclass(frozen=True)
class View:
    """One view of the tab.

    Attributes:
      name: of its files.
      place: the parts of the address that lead to it.
      prepare: what is done there before the picture is taken.
    """

    name: str
    place: dict[str, str]
    prepare: Callable[[Tab], None]


def main() -> int:
    """Returns the exit code."""
    options = parsed_options()
    with tempfile.TemporaryDirectory() as folder:
        logdir = options.logdir or trained(pathlib.Path(folder) / "logs")
        with TensorBoard(logdir, mode="python_reader") as server, sync_playwright() as playwright:
            wait_until_read(server, logdir)
            browser = playwright.chromium.launch(executable_path=options.browser, args=ARGUMENTS)
            FOLDER.mkdir(exist_ok=True)
            for view in VIEWS:
                for mode, dark in MODES.items():
                    picture = taken(browser, server.url, view, dark)
                    (FOLDER / f"{view.name}-{mode}.png").write_bytes(in_few_colours(picture))
            browser.close()
    return 0


def trained(logdir: pathlib.Path) -> pathlib.Path:
    """Trains the demo into a folder."""
    program = pathlib.Path(__file__).parents[1] / "demo" / "run.py"
    command = [sys.executable, str(program), "--logdir", str(logdir)]
    subprocess.run(command, env={**os.environ, "DEMO_SERVE": "0"}, check=True)
    return logdir


def wait_until_read(server: TensorBoard, logdir: pathlib.Path) -> None:
    """Waits until the server has something of each run, and nothing more comes."""
    names = {path.name for path in logdir.iterdir() if path.is_dir()}
    known: dict[str, int | None] = {}

    def is_read() -> bool:
        nonlocal known
        before = known
        known = {name: run["last_step"] for name, run in server.runs().items()}
        return known == before and names <= known.keys() and None not in known.values()

    wait_for(is_read, lambda: str(known))


def taken(browser: Browser, url: str, view: View, dark: bool) -> bytes:
    """A picture of a view, as PNG."""
    tab = Tab(browser, url, width=WIDTH, height=HEIGHT, ratio=RATIO)
    try:
        tab.open(dark=dark, **view.place)
        view.prepare(tab)
        # Fonts, and what is judged after the map is drawn.
        tab.page.wait_for_load_state("networkidle")
        return tab.page.screenshot(animations="disabled")
    finally:
        tab.close()


def in_few_colours(picture: bytes) -> bytes:
    """The same as a PNG with a palette, which is a third as large.

    What most pixels have stays as it is on the screen, such as grounds; the other colours, each of
    which counts once however rare it is, share what is left of the palette.
    """
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    counted = sorted(image.getcolors(image.width * image.height), reverse=True)
    common = [colour for _, colour in counted[:_COMMON]]
    rest = [colour for _, colour in counted[_COMMON:]]
    if rest:
        line = Image.new("RGB", (len(rest), 1))
        line.putdata(rest)
        shared = line.quantize(_COLOURS - _COMMON, method=Image.Quantize.MAXCOVERAGE)
        common += [colour for _, colour in shared.convert("RGB").getcolors()]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in common for part in colour])
    packed = io.BytesIO()
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
    return packed.getvalue()


def parsed_options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    browser = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    add = parser.add_argument
    add("--logdir", type=pathlib.Path, help="folder of the demo's runs (default: train them)")
    add("--browser", default=browser, required=browser is None, help="path of Chromium")
    return parser.parse_args()


def _map(tab: Tab) -> None:
    tab.wait_for_map("vanishing")
    _open_findings(tab)
    tab.findings.locator("button.head").first.wait_for()


def _findings(tab: Tab) -> None:
    tab.wait_for_map("rounding")
    _open_findings(tab)
    head = tab.findings.locator("button.head").first
    if head.get_attribute("aria-expanded") != "true":
        head.click()
    expect(tab.findings.locator("[data-part=help]").first).to_be_visible()


def _open_findings(tab: Tab) -> None:
    button = tab.frame.locator("button.found")
    button.wait_for()
    if tab.findings.count() == 0:
        button.click()


def _variable(tab: Tab) -> None:
    tab.wait_for_map("non-finite")
    expect(tab.detail.locator("[data-panel=histogram]")).to_have_count(1)


def _depth(tab: Tab) -> None:
    tab.frame.locator("gradient-depth-chart").first.wait_for()


def _beside(tab: Tab) -> None:
    expect(tab.frame.locator("gradient-beside gradient-map[data-run]")).to_have_count(2)


VIEWS = (
    View("map", {"run": "vanishing"}, _map),
    View("variable", {"run": "non-finite", "variable": "network/hidden_1/kernel"}, _variable),
    View("depth", {"run": "vanishing", "view": "depth", "runs": "vanishing,sound"}, _depth),
    View("beside", {"run": "vanishing", "view": "beside", "runs": "vanishing,sound"}, _beside),
    View("findings", {"run": "rounding"}, _findings),
)


if __name__ == "__main__":
    sys.exit(main())
