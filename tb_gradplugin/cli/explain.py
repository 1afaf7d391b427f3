"""`tb-gradplugin explain`: the long page of one code, or the list of all codes."""

from __future__ import annotations

import argparse
import difflib
import os
import re
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

from tb_gradplugin.messages.page import page, sentence
from tb_gradplugin.schema import codes

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

_WIDEST = 90
"""Characters in a line of prose; wider lines are hard to read."""

_SPACES = re.compile(r"\s+")

_DESCRIPTION = """\
Prints the long page of one code: what happens, why, how to recognise it, a failing
program and its repair. Without a code it lists all of them.
"""


def join(subparsers: Subparsers) -> None:
    """Adds the subcommand to the parser of the command.

    Args:
      subparsers: those of `tb_gradplugin.cli.main.parser`.
    """
    parser = subparsers.add_parser(
        "explain",
        help="what a code such as GN101 means, why it happens, and what to change",
        description=_DESCRIPTION,
        allow_abbrev=False,
    )
    parser.add_argument(
        "code", nargs="?", help="a code or its name: GN101, stop-gradient; in any case"
    )
    parser.set_defaults(run=lambda asked: _run(parser, asked.code))


def _run(parser: argparse.ArgumentParser, asked: str | None) -> int:
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    if asked is None:
        return _shown(_list(width))
    found = _codes(asked)
    if not found:
        parser.error(_unknown(asked))
    return _shown("\n\n".join(_wrapped(page(code), width) for code in found))


def _shown(text: str) -> int:
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # Who reads has read enough, as `head` does; the interpreter would complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _codes(asked: str) -> list[str]:
    """The code that is asked for by itself, or those of a name, in any case."""
    wanted = asked.strip().lower().replace("_", "-")
    return [code for code, name in codes.ALL.items() if wanted in (code.lower(), name)]


def _unknown(asked: str) -> str:
    known = dict.fromkeys(key.lower() for each in codes.ALL.items() for key in each)
    near = difflib.get_close_matches(asked.strip().lower(), known, n=6, cutoff=0.5)
    nearest = list(dict.fromkeys(code for key in near for code in _codes(key)))[:3]
    text = f"The code must be one that exists. Received: code={asked!r}."
    if nearest:
        text += f" The nearest: {', '.join(f'{code} {codes.ALL[code]}' for code in nearest)}."
    return f"{text} `tb-gradplugin explain` lists all codes."


def _list(width: int) -> str:
    longest = max(map(len, codes.ALL.values()))
    lines = []
    for code, name in codes.ALL.items():
        first = f"{code}  {name:{longest}}  "
        after = " " * len(first)
        lines.append(
            textwrap.fill(
                sentence(code),
                max(width, len(first) + 30),
                initial_indent=first,
                subsequent_indent=after,
                break_on_hyphens=False,
            )
        )
    return "\n".join(lines)


def _wrapped(markdown: str, width: int) -> str:
    """The page with its prose filled to the width; its programs stay as they are."""
    parts = re.split(r"(^```.*?^```$)", markdown, flags=re.MULTILINE | re.DOTALL)
    return "".join(
        part if part.startswith("```") else _filled(part, width) for part in parts
    ).rstrip()


def _filled(prose: str, width: int) -> str:
    # A paragraph ends where a line is empty or the next one begins an item of a list.
    paragraphs = re.split(r"(\n\n+|\n(?=- ))", prose)
    return "".join(
        paragraph
        if paragraph.isspace() or not paragraph or paragraph.startswith("#")
        else _paragraph(paragraph, width)
        for paragraph in paragraphs
    )


def _paragraph(text: str, width: int) -> str:
    # No line breaks inside of code: a NUL stands for its spaces while the text is filled.
    joined = re.sub(r"`[^`]*`", lambda code: _SPACES.sub("\0", code[0]), text.strip("\n"))
    filled = textwrap.fill(
        _SPACES.sub(" ", joined),
        width,
        subsequent_indent="  " if joined.startswith("- ") else "",
        break_on_hyphens=False,
        break_long_words=False,
    ).replace("\0", " ")
    before, after = ("\n" if edge == "\n" else "" for edge in (text[0], text[-1]))
    return f"{before}{filled}{after}"
