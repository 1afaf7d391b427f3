"""Models that end before layers which are built behind theirs."""

import keras
import tensorflow as tf
from keras import layers

from tb_gradplugin.capture.program import reachable
from tb_gradplugin.capture.unread_variables import cut_models
from tb_gradplugin.capture.unread_variables.search import Search

x = tf.ones([2, 3])


def parts():
    inputs = keras.Input([3])
    trunk = layers.Dense(4)(inputs)
    head = layers.Dense(2)
    return keras.Model(inputs, trunk), keras.Model(inputs, head(trunk)), head


def lines_of(loss, variables, touched_model):
    known = {id(one): place for place, one in enumerate(touched_model.variables)}
    search = Search(reachable.Reach(loss), loss, variables, lambda one: known.get(id(one)))
    found = cut_models.found(search)
    return [one.location.source if one is not None else None for one in found]


def test_a_layer_behind_a_model_that_is_used_leads_to_the_model():
    base, _, head = parts()
    cut = keras.Model(base.inputs, base.layers[-1].output)

    def loss():
        return tf.reduce_mean(cut(x))

    line = "cut = keras.Model(base.inputs, base.layers[-1].output)"
    assert lines_of(loss, [head.kernel, head.bias], cut) == [line, line]


def test_no_model_is_to_blame_where_another_with_the_layer_is_used_as_well():
    body, classifier, head = parts()

    def loss(classify=False):
        return tf.reduce_mean(classifier(x) if classify else body(x))

    assert lines_of(loss, [head.kernel], body) == [None]


def test_what_shares_the_inputs_alone_is_not_behind_a_model():
    inputs = keras.Input([3])
    flat = layers.Flatten()(inputs)
    other = layers.Dense(2)
    other(flat)
    body = keras.Model(inputs, layers.Dense(4)(flat))

    def loss():
        return tf.reduce_mean(body(x))

    assert lines_of(loss, [other.kernel], body) == [None]


def test_a_model_that_is_not_used_says_nothing():
    body, _, head = parts()

    def loss():
        return tf.reduce_mean(body(x))

    assert lines_of(loss, [head.kernel], keras.Sequential()) == [None]
