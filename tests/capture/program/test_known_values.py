"""What is known of names and attributes in conditions, and what is not asked."""

import ast
import types

import pytest
import tensorflow as tf

from tb_gradplugin.capture.program.known_values import KnownValues
from tb_gradplugin.capture.sources import source_trees

MODE = "rows"
CHANGED = 1
CHANGED = 2
TABLE = {"kind": "sum"}
FILLED = {"count": 1}
bag = types.SimpleNamespace(depth=2, width=5)
bag.width = 6
FILLED["count"] = 2


class Kept:
    asked = 0
    size = 3

    def __init__(self, dim, name, several=()):
        self.dim = dim
        self.again = dim
        self.name = name
        for one in several:
            self.turn = one
        self.size = 4

    def later(self):
        self.again = 3

    @property
    def counted(self):
        type(self).asked += 1
        return 1

    def run(self):
        return self.dim


class Built(tf.keras.layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units_of_it = units
        self.built = False

    def call(self, batch):
        return batch


def holds(test, holder=None, method="__init__"):
    function = holds if holder is None else getattr(type(holder), method)
    scope = source_trees.of_function(function.__code__)
    known = KnownValues(function, scope, holder)
    return known.holds(ast.parse(test, mode="eval").body)


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("MODE == 'rows'", True),
        ("CHANGED == 2", None),
        ("bag.depth == 2", True),
        ("bag.width == 6", None),
        ("TABLE['kind'] == 'sum'", True),
        ("FILLED['count'] == 2", None),
        ("types.FunctionType is nowhere", None),
        ("tf is None", False),
        ("__name__ == '__main__'", False),
        ("nowhere == 1", None),
        ("len(MODE) == 4", None),
    ],
)
def test_names_of_the_file_that_got_their_value_once(test, expected):
    assert holds(test) is expected


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("self.dim == 2", True),
        ("dim == 2", True),
        ("self.name is None", True),
        ("not self.name", True),
        ("self.again == 2", None),
        ("self.turn == 1", None),
        ("self.size == 4", None),
        ("self.counted == 1", None),
        ("several", None),
    ],
)
def test_attributes_that_got_their_value_once_and_what_they_were_made_of(test, expected):
    assert holds(test, Kept(2, None, [0, 1])) is expected
    assert Kept.asked == 0


def test_what_a_library_may_have_changed_is_not_known():
    layer = Built(3)
    layer(tf.zeros([2, 2]))
    assert holds("self.units_of_it == 3", layer) is True
    assert holds("self.built", layer) is None
    assert holds("self.trainable", layer) is None
