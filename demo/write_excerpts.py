"""Writes what `explain` says of each training into docs/explaining.md, from a run of the demo.

python demo/write_excerpts.py
"""

from __future__ import annotations

import ast
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap

from log_folder import RUNS

DEMO = pathlib.Path(__file__).resolve().parent
ROOT = DEMO.parent
PAGE = ROOT / "docs" / "explaining.md"

BEGIN = "<!-- Written by demo/write_excerpts.py, from a run of the demo. -->\n"
END = "<!-- Written so far. -->\n"

_INDENT = "    "
"""Before each line of what `explain` says, and of nothing else on the screen but remarks."""


def excerpts(output: str) -> dict[str, str]:
    """What is said of each run.

    Args:
      output: what the demo wrote to a file.
    """
    starts = {run: re.search(rf"^{run} .*", output, re.MULTILINE) for run in RUNS}
    ends = sorted([match.start() for match in starts.values() if match] + [len(output)])
    found = {}
    for run, match in starts.items():
        if match is None:
            raise ValueError(f"The output must have a line of each run. Received: none of {run!r}")
        part = output[match.end() : next(end for end in ends if end > match.start())]
        said = [line for line in part.splitlines() if not line.strip() or _is_said(line)]
        found[run] = textwrap.dedent("\n".join(said)).strip()
    return found


def section(output: str) -> str:
    """The text between the marks: of each training what it is, and what is said of it."""
    parts = []
    for run, said in excerpts(output).items():
        path = DEMO / "trainings" / f"{run.replace('-', '_')}.py"
        about = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        name = path.relative_to(ROOT).as_posix()
        parts.append(f"[{run}](../{name}): {about.splitlines()[0]}\n\n```\n{said}\n```\n")
    return "\n" + "\n".join(parts) + "\n"


def written(page: str, output: str) -> str:
    """The text of the page with a new section.

    Raises:
      ValueError: the marks are not in it.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"The page must have the lines {BEGIN!r} and {END!r} in it.")
    return before + begin + section(output) + end + after


def _is_said(line: str) -> bool:
    return line.startswith(_INDENT) and not line.startswith(_INDENT * 5)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, str(DEMO / "run.py"), "--logdir", folder],
            cwd=ROOT,
            env={**os.environ, "DEMO_SERVE": "0"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    text = written(PAGE.read_text(encoding="utf-8"), done.stdout)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
