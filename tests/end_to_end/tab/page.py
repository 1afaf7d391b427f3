"""The Gradient Health tab in a real browser, as a user finds it."""

from __future__ import annotations

import dataclasses
import time
import urllib.parse

from playwright.sync_api import Browser, FrameLocator, Locator, Page

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""What Chromium needs in order to run as root, and to leave the network alone."""

_PATIENCE_MS = 20_000

PIXELS_WITHIN = """map => {
    const canvas = map.shadowRoot.querySelector("canvas.cells");
    const outer = canvas.getBoundingClientRect();
    const cell = map.shadowRoot.querySelector(".cell").getBoundingClientRect();
    const ratio = canvas.width / outer.width;
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(
        Math.round((cell.x - outer.x) * ratio), Math.round((cell.y - outer.y) * ratio),
        Math.round(cell.width * ratio), Math.round(cell.height * ratio));
    const colours = new Set();
    for (let i = 0; i < data.length; i += 4) colours.add(data.slice(i, i + 4).join());
    return [...colours];
}"""
"""A function of JavaScript: the colours of a map's canvas within the cell under its cursor."""

# What TensorBoard's own page writes to the console with the tab or without it.
# Below a path prefix it does not find its own fonts.
HOST_NOISE = ("Multiple instances of Three.js", "/font-roboto/")


@dataclasses.dataclass(frozen=True)
class Pixel:
    """A colour of the map, 0 to 255 each."""

    red: int
    green: int
    blue: int
    alpha: int


def address_of(
    url: str, *, dark: bool = False, plugin: str = "gradient_health", **place: str
) -> str:
    """The address of a place in TensorBoard, whose own address is `url`."""
    parts = [plugin]
    for key, value in place.items():
        parts.append(f"p.gradient_health.{key}={urllib.parse.quote(value, safe='')}")
    return f"{url}{'?darkMode=true' if dark else ''}#{'&'.join(parts)}"


class Tab:
    """A browser page with TensorBoard in it.

    Attributes:
      page: TensorBoard's page.
      frame: the iframe of the tab.
      complaints: what the browser had to say: errors, violations of the content security policy,
        exceptions nobody caught, dialogs.
    """

    def __init__(
        self, browser: Browser, url: str, width: int = 1400, height: int = 900, ratio: float = 1
    ):
        self._url = url
        self._context = browser.new_context(
            viewport={"width": width, "height": height}, device_scale_factor=ratio
        )
        self._context.set_default_timeout(_PATIENCE_MS)
        self.page: Page = self._context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"exception: {error}"))
        self.page.on("dialog", self._on_dialog)
        self.frame: FrameLocator = self.page.frame_locator("iframe[src*='name=gradient_health']")

    def close(self) -> None:
        """Closes the page."""
        self._context.close()

    def open(self, *, dark: bool = False, plugin: str = "gradient_health", **place: str) -> Tab:
        """Goes to TensorBoard.

        Args:
          dark: whether in dark mode.
          plugin: whose tab.
          **place: run, statistic and variable in the address.
        """
        self.page.goto(address_of(self._url, dark=dark, plugin=plugin, **place))
        return self

    def click_tab(self, name: str) -> None:
        """Clicks on a tab of TensorBoard."""
        self.page.get_by_role("tab", name=name).click()

    def reload(self) -> None:
        """Presses TensorBoard's reload button, with pointer and focus left where they are."""
        self.page.locator(".reload-button").dispatch_event("click")

    @property
    def map(self) -> Locator:
        """The map, once it has been drawn."""
        return self.frame.locator("gradient-map[data-run]")

    @property
    def stage(self) -> Locator:
        """The part of the map that takes pointer and keys."""
        return self.map.locator(".stage")

    @property
    def thumbnail(self) -> Locator:
        """The whole map, small; there while only a part of the map is in sight."""
        return self.map.locator("gradient-thumbnail")

    @property
    def tools(self) -> Locator:
        """What is above the map and decides which rows it has."""
        return self.frame.locator("gradient-row-tools")

    @property
    def verdict(self) -> Locator:
        """The line that says how the run is."""
        return self.frame.locator(".verdict")

    @property
    def tooltip(self) -> Locator:
        """The box beside the pointer."""
        return self.frame.locator("gradient-tooltip")

    @property
    def detail(self) -> Locator:
        """The pane of the chosen variable."""
        return self.frame.locator("gradient-detail")

    @property
    def findings(self) -> Locator:
        """The list of findings."""
        return self.frame.locator("gradient-findings")

    def finding(self, words: str) -> Locator:
        """The finding whose headline or facts have these words."""
        head = self.frame.locator("button.head").filter(has_text=words)
        return self.findings.locator("li[data-finding]").filter(has=head)

    @property
    def spoken(self) -> Locator:
        """What a screen reader says of the cell that the keys are on."""
        return self.map.locator("[aria-live]")

    def wait_for_map(self, run: str, columns: int | None = None) -> None:
        """Waits until the map shows a run, with so many steps."""
        suffix = "" if columns is None else f"[data-columns='{columns}']"
        quoted = run.replace("\\", "\\\\").replace("'", "\\'")
        self.frame.locator(f"gradient-map[data-run='{quoted}']{suffix}").wait_for()

    def seconds_until_map(self, start: float, run: str) -> float:
        """Waits for a run's map; returns the seconds since `start` of `time.perf_counter`."""
        self.wait_for_map(run)
        return time.perf_counter() - start

    def variables(self) -> dict[str, list[str]]:
        """The table for screen readers: variable -> its cells."""
        # It comes after the map, which must not wait for it.
        self.frame.locator("gradient-table tbody").wait_for(state="attached")
        rows = self.frame.locator("gradient-table tbody tr")
        texts = rows.evaluate_all(
            "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
        )
        return {name: cells for name, *cells in texts}

    def point_at(self, row: int, column: int) -> None:
        """Puts pointer and cursor on a cell, by way of the keys."""
        self.stage.focus()
        self.page.keyboard.press("Shift+Home")
        for _ in range(row):
            self.page.keyboard.press("ArrowDown")
        for _ in range(column):
            self.page.keyboard.press("ArrowRight")

    def rows(self) -> list[str]:
        """Names of the variables of the map from top to bottom, by way of the keys."""
        self.stage.focus()
        self.page.keyboard.press("Shift+Home")
        names = [self.spoken.inner_text().rpartition(", step")[0]]
        while True:
            self.page.keyboard.press("ArrowDown")
            name = self.spoken.inner_text().rpartition(", step")[0]
            if name == names[-1]:
                return names
            names.append(name)

    def cell_box(self) -> dict[str, float]:
        """Where the cell under the cursor is, in coordinates of the page."""
        box = self.map.locator(".cell").bounding_box()
        assert box is not None
        return box

    def pixels_at_cursor(self) -> set[Pixel]:
        """The colours that the canvas holds within the cell under the cursor."""
        found = self.map.evaluate(PIXELS_WITHIN)
        return {Pixel(*map(int, colour.split(","))) for colour in found}

    def _on_console(self, message) -> None:
        said = f"{message.text} {message.location.get('url', '')}"
        noise = any(text in said for text in HOST_NOISE)
        if message.type in ("error", "warning") and not noise:
            self.complaints.append(f"{message.type}: {message.text} ({message.location})")

    def _on_dialog(self, dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()
