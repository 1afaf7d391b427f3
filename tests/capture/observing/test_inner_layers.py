"""Which layers a model lists: asked of Keras, and of no property that may do anything."""

import types

import keras
import tensorflow as tf

import tb_gradplugin as tbg
from tb_gradplugin.capture.observing import inner_layers


class Unready:
    """Of a class of the user's, whose `layers` are more than a list."""

    def __init__(self):
        self.used = tf.Variable(1.0, name="used")
        self.unused = tf.Variable(2.0, name="unused")
        self.asked = 0

    @property
    def layers(self):
        self.asked += 1
        raise RuntimeError("The model is not ready.")


def test_a_model_lists_its_layers_and_an_object_what_it_keeps_under_that_name():
    dense = keras.layers.Dense(1)
    assert inner_layers.listed(keras.Sequential([dense])) == [dense]
    assert inner_layers.listed(types.SimpleNamespace(layers=[dense])) == [dense]
    assert inner_layers.listed(None) is None
    assert inner_layers.listed(keras.Sequential) is None


def test_a_property_of_the_program_is_not_asked_and_the_explanation_does_without():
    unready = Unready()
    report = tbg.explain(lambda: unready.used * 2.0, [unready.used, unready.unused])
    assert unready.asked == 0
    (finding,) = report.findings
    assert finding.evidence["named"] == "self.unused"
