"""Lines of a gradient function that give `None` under a name which its last line returns."""

import textwrap

import pytest

from tb_gradplugin.diagnosis.text import none_given, syntax

BODIES = {
    "a list has it": ("grads = [None]\nreturn grads", 1),
    "a name that a list has": ("g = None\ngrads = [dy, g]\nreturn tuple(grads)", 1),
    "it is put into a list": ("grads = []\ngrads.append(None)\nreturn grads", 2),
    "an entry gets it": ("grads = [dy]\ngrads[0] = None\nreturn grads", 2),
    "one of two alternatives": ("g = dy if dy else None\nslope = g\nreturn slope", 1),
    "the last line has it": ("return None", None),
    "another function is given it": ("mask = None\nslope = other(dy, mask)\nreturn slope", None),
    "it is printed": ("print(None)\nslope = dy\nreturn slope", None),
}


@pytest.mark.parametrize("why", BODIES)
def test_the_line_that_gives_none_is_told_where(why, tmp_path):
    body, expected = BODIES[why]
    file = tmp_path / "program.py"
    file.write_text("def grad(dy):\n" + textwrap.indent(body, "    ") + "\n")
    found = none_given.line(syntax.location(str(file), body.count("\n") + 2, "grad"))
    assert (found and found.line - 1) == expected
