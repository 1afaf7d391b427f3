"""Which line of several is told of a variable that no op has read."""

import pytest
import tensorflow as tf

from tb_gradplugin.capture.program import reachable
from tb_gradplugin.capture.unread_variables import named_lines
from tb_gradplugin.capture.unread_variables.search import Search


@pytest.fixture
def asked_for(monkeypatch):
    """The variables of the searches for what tells of one that has no line otherwise."""
    found = []

    def find(search):
        found.append(list(search.variables))
        return [None] * len(search.variables)

    monkeypatch.setattr(named_lines, "_WHERE_NONE_IS", (find,))
    return found


scale = tf.Variable(1.0)
offset = tf.Variable(0.0)


def loss(is_full=False):
    return scale + offset if is_full else tf.constant(2.0)


def found(*variables):
    search = Search(reachable.Reach(loss), loss, variables, known=lambda _: None)
    return named_lines.found(search, [None] * len(variables))


def test_where_each_variable_has_a_line_nothing_else_is_searched_for(asked_for):
    assert [one.line.name for one in found(scale, offset)] == ["scale", "offset"]
    assert asked_for == []


def test_where_one_has_none_there_is_a_search_for_what_else_tells_of_it(asked_for):
    named, other = found(scale, tf.Variable(3.0))
    assert (named.line.name, other.line) == ("scale", None)
    assert len(asked_for) == 1
