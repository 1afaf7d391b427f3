"""The Gradient Health tab in Firefox, which is led by its own WebDriver BiDi."""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
import tempfile
from typing import Any

from tests.end_to_end.servers import wait_for
from tests.end_to_end.tab.bidi import Session
from tests.end_to_end.tab.page import HOST_NOISE, PIXELS_WITHIN, Pixel, address_of

KEYS = {
    "Shift": "\ue008",
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
    "End": "\ue010",
}
"""Keys without a sign of their own -> how WebDriver writes them."""

# It leaves the network alone, and saves files without a question.
_PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.auto": False,
    "browser.download.always_ask_before_handling_new_types": False,
    "browser.download.folderList": 2,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.type": 0,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}

_ADDRESS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")

# The first element that a selector names and that has a text, shadow roots included.
_FIND = """
    const find = (selector, text = "", root = document) => {
        for (const each of root.querySelectorAll(selector)) {
            if (each.textContent.includes(text)) return each;
        }
        for (const host of root.querySelectorAll("*")) {
            const found = host.shadowRoot && find(selector, text, host.shadowRoot);
            if (found) return found;
        }
    };
"""


class Firefox:
    """A running Firefox without a window; use as a context manager.

    Attributes:
      session: with it.
      downloads: folder of the files that are saved.
    """

    def __init__(self, path: str):
        """Starts it with a profile of its own.

        Args:
          path: of the program.
        """
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        folder = pathlib.Path(self._folder.name)
        self.downloads = folder / "downloads"
        profile = folder / "profile"
        for each in (self.downloads, profile):
            each.mkdir()
        self._write_preferences(profile)
        self._said = (folder / "said").open("w+", encoding="utf-8", errors="replace")
        arguments = ("--headless", "--no-remote", "--remote-debugging-port", "0")
        self._process = subprocess.Popen(
            [path, *arguments, "--profile", str(profile), "about:blank"],
            stdout=self._said,
            stderr=subprocess.STDOUT,
        )
        try:
            self.session = Session(wait_for(self._address, self._output))
        except BaseException:
            self._end()
            raise

    def __enter__(self) -> Firefox:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.__exit__()
        self._end()

    def _end(self) -> None:
        # It would take seconds to put a profile in order that nobody needs any more.
        self._process.kill()
        self._process.wait()
        self._said.close()
        self._folder.cleanup()

    def _write_preferences(self, profile: pathlib.Path) -> None:
        values = {**_PREFERENCES, "browser.download.dir": str(self.downloads)}
        lines = [f'user_pref("{name}", {json.dumps(value)});\n' for name, value in values.items()]
        (profile / "user.js").write_text("".join(lines), encoding="utf-8")

    def _output(self) -> str:
        self._said.flush()
        return pathlib.Path(self._said.name).read_text(encoding="utf-8", errors="replace")

    def _address(self) -> str | None:
        said = self._output()
        found = _ADDRESS.search(said)
        if found:
            return found[1]
        assert self._process.poll() is None, f"Firefox ended:\n{said}"
        return None


class FirefoxTab:
    """A page of Firefox with TensorBoard in it.

    Attributes:
      complaints: what Firefox had to say: errors, exceptions nobody caught, dialogs.
    """

    def __init__(self, firefox: Firefox, url: str, width: int = 1400, height: int = 900):
        self._session = firefox.session
        self._url = url
        self._page = self._session.send("browsingContext.create", type="tab")["context"]
        size = {"width": width, "height": height}
        self._session.send("browsingContext.setViewport", context=self._page, viewport=size)
        self._frame = ""

    def close(self) -> None:
        """Closes the page."""
        self._session.send("browsingContext.close", context=self._page)

    def open(self, *, dark: bool = False, **place: str) -> FirefoxTab:
        """Goes to the tab, and waits until the map of the run has been drawn."""
        address = address_of(self._url, dark=dark, **place)
        self._session.send(
            "browsingContext.navigate", context=self._page, url=address, wait="complete"
        )
        self._frame = wait_for(self._frame_of_tab, self._tree)
        self.wait("run => find('gradient-map[data-run]')?.dataset.run === run", place["run"])
        return self

    def call(self, function: str, *arguments: Any) -> Any:
        """Calls a JavaScript function in the tab's frame, where it may use `find`."""
        inner = f"(...given) => {{ {_FIND} return ({function})(...given); }}"
        return self._session.call(self._frame, inner, *arguments)

    def wait(self, function: str, *arguments: Any) -> Any:
        """Calls it until its result is true, and returns that."""
        return wait_for(
            lambda: self.call(function, *arguments),
            lambda: f"{function}\n{self.call('() => document.body.innerText')}",
        )

    def wait_for_text(self, selector: str, text: str) -> None:
        """Waits until what a selector names has a text in it."""
        self.wait("(selector, text) => Boolean(find(selector, text))", selector, text)

    def press(self, *keys: str) -> None:
        """Presses keys one after the other; `Shift+Home` is two at once."""
        actions = []
        for key in keys:
            held = [KEYS.get(part, part) for part in key.split("+")] if len(key) > 1 else [key]
            actions += [{"type": "keyDown", "value": value} for value in held]
            actions += [{"type": "keyUp", "value": value} for value in reversed(held)]
        self._act({"type": "key", "id": "keys", "actions": actions})

    def focus(self, selector: str) -> None:
        """Gives the keys to what a selector names."""
        self.call("selector => find(selector).focus()", selector)

    def click(self, selector: str, text: str = "") -> None:
        """Clicks with the pointer on the middle of what a selector names and has a text."""
        x, y = self.wait(
            """(selector, text) => {
                const found = find(selector, text);
                found?.scrollIntoView({ block: "nearest" });
                const box = found?.getBoundingClientRect();
                return box?.width && [box.x + box.width / 2, box.y + box.height / 2];
            }""",
            selector,
            text,
        )
        move = {"type": "pointerMove", "x": round(x), "y": round(y)}
        press = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self._act({"type": "pointer", "id": "pointer", "actions": [move, *press]})

    def point_at(self, row: int, column: int) -> None:
        """Puts the cursor on a cell, by way of the keys."""
        self.focus(".stage")
        self.press("Shift+Home", *["ArrowDown"] * row, *["ArrowRight"] * column)

    def pixels_at_cursor(self) -> set[Pixel]:
        """The colours that the canvas holds within the cell under the cursor."""
        colours = self.call(f"() => ({PIXELS_WITHIN})(find('gradient-map[data-run]'))")
        return {Pixel(*map(int, colour.split(","))) for colour in colours}

    @property
    def complaints(self) -> list[str]:
        said = []
        for event in self._session.events:
            parameters = event["params"]
            context = parameters.get("context") or parameters.get("source", {}).get("context")
            if context not in (self._page, self._frame):
                continue
            if event["method"] != "log.entryAdded":
                said.append(f"dialog: {parameters['message']}")
            elif parameters["level"] in ("error", "warn"):
                said.append(str(parameters["text"]))
        return [each for each in said if not any(noise in each for noise in HOST_NOISE)]

    def _act(self, source: dict[str, Any]) -> None:
        self._session.send("input.performActions", context=self._frame, actions=[source])

    def _tree(self) -> dict[str, Any]:
        return self._session.send("browsingContext.getTree", root=self._page)

    def _frame_of_tab(self) -> str | None:
        children = self._tree()["contexts"][0]["children"] or []
        ours = [each["context"] for each in children if "name=gradient_health" in each["url"]]
        return ours[0] if ours else None
