"""What `check` gives back as it was, bit for bit."""

import random

import keras
import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tests.checked_models import (
    AddedLoss,
    Adversaries,
    Unbuilt,
    classes,
    convolutional,
    layers,
    numbers,
    of_two_inputs_and_outputs,
    perceptron,
)

X, Y = numbers(4), numbers(1, seed=1)
IMAGES = numbers(8, 8, 1), classes(3)


def state(model):
    """The bytes of every variable of a model, its optimizers and its metrics."""
    metrics = [variable for metric in model.metrics for variable in metric.variables]
    optimizers = [each for each in vars(model).values() if hasattr(each, "iterations")]
    slots = [variable for optimizer in optimizers for variable in optimizer.variables]
    return {
        f"{number} {variable.path}": variable.numpy().tobytes()
        for number, variable in enumerate([*model.variables, *metrics, *slots])
    }


def drawn():
    """Something of every random generator."""
    return (
        random.random(),
        np.random.rand(),  # noqa: NPY002  it is what programs use
        float(tf.random.normal([])),
        float(tf.random.get_global_generator().normal([])),
        float(keras.random.normal([])),
    )


def fitted(model, x, y):
    model.fit(x, y, batch_size=8, verbose=0)
    return model


def seed():
    # It has a generator, which is made anew where there is none; its own sweep is left out.
    keras.utils.clear_session(free_memory=False)
    keras.utils.set_random_seed(7)
    tf.random.set_global_generator(tf.random.Generator.from_seed(3))


def check_between_draws(model, x, y):
    before, losses = state(model), len(model.losses)
    seed()
    expected = [drawn() for _ in range(2)]
    seed()
    found = [drawn()]
    try:
        tbg.check(model, x, y)
    finally:
        found.append(drawn())
        assert found == expected
        assert state(model) == before
        assert len(model.losses) == losses


def test_after_a_training_nothing_has_changed():
    check_between_draws(fitted(convolutional(), *IMAGES), *IMAGES)


def test_before_a_training_the_optimizer_stays_unbuilt():
    model = convolutional()
    check_between_draws(model, *IMAGES)
    assert not model.optimizer.built
    assert model.train_function is None


def test_nothing_has_changed_where_it_raises():
    model = fitted(
        perceptron(layers.Dropout(0.5), layers.Dense(3, activation=lambda x: x * 0.0)), X, Y
    )
    with pytest.raises(tbg.GradientHealthError):
        check_between_draws(model, X, Y)


def test_nothing_has_changed_where_the_model_raises():
    def failing(wanted, predicted):
        if is_failing:
            raise ZeroDivisionError
        return tf.reduce_mean(tf.square(wanted - predicted))

    is_failing = False
    model = fitted(perceptron(layers.Dropout(0.5), layers.BatchNormalization(), loss=failing), X, Y)
    is_failing = True
    with pytest.raises(ZeroDivisionError):
        check_between_draws(model, X, Y)


def test_what_layers_have_added_to_the_loss_is_as_before():
    model = perceptron(AddedLoss())
    check_between_draws(model, X, Y)
    assert model.losses == []
    model(X[:2])
    (before,) = model.losses
    tbg.check(model, X, Y)
    assert model.losses[0] is before
    assert len(model.losses) == 1


def test_what_building_a_model_draws_is_given_back():
    def initial(shape, dtype=None):
        return tf.random.normal(shape, dtype=dtype)

    model = keras.Sequential([layers.Dense(1, kernel_initializer=initial)])
    model.compile("sgd", "mse")
    seed()
    expected = [drawn() for _ in range(2)]
    seed()
    found = [drawn()]
    tbg.check(model, X, Y)
    assert [*found, drawn()] == expected


def test_metrics_that_a_check_made_have_counted_nothing():
    model = of_two_inputs_and_outputs()
    tbg.check(model, {"a": X, "b": numbers(2)}, {"sum": Y, "class": classes(3)})
    metrics = [variable for metric in model.metrics for variable in metric.variables]
    assert all(not variable.numpy().any() for variable in metrics)


def test_a_step_of_ones_own_updates_nothing():
    model = Adversaries()
    model.compile()
    check_between_draws(model, X, None)
    assert not model.of_judge.built
    assert not model.of_generator.built


def test_a_loss_scale_that_was_lowered_is_given_back():
    model = perceptron(layers.Dense(4, activation="tanh", dtype="mixed_float16"))
    scaled = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(), initial_scale=2.0**30)
    model.compile(scaled, "mse")
    scaled.build(model.trainable_variables)
    check_between_draws(model, X, Y)
    assert float(scaled.dynamic_scale.numpy()) == 2.0**30


def trained(is_checked):
    keras.utils.set_random_seed(5)
    model = Unbuilt()
    model.compile(keras.optimizers.Adam(0.1), "mse", metrics=["mae"])
    if is_checked:
        tbg.check(model, X, Y)
        assert model.built
        assert not model.optimizer.built
    history = model.fit(X, Y, epochs=2, batch_size=8, verbose=0).history
    return history, [variable.numpy().tobytes() for variable in model.variables]


def test_a_model_is_built_and_trained_as_it_would_have_been_without_the_check():
    assert trained(is_checked=True) == trained(is_checked=False)
