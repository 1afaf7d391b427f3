"""What is put into a list is made on a line of its own where one line alone fills the list."""

import ast

import pytest

from tb_gradplugin.capture.program import filled_lists

FILLED = {
    "self.nets = []\nfor _ in range(3):\n    net = made()\n    self.nets.append(net)": (3, 4),
    "self.nets = list()\nfor _ in range(3):\n    self.nets.append(made())": (3, 3),
    "self.nets = {}\nfor key in keys:\n    net = made()\n    self.nets[key] = net": (3, 4),
    "nets = []\nfor _ in range(3):\n    net = made()\n    nets.append(net)\nself.nets = nets": (
        3,
        4,
    ),
}
NOT_TOLD = [
    "self.nets = [made() for _ in range(3)]",
    "self.nets = made()",
    "self.nets = []",
    "self.nets = []\nself.nets.append(made())\nself.nets.append(made())",
    "self.nets = []\nnet = made()\nnet = made()\nself.nets.append(net)",
    "self.nets = [made()]\nnet = made()\nself.nets.append(net)",
    "self.nets = []\nself.nets.append(given)",
]


@pytest.mark.parametrize("text", FILLED)
def test_the_line_that_makes_an_element_stands_before_the_one_that_puts_it_in(text):
    assert filled_lists.lines(ast.parse(text), "self", "nets") == FILLED[text]


@pytest.mark.parametrize("text", NOT_TOLD)
def test_of_a_list_that_is_filled_otherwise_nothing_is_told(text):
    assert filled_lists.lines(ast.parse(text), "self", "nets") is None
