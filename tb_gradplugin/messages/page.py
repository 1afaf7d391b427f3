"""The long page of one code, as it is printed and as a test takes it apart."""

from __future__ import annotations

from importlib import resources

from tb_gradplugin.schema import codes

HEADINGS = (
    "What happens",
    "Why",
    "How to recognise it",
    "A failing program",
    "The repair",
    "What else helps",
    "Related codes",
)
"""Of every page, in this order, below the title and the sentence that sums the page up."""


def page(code: str) -> str:
    """The page, in Markdown.

    Args:
      code: a key of `codes.ALL`.

    Raises:
      KeyError: if there is no such code.
    """
    if code not in codes.ALL:
        raise KeyError(f"code must be one of {', '.join(codes.ALL)}. Received: code={code!r}")
    folder = resources.files("tb_gradplugin.messages") / "pages"
    return (folder / f"{code}.md").read_text(encoding="utf-8")


def sentence(code: str) -> str:
    """What the page says in one sentence, right below its title.

    Raises:
      KeyError: if there is no such code.
    """
    return page(code).split("\n\n", 2)[1].replace("\n", " ")


def section(code: str, heading: str) -> str:
    """What stands below one of `HEADINGS`.

    Raises:
      KeyError: if there is no such code.
      ValueError: if the page has no such heading.
    """
    for part in page(code).split("\n## ")[1:]:
        title, _, text = part.partition("\n")
        if title == heading:
            return text.strip()
    raise ValueError(f"heading must be one of {', '.join(HEADINGS)}. Received: heading={heading!r}")


def program(code: str, heading: str) -> str:
    """The Python program of one section.

    Raises:
      KeyError: if there is no such code.
      ValueError: if the section has no program or more than one.
    """
    parts = section(code, heading).split("```")
    if len(parts) != 3 or not parts[1].startswith("python\n"):
        raise ValueError(f"{code} must have one Python program under {heading!r}.")
    return parts[1].removeprefix("python\n")
