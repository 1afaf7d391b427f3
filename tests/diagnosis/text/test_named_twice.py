"""A name that a line lists twice, beside one that is made alike and never read."""

import textwrap

import pytest

from tb_gradplugin.diagnosis.text import named_twice, syntax

RETURNED = """
    def states(forward, backward, whole):
        last_forward = forward[-1]
        last_backward = backward[-1]
        if whole:
            return forward, last_forward, last_forward
        return last_forward
"""

GIVEN = """
    def attended(self, x, y):
        query = self.to_query(x)
        key = self.to_key(y)
        value = self.to_value(y)
        return self.attention(query, value, value)
"""

SOUND = {
    "all names are read": RETURNED.replace("last_forward, last_forward", "last_forward, 0"),
    "both are the same wherever they are read": """
    def doubled(x):
        one = x + 1
        return add(one, one)
""",
    "one thing alone is asked for, twice": """
    def squared(self, x):
        one = self.first(x)
        two = self.second(x)
        return multiply(one, one)
""",
    "what nothing reads is made in another way": """
    def attended(self, x, y):
        query = self.to_query(x)
        value = self.to_value(y)
        shape = tuple(y.shape)
        return self.attention(query, value, value)
""",
    "the names may be read where none can see it": RETURNED.replace("if whole", "if locals()"),
    "a name that says that nothing reads it": RETURNED.replace("last_backward", "_last"),
}


def _found(tmp_path, source, line=2):
    file = tmp_path / "program.py"
    file.write_text(textwrap.dedent(source).lstrip("\n"))
    function = source.split("def ")[1].split("(")[0]
    return named_twice.found(syntax.location(str(file), line, function))


def test_what_is_returned_twice_is_told_with_what_it_stands_for(tmp_path):
    twice = _found(tmp_path, RETURNED)
    assert (twice.unread, twice.name) == ("last_backward", "last_forward")
    assert (twice.made.line, twice.line.line) == (3, 5)


def test_what_is_given_twice_is_told_as_well(tmp_path):
    twice = _found(tmp_path, GIVEN)
    assert (twice.unread, twice.name, twice.line.line) == ("key", "value", 5)


@pytest.mark.parametrize("why", SOUND)
def test_it_says_nothing_where(why, tmp_path):
    assert _found(tmp_path, SOUND[why]) is None
