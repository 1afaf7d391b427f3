"""What the demo shows while it works: a table that grows by one line for each run."""

from __future__ import annotations

import contextlib
import textwrap
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

_INDENT = 23
"""Columns before what the recorder saw."""

_WIDTH = 78
_BAR = "cyan"


class Display:
    """Writes to standard output; bars and colours only where that is a terminal."""

    def __init__(self) -> None:
        self._console = Console(highlight=False)

    def say(self, text: str) -> None:
        """One paragraph."""
        self._line(Text(f"\n{text}"))

    def address(self, url: str) -> None:
        """One line with nothing but an address."""
        print(url, flush=True)

    def waiting(self, text: str) -> contextlib.AbstractContextManager[object]:
        """Shows that something takes a while."""
        if not self._console.is_terminal:
            return contextlib.nullcontext()
        return self._console.status(text, spinner_style="cyan")

    def head(self) -> None:
        """The head of the table."""
        line = self._row("run", "accuracy", "what the recorder saw", "seconds", "")
        line.stylize("dim")
        self._line(line)

    @contextlib.contextmanager
    def training(self, run: str, steps: int) -> Iterator[Callable[[], None]]:
        """Shows a bar, and gives what must be called after every step."""
        columns = (
            TextColumn(f"{run:<{_INDENT - 1}}"),
            BarColumn(bar_width=32, style="bright_black", complete_style=_BAR, finished_style=_BAR),
            TextColumn("[dim]{task.completed} of {task.total} steps"),
        )
        hidden = not self._console.is_terminal
        with Progress(*columns, console=self._console, transient=True, disable=hidden) as bar:
            task = bar.add_task(run, total=steps)
            yield lambda: bar.advance(task)

    def result(
        self, run: str, accuracy: float | None, seen: str, seconds: float, is_ok: bool
    ) -> None:
        """The line of a run that has ended.

        Args:
          run: its name.
          accuracy: share of the test images that it gets right; None where it learns no digits.
          seen: what the recorder saw.
          seconds: how long the training took.
          is_ok: whether every gradient was ok.
        """
        style = "green" if is_ok else "yellow"
        share = "-" if accuracy is None else f"{accuracy:.1%}"
        self._line(self._row(run, share, seen, f"{seconds:.1f}", style))

    def remark(self, text: str) -> None:
        """A paragraph below the line of a run."""
        width = min(self._console.width, _WIDTH) - _INDENT
        for line in textwrap.wrap(text, max(width, 40), break_on_hyphens=False):
            self._line(Text(" " * _INDENT + line, "dim"))

    def explanation(self, text: str) -> None:
        """What `explain` says, in the lines in which it was written."""
        self._line(Text())
        for line in text.splitlines():
            self._line(Text(f"    {line}"))
        self._line(Text())

    def _row(self, run: str, accuracy: str, seen: str, seconds: str, style: str) -> Text:
        return Text.assemble(f"{run:<12}{accuracy:>8}   ", (f"{seen:<47}", style), f"{seconds:>7}")

    def _line(self, text: Text) -> None:
        self._console.print(text, soft_wrap=True)
