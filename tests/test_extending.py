"""The page on adding a rule, a cause or a statistic names the places where existing ones stand."""

import ast
import pathlib
import re

import pytest

from tb_gradplugin.schema import codes

KINDS = {
    "A cause of a missing gradient": ("discrete_sampling", "GN117"),
    "A cause of a sick gradient": ("empty_selection", "GH213"),
    "A rule for what was recorded": ("stalled", "GH205"),
    "A statistic": ("bfloat16_lost", ""),
}
_PLACE = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)


@pytest.fixture(scope="module")
def sections(repository):
    """Text by heading."""
    page = (repository / "docs" / "extending.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE))


def places(section: str, heading: str) -> list[str]:
    name, code = KINDS[heading]
    return [place.replace("NAME", name).replace("CODE", code) for place in _PLACE.findall(section)]


def says(path: pathlib.Path, words: tuple[str, ...]) -> bool:
    """Whether a file, or one in a folder, has one of the words."""
    files = [path] if path.is_file() else [each for each in path.iterdir() if each.is_file()]
    texts = [each.read_text(encoding="utf-8") for each in files]
    return any(word in text for text in texts for word in words)


def importing(name: str, folder: pathlib.Path) -> set[str]:
    """The modules that import one of that name, relative to the folder above the package."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (
                (node.module or "").rpartition(".")[2] == name
                or any(alias.name == name for alias in node.names)
            ):
                found.add(path.relative_to(folder.parent).as_posix())
    return found


def test_the_page_has_a_section_for_each_kind_with_an_existing_example(sections):
    assert list(sections) == list(KINDS)
    for heading, (name, code) in KINDS.items():
        assert name in sections[heading]
        assert code in sections[heading]
        assert not code or codes.ALL[code].replace("-", "_") == name


@pytest.mark.parametrize("heading", KINDS)
def test_every_place_that_the_page_names_has_something_of_the_example(
    sections, heading, repository
):
    name, code = KINDS[heading]
    words = (name, name.replace("_", "-"), *filter(None, [code]))
    named = places(sections[heading], heading)
    assert len(named) > 3
    assert [place for place in named if not (repository / place).exists()] == []
    others = [place for place in named if pathlib.PurePath(place).stem not in words]
    assert [place for place in others if not says(repository / place, words)] == []


@pytest.mark.parametrize("heading", KINDS)
def test_every_module_that_imports_the_example_is_a_place_that_the_page_names(
    sections, heading, repository
):
    name, code = KINDS[heading]
    # What a sick gradient shares with a missing one is told once.
    told = places(sections["A cause of a missing gradient"], heading)
    told += places(sections[heading], heading)
    importers = importing(name, repository / "tb_gradplugin")
    assert importers <= set(told)
    assert bool(importers) == bool(code)
