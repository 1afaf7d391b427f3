"""What is read from the syntax of a program's text alone."""

import ast

import pytest

from tb_gradplugin.diagnosis.text import syntax

_EMPTY = (
    *("[]", "()", "{}", "list()", "dict()", "set()", "tuple()"),
    *("collections.OrderedDict()", "defaultdict(list)", "defaultdict()", "deque(maxlen=8)"),
)
_NOT_EMPTY = (
    *("[a]", "(a,)", "{a}", "{'a': b}", "{**a}", "list(a)", "dict(a=b)", "deque(a, maxlen=8)"),
    *("defaultdict(list, a)", "defaultdict(list, a=b)", "[a for a in b]", "None", "a", "make()"),
)


@pytest.mark.parametrize("text", _EMPTY)
def test_holds_nothing_yet(text):
    assert syntax.makes_empty(ast.parse(text, mode="eval").body)


@pytest.mark.parametrize("text", _NOT_EMPTY)
def test_holds_something_or_is_no_container(text):
    assert not syntax.makes_empty(ast.parse(text, mode="eval").body)


def test_the_tree_of_a_file_stays_the_same_whatever_other_files_a_program_has(tmp_path):
    files = [tmp_path / f"part_{number}.py" for number in range(300)]
    for number, file in enumerate(files):
        file.write_text(f"number = {number}\n")
    first = syntax.tree_of(str(files[0]))
    assert all(syntax.tree_of(str(file)) is not None for file in files)
    assert syntax.tree_of(str(files[0])) is first
