"""A line keeps what another one hands out where a function asks whether it has kept it before."""

import pytest

from tb_gradplugin.diagnosis.text import caches
from tb_gradplugin.schema.findings import Location

HANDED_OUT = [
    (
        (
            "if self.kept is not None:\n"
            "    return self.kept[:n]\n"
            "made = f(w)\n"
            "self.kept = made\n"
            "return made[:n]\n"
        ),
        (4, 3, 5),
    ),
    (
        (
            "if n not in self.kept:\n"
            "    made = f(w)\n"
            "    self.kept[n] = made\n"
            "return x * self.kept[n]\n"
        ),
        (3, 5, 4),
    ),
    (
        (
            'if hasattr(self, "kept"):\n'
            "    made = 2.0 * self.kept\n"
            "else:\n"
            "    made = f(w)\n"
            "    self.kept = made\n"
        ),
        (5, 3, 6),
    ),
    (
        (
            "try:\n"
            "    return x * self.kept[n]\n"
            "except KeyError:\n"
            "    made = f(w)\n"
            "    self.kept[n] = made\n"
        ),
        (5, 3, 6),
    ),
    (
        "global KEPT\nif KEPT is None:\n    made = f(w)\n    KEPT = made\nreturn x * KEPT\n",
        (4, 6, 5),
    ),
]
NOT_HANDED_OUT = [
    # A state that each call goes on from, and the next one keeps.
    (
        "if self.kept is not None:\n    x = x + self.kept\nmade = f(w, x)\nself.kept = made\n",
        (4, 3),
    ),
    # Kept in each call, and used later in the same one.
    ("made = f(w)\nself.kept = made\nreturn x * self.kept\n", (2, 4)),
    # Asked about something else.
    ("if x is None:\n    made = f(w)\n    self.kept = made\nreturn self.kept * n\n", (3, 5)),
    # Gone when the call is.
    ("if n is None:\n    made = f(w)\n    n = made\nreturn x * n\n", (3, 5)),
]


def keeping(tmp_path, body, made, using):
    program = tmp_path / "program.py"
    program.write_text("def f(self, x, n):\n" + "".join(f"    {one}\n" for one in body.split("\n")))
    first, second = (Location(str(program), line, "f", "") for line in (made, using))
    found = caches.keeping(first, second)
    return found and found.line


@pytest.mark.parametrize(("body", "lines"), HANDED_OUT)
def test_the_line_that_keeps_is_found_by_itself_and_by_the_one_that_makes(tmp_path, body, lines):
    made, using, kept = lines
    assert keeping(tmp_path, body, made, using) == kept
    assert keeping(tmp_path, body, kept, using) == kept


@pytest.mark.parametrize(("body", "lines"), NOT_HANDED_OUT)
def test_other_lines_hand_out_nothing_of_earlier_calls(tmp_path, body, lines):
    assert keeping(tmp_path, body, *lines) is None
