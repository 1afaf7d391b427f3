"""The line of a program that makes a layer of a model."""

import keras
from keras import layers

from tb_gradplugin.capture.program import reachable
from tb_gradplugin.capture.unread_variables import making_lines


def line_of(layer, loss_fn):
    found = making_lines.of_layer(reachable.Reach(loss_fn), loss_fn, layer)
    return found.source if found is not None else None


def test_of_several_layers_of_a_class_each_has_its_own_line():
    model = keras.Sequential(
        [
            layers.Input([2]),
            layers.Dense(4),
            layers.Dense(3, name="middle"),
            layers.Dense(2),
        ]
    )

    def loss():
        return model

    lines = [line_of(layer, loss) for layer in model.layers]
    assert lines == ["layers.Dense(4),", 'layers.Dense(3, name="middle"),', "layers.Dense(2),"]


def block(inputs, units):
    return layers.Dense(units)(inputs)


def test_a_layer_of_a_loop_has_the_line_in_it_and_one_that_a_helper_makes_has_none():
    inputs = hidden = layers.Input([2])
    for units in (3, 4):
        hidden = layers.Rescaling(units)(hidden)
    hidden = block(hidden, 5)
    outputs = layers.Dense(1)(hidden)
    model = keras.Model(inputs, outputs)

    def loss():
        return model

    _, first, second, made_by_helper, _ = model.layers
    assert {line_of(first, loss), line_of(second, loss)} == {
        "hidden = layers.Rescaling(units)(hidden)"
    }
    assert line_of(made_by_helper, loss) is None


class Owner:
    def __init__(self):
        self.model = self.build_model()

    def build_model(self):
        inputs = layers.Input([2])
        hidden = layers.Rescaling(2.0)(inputs)
        return keras.Model(inputs, layers.Dense(1)(hidden))

    def loss(self):
        return self.model


def test_the_line_may_be_in_a_method_that_the_program_calls():
    owner = Owner()
    assert line_of(owner.model.layers[1], owner.loss) == "hidden = layers.Rescaling(2.0)(inputs)"
