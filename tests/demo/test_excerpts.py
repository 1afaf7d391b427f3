"""What the page on explaining tells of the demo is what a run of it says."""

import re
import runpy
import types

import pytest

from tests.demo_runs import RUN_PY, RUNS


@pytest.fixture
def writer(monkeypatch):
    """The program that writes that part of the page."""
    monkeypatch.syspath_prepend(RUN_PY.parent)
    return types.SimpleNamespace(**runpy.run_path(str(RUN_PY.parent / "write_excerpts.py")))


def rounded(text):
    """Without measured numbers and places of the machine, which are not the same everywhere."""
    return re.sub(r"\d+(?:[.,]\d+)+", "#", text)


def test_of_each_training_the_page_shows_what_explain_says(trained_demo, writer):
    page = writer.PAGE.read_text(encoding="utf-8")
    assert rounded(writer.written(page, trained_demo.output)) == rounded(page), (
        "The page is to be written anew: python demo/write_excerpts.py"
    )


def test_something_is_said_of_every_training(trained_demo, writer):
    said = writer.excerpts(trained_demo.output)
    assert list(said) == list(RUNS)
    assert all(said.values())


def test_text_without_the_marks_is_refused(trained_demo, writer):
    with pytest.raises(ValueError, match="must have the lines"):
        writer.written("# A page\n", trained_demo.output)
