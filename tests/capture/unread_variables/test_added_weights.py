"""Weights that a line of the program adds to a layer, and that no name leads to."""

import keras
import tensorflow as tf

from tb_gradplugin.capture.program import reachable
from tb_gradplugin.capture.unread_variables import added_weights
from tb_gradplugin.capture.unread_variables.search import Search

x = tf.ones([2, 3])


class Series(keras.Model):
    def __init__(self, *parts):
        super().__init__()
        self.parts = list(parts)

    def call(self, inputs):
        for part in self.parts:
            inputs = part(inputs)
        return inputs


def lines_of(model, *variables):
    def loss():
        return tf.reduce_mean(model(x))

    search = Search(reachable.Reach(loss), loss, variables, known=lambda _: None)
    found = added_weights.found(search)
    return [one.location.source if one is not None else None for one in found]


def test_a_weight_is_found_by_the_name_that_its_line_gives_it():
    first, second = keras.layers.Dense(2), keras.layers.Dense(2)
    one = first.add_weight(shape=(), name="sharpness")
    two = second.add_weight(shape=(), name=f"width_{second.name}")
    assert lines_of(Series(first, second), one, two) == [
        'one = first.add_weight(shape=(), name="sharpness")',
        'two = second.add_weight(shape=(), name=f"width_{second.name}")',
    ]


def test_a_weight_without_a_name_is_found_where_no_other_line_adds_such_a_one():
    layer = keras.layers.Dense(2)
    one = layer.add_weight(shape=())
    assert lines_of(Series(layer), one) == ["one = layer.add_weight(shape=())"]


def test_what_a_class_makes_for_itself_is_not_taken_for_a_weight_of_the_same_name():
    first, second = keras.layers.Dense(2), keras.layers.Dense(2)
    one = first.add_weight(shape=(), name="kernel")
    model = Series(first, second)
    model(x)
    line = 'one = first.add_weight(shape=(), name="kernel")'
    assert lines_of(model, one, second.kernel) == [line, None]


def test_an_attribute_that_the_program_gives_a_layer_leads_to_its_line():
    layer = keras.layers.Dense(2)
    layer.tilt = layer.add_weight(shape=(), name="tilt")
    line = 'layer.tilt = layer.add_weight(shape=(), name="tilt")'
    assert lines_of(Series(layer), layer.tilt) == [line]


def test_no_line_is_named_where_two_may_have_added_the_weight():
    first, second = keras.layers.Dense(2), keras.layers.Dense(2)
    one = first.add_weight(shape=(), name="offset")
    second.add_weight(shape=(), name="offset")
    assert lines_of(Series(first, second), one) == [None]


def test_another_class_that_makes_a_weight_of_that_name_for_itself_is_not_to_blame():
    class Other(keras.layers.Layer):
        def build(self, shape):
            self.add_weight(shape=shape[-1:], name="balance")

    layer = keras.layers.Dense(2)
    one = layer.add_weight(shape=(), name="balance")
    assert Other
    assert lines_of(Series(layer), one) == ['one = layer.add_weight(shape=(), name="balance")']
