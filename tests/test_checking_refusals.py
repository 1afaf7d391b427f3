"""What `check` does not take, and how it says so."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tests.checked_models import Unbuilt, layers, numbers, perceptron

X, Y = numbers(4), numbers(1, seed=1)


def refused(error, text, *arguments, **options):
    with pytest.raises(error, match=text):
        tbg.check(*arguments, **options)


def test_a_model_that_is_not_compiled_is_refused():
    model = keras.Sequential([keras.Input((4,)), layers.Dense(1)], name="net")
    refused(ValueError, "must be compiled.*Received: model='net', which is not", model, X, Y)


def test_what_is_no_keras_model_is_refused_with_what_to_use():
    refused(TypeError, "explain.loss_fn, variables.*type builtins.object", object(), X, Y)


def test_a_model_without_trainable_variables_is_refused_with_what_to_do():
    model = perceptron()
    model.trainable = False
    model.compile("sgd", "mse")
    with pytest.raises(ValueError, match="trainable") as caught:
        tbg.check(model, X, Y)
    assert str(caught.value) == (
        "`model` must have a trainable variable: set `trainable = True` on the layers that should "
        "learn, and compile it again. Received: model='net', none of whose "
        f"{len(model.weights)} variables is trainable"
    )


def test_a_model_without_variables_is_refused():
    model = keras.Sequential([keras.Input((4,)), layers.Flatten()], name="net")
    model.compile("sgd", "mse")
    refused(
        ValueError,
        r"trainable variable\. Received: model='net', which has no variables",
        model,
        X,
        X,
    )


def test_a_training_step_that_takes_no_gradient_is_refused():
    class WithoutGradient(keras.Sequential):
        def train_step(self, data):
            return {"loss": self.compute_loss(*data, self(data[0]))}

    model = WithoutGradient([keras.Input((4,)), layers.Dense(1)], name="net")
    model.compile("sgd", "mse")
    refused(ValueError, "must take the gradient.*Received: model='net', whose step", model, X, Y)


@pytest.mark.parametrize("words", ["error", 3, None])
def test_raise_on_must_be_several_words(words):
    refused(TypeError, r"such as \('error',\) or \(\)", perceptron(), X, Y, raise_on=words)


@pytest.mark.parametrize("word", ["ok", "errors", "GN999", 1])
def test_a_word_that_means_nothing_is_refused(word):
    text = f"Received: {word!r} in raise_on="
    refused(ValueError, text, perceptron(), X, Y, raise_on=["null", word])


def test_another_word_for_verify_is_refused():
    refused(ValueError, "Received: verify='every'", perceptron(), X, Y, verify="every")


def test_lists_of_numbers_are_refused():
    refused(TypeError, "`x` must hold arrays.*with 1.0 of type float", perceptron(), [[1.0]], Y)


def test_an_iterator_is_refused():
    refused(TypeError, "take one, `x, y = next.iterator.`", perceptron(), iter([(X, Y)]))


def test_targets_beside_a_data_set_are_refused():
    batches = tf.data.Dataset.from_tensor_slices((X, Y)).batch(4)
    refused(ValueError, "`y` must be in the data set", perceptron(), batches, Y)
    refused(ValueError, "`sample_weight` must be in", perceptron(), batches, None, np.ones(4))


def test_an_empty_data_set_is_refused():
    batches = tf.data.Dataset.from_tensor_slices((X, Y)).batch(4).take(0)
    refused(ValueError, "at least one batch", perceptron(), batches)


def test_a_wrong_shape_raises_what_keras_says():
    refused(ValueError, "incompatible with the layer", perceptron(), numbers(5), Y)


def test_what_a_model_raises_is_raised():
    def between(_):
        raise ZeroDivisionError("in the model")

    model = Unbuilt()
    model.compile("sgd", "mse")
    tbg.check(model, X, Y)
    model.between = between
    refused(ZeroDivisionError, "in the model", model, X, Y)


def test_inside_of_a_traced_function_it_is_refused():
    model = perceptron()
    with pytest.raises(RuntimeError, match=r"while a `tf\.function` is traced"):
        tf.function(lambda: tbg.check(model, X, Y), autograph=False)()
