"""Asking why leaves variables and random states as they were, whatever the loss does."""

import functools
import random
import types

import keras
import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tb_gradplugin.capture.state import state_keeping


@pytest.mark.parametrize(
    "initial",
    [1.5, 7, [1.0, 2.0], [[1, 2], [3, 4]], True, "text", [], np.float64(1e-300), 1 + 2j],
    ids=str,
)
def test_a_variable_is_given_back_whatever_is_assigned_to_it(initial):
    variable = tf.Variable(initial)
    before = variable.numpy()
    state = state_keeping.Variables()
    with state_keeping.kept(state):
        changed = tf.zeros_like(variable) if variable.dtype != tf.string else tf.constant("other")
        variable.assign(changed)
    np.testing.assert_array_equal(variable.numpy(), before)


def test_a_variable_is_given_back_after_it_is_added_to_in_place():
    scalar, vector = tf.Variable(1.0), tf.Variable(tf.ones([1000]))
    state = state_keeping.Variables()
    for _ in range(2):
        with state_keeping.kept(state):
            scalar.assign_add(1.0)
            vector.assign_add(tf.ones([1000]))
            vector.scatter_update(tf.IndexedSlices([5.0], [3]))
    assert scalar.numpy() == 1
    np.testing.assert_array_equal(vector, np.ones([1000]))


def test_a_variable_is_given_back_when_the_loss_raises():
    counter = tf.Variable(0, dtype=tf.int64)

    def loss_fn():
        counter.assign_add(1)
        raise RuntimeError("on purpose")

    report = tbg.explain(loss_fn, [tf.Variable(1.0)])
    assert isinstance(report.exception, RuntimeError)
    assert counter.numpy() == 0


def test_a_generator_is_given_back_when_an_op_writes_over_its_state_and_has_no_gradient():
    generator = tf.random.Generator.from_seed(3)
    w = tf.Variable([0.2, 0.4])
    before = generator.state.numpy().copy()

    def loss_fn():
        drawn = generator.binomial([2], counts=10.0, probs=tf.sigmoid(w), dtype=tf.float32)
        return tf.reduce_sum(drawn)

    report = tbg.explain(loss_fn, [w])
    assert isinstance(report.exception, LookupError)
    np.testing.assert_array_equal(generator.state, before)


def test_metrics_and_slots_of_an_optimizer_are_given_back():
    w = tf.Variable([1.0, 2.0])
    optimizer = keras.optimizers.Adam()
    optimizer.build([w])
    metric = keras.metrics.Mean()
    metric.update_state(3.0)
    before = [np.asarray(v) for v in [*optimizer.variables, *metric.variables, w]]

    def loss_fn():
        metric.update_state(tf.reduce_sum(w))
        optimizer.apply([w * 2.0], [w])
        return metric.result()

    tbg.explain(loss_fn, [w])
    after = [np.asarray(v) for v in [*optimizer.variables, *metric.variables, w]]
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(one, other)


def _plain(function):
    return function


_GENERATOR = tf.random.Generator.from_seed(1)
_KERAS_SEEDS = keras.random.SeedGenerator(5)
_DROPOUT = keras.layers.Dropout(0.5)
_OF_NUMPY = np.random.default_rng(3)
_LEGACY = np.random.RandomState(3)
_OF_PYTHON = random.Random(3)
_BY_NAME = {"noise": np.random.default_rng(4)}


class _Noisy:
    """An object with a generator of its own, and a method of another."""

    def __init__(self):
        self.inner = types.SimpleNamespace(random=random.Random(5))
        self.gauss = np.random.default_rng(6).normal

    def __call__(self):
        return self.gauss() + self.inner.random.gauss(0.0, 1.0)


_NOISY = _Noisy()


def _drawn_by(generator):
    return generator.exponential(size=2)


def _of_closure():
    generator = np.random.default_rng(7)
    return lambda: generator.permutation(16)


DRAWS = {
    "tf.random": lambda: tf.random.normal([4]),
    "tf.random with a seed of the op": lambda: tf.random.uniform([4], seed=11),
    "a generator": lambda: _GENERATOR.normal([4]),
    "the global generator": lambda: tf.random.get_global_generator().normal([4]),
    "keras": lambda: keras.random.normal([4], seed=_KERAS_SEEDS),
    "dropout": lambda: _DROPOUT(tf.ones([16]), training=True),
    "numpy": lambda: np.random.normal(size=4),  # noqa: NPY002 (as programs do)
    "python": lambda: random.random(),
}
DRAWS_OF_ITS_OWN = {
    "a generator of numpy": lambda: _OF_NUMPY.normal(size=4),
    "an older generator of numpy": lambda: _LEGACY.normal(size=4),
    "a generator of python": lambda: _OF_PYTHON.random(),
    "a generator in a dict": lambda: _BY_NAME["noise"].normal(size=4),
    "a partial call": functools.partial(_drawn_by, np.random.default_rng(8)),
    "generators of an object": _NOISY,
    "a generator of a closure": _of_closure(),
}


@pytest.mark.parametrize("seeded", [True, False], ids=["seeded", "as it starts"])
@pytest.mark.parametrize("wrap", [_plain, tf.function], ids=["eagerly", "in a function"])
@pytest.mark.parametrize("name", DRAWS)
def test_the_numbers_drawn_afterwards_are_those_drawn_without_asking(name, wrap, seeded):
    w = tf.Variable(1.0)

    def numbers(asking):
        if seeded:
            keras.utils.set_random_seed(4)
        _GENERATOR.reset_from_seed(2)
        _KERAS_SEEDS.state.assign([3, 0])
        tf.random.set_global_generator(tf.random.Generator.from_seed(9))
        _DROPOUT.seed_generator.state.assign([1, 2])
        if not seeded:
            random.seed(1)
            np.random.seed(1)  # noqa: NPY002
            tf.random.set_seed(1)
        draw = wrap(DRAWS[name])
        drawn = [np.asarray(draw())]
        if asking:
            tbg.explain(lambda: tf.round(w) * tf.reduce_sum(tf.cast(draw(), tf.float32)), [w])
        return [*drawn, np.asarray(draw()), np.asarray(draw())]

    np.testing.assert_array_equal(numbers(True), numbers(False))


@pytest.mark.parametrize("name", DRAWS_OF_ITS_OWN)
def test_generators_of_the_programs_own_are_given_back_and_draw_the_same_each_time(name):
    w = tf.Variable(1.0)
    draw, drawn = DRAWS_OF_ITS_OWN[name], []

    def loss_fn():
        drawn.append(np.asarray(draw()))
        return tf.round(w) * float(np.sum(drawn[-1]))

    tbg.explain(loss_fn, [w])
    assert len(drawn) > 1
    for each in drawn:
        np.testing.assert_array_equal(each, drawn[0])
    np.testing.assert_array_equal(draw(), drawn[0])
