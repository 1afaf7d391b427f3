"""What a functional model takes of the results of its layers, and the line that calls one."""

import keras
import pytest

from tb_gradplugin.capture.program import functional_parts
from tb_gradplugin.diagnosis.text import syntax


class Both(keras.layers.Layer):
    def call(self, inputs):
        return inputs + 1.0, inputs * 2.0


@pytest.mark.parametrize(("taken", "is_part"), [((0,), True), ((1,), True), ((0, 1), False)])
def test_a_part_is_taken_where_nothing_in_the_model_uses_another(taken, is_part):
    inputs, both = keras.Input([2]), Both()
    results = both(inputs)
    keras.layers.Dense(1)(results[1])  # What is no part of the model does not count.
    model = keras.Model(inputs, [results[place] for place in taken])
    assert functional_parts.is_part_taken(both, model) is is_part


def test_of_a_layer_that_gives_other_results_at_each_call_nothing_is_told():
    inputs, both = keras.Input([2]), Both()
    model = keras.Model(inputs, [both(inputs)[0], both(inputs)[1]])
    assert not functional_parts.is_part_taken(both, model)


def test_a_model_that_is_no_graph_takes_no_part():
    assert not functional_parts.is_part_taken(Both(), keras.Model())


@pytest.mark.parametrize(
    ("text", "called_in"),
    [
        ("a = Both()\nb, _ = a(x)\n", 2),
        ("b, _ = Both()(x)\n", 1),
        ("a = Both()\nb, c = a(x), a(y)\n", None),
        ("a = [Both()]\n", None),
        ("def f():\n  a = Both()\n  a(x)\na(y)\n", 3),
        ("def f(b):\n  b(x)\na = Both()\nf(a)\n", 2),
        ("def f(*, b):\n  b(x)\na = Both()\nf(b=a)\n", 2),
        ("def f(b):\n  b = c\n  b(x)\na = Both()\nf(a)\n", None),
        ("def f(b):\n  b(x)\ndef g(c):\n  c(x)\na = Both()\nf(a)\ng(a)\n", None),
        ("class C:\n def i(self):\n  self.a = Both()\n def m(self):\n  self.a(x)\n", 5),
    ],
)
def test_the_line_that_calls_a_layer_is_found_where_one_alone_does(tmp_path, text, called_in):
    file = tmp_path / "program.py"
    file.write_text(text)
    line = text[: text.index("Both")].count("\n") + 1
    found = functional_parts.line_that_calls(syntax.location(str(file), line, ""))
    assert (found.line if found is not None else None) == called_in


def test_a_model_hands_out_the_results_of_a_layer_that_no_other_layer_takes():
    inputs, both, used = keras.Input([2]), Both(), keras.layers.Dense(2)
    first, second = both(inputs)
    third = used(inputs)
    model = keras.Model(inputs, [first, third, second, keras.layers.Dense(1)(third)])
    assert functional_parts.handed_out(both, model) == {0, 2}
    assert functional_parts.handed_out(both, model, {1}) == {2}
    assert not functional_parts.handed_out(used, model)
    assert not functional_parts.handed_out(both, keras.Model())


@pytest.mark.parametrize(
    ("taken", "are_left"),
    [([[0]], True), ([[0, 1]], False), ([[0], [0]], True), ([[0], [1]], False)],
)
def test_results_of_a_model_are_left_where_another_takes_others_at_each_call(taken, are_left):
    inputs = keras.Input([2])
    model = keras.Model(inputs, Both()(inputs))
    calls = [(model(inputs), places) for places in taken]
    outer = keras.Model(inputs, [each[place] for each, places in calls for place in places])
    assert functional_parts.are_left(model, outer, {1}) is are_left
