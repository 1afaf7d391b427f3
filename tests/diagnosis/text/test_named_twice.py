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


JOINED = """
    def joined(self, x):
        left_sums = self.left(x)
        right_sums = reverse(self.right(x))
        return concat([left_sums, left_sums], 1)
"""

ALONE = {
    "a list in a call": JOINED,
    "arguments of a call": JOINED.replace(
        "concat([left_sums, left_sums], 1)", "minimum(left_sums, left_sums)"
    ),
    "a sum": JOINED.replace("concat([left_sums, left_sums], 1)", "left_sums + left_sums"),
    "what is computed of it": JOINED.replace(
        "concat([left_sums, left_sums], 1)", "mean(left_sums) - mean(left_sums)"
    ),
    "names that have nothing in common, made alike": JOINED.replace(
        "reverse(self.right(x))", "self.right(x)"
    )
    .replace("left_sums", "one")
    .replace("right_sums", "two"),
    "a name with one token more": JOINED.replace("right_sums", "other_left_sums"),
}

SOUND_ALONE = {
    "a square": JOINED.replace("concat([left_sums, left_sums], 1)", "left_sums * left_sums"),
    "a product of it and itself": JOINED.replace(
        "concat([left_sums, left_sums], 1)", "matmul(left_sums, left_sums)"
    ),
    "attention to itself": JOINED.replace("concat([", "self.attention([").replace("], 1)", "])"),
    "its form": JOINED.replace("left_sums, left_sums", "left_sums.shape[0], left_sums.shape[0]"),
    "one for both": JOINED.replace("joined", "joined_by_shared"),
    "other names, made in other ways": JOINED.replace("right_sums", "kept"),
    "a name that is read": JOINED.replace("], 1)", "], axis(right_sums))"),
    "two lines that have one twice": JOINED.replace(
        "return", "z = left_sums + left_sums\n        return"
    ),
}


def _of_made(tmp_path, source):
    file = tmp_path / "program.py"
    file.write_text(textwrap.dedent(source).lstrip("\n"))
    ran = {(str(file), number) for number in range(1, 8)}
    return named_twice.of_made(syntax.location(str(file), 3, "joined"), ran)


@pytest.mark.parametrize("why", ALONE)
def test_one_thing_twice_and_nothing_else_is_told(why, tmp_path):
    twice = _of_made(tmp_path, ALONE[why])
    assert (twice.made.line, twice.line.line) == (3, 4)


@pytest.mark.parametrize("why", SOUND_ALONE)
def test_one_thing_is_rightly_there_twice(why, tmp_path):
    assert _of_made(tmp_path, SOUND_ALONE[why]) is None


def test_a_line_that_did_not_run_is_not_to_blame(tmp_path):
    file = tmp_path / "program.py"
    file.write_text(textwrap.dedent(JOINED).lstrip("\n"))
    assert named_twice.of_made(syntax.location(str(file), 3, "joined"), {(str(file), 2)}) is None
