"""Variables that a Python condition left out, and the line of the condition."""

import keras
import pytest
import tensorflow as tf

from tb_gradplugin.capture import eager_run
from tests.capture.eager_programs import V, W, line_of

X = tf.constant([[1.0, 2.0]])
STEP = 3
HEAD = keras.layers.Dense(1, name="skipped_head")
HEAD.build((None, 2))


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = keras.layers.Dense(2)
        self.second = keras.layers.Dense(2)
        self.deep = True

    def call(self, x):
        h = self.first(x)
        if self.deep:  # <- deep
            h = self.second(h)
        return h


NET = Net()
NET(X)
NET.deep = False


def in_body():
    loss = tf.reduce_sum(W)
    if STEP > 100:  # <- body
        loss += tf.reduce_sum(V)
    return loss


def after_return():
    loss = tf.reduce_sum(W)
    if STEP < 100:  # <- return
        return loss
    return loss + tf.reduce_sum(V)


def in_expression():
    return tf.reduce_sum(W + (V if STEP > 100 else 1.0))  # <- expression


def in_other_branch():
    if STEP < 100:  # <- other
        return tf.reduce_sum(W)
    else:  # noqa: RET505 that is what is tested
        return tf.reduce_sum(V)


def of_layer():
    return tf.reduce_sum(NET(X))


def headed(h, wanted):
    if wanted:  # <- wanted
        return HEAD(h)
    return h


@tf.function
def in_function():
    return tf.reduce_sum(headed(X * W, False))


@pytest.mark.parametrize(
    ("loss_fn", "variable", "marker"),
    [
        (in_body, V, "body"),
        (after_return, V, "return"),
        (in_expression, V, "expression"),
        (in_other_branch, V, "other"),
        (of_layer, NET.second.kernel, "deep"),
        (in_function, HEAD.kernel, "wanted"),
    ],
)
def test_the_condition_over_all_uses_of_a_variable_is_found(loss_fn, variable, marker):
    (asked,) = eager_run.observed(loss_fn, [variable]).asked
    assert asked.value is None
    assert asked.condition is not None
    assert asked.condition.line == line_of(__file__, marker)


class Refusing:
    """Answers no question about itself but by raising."""

    def __getattr__(self, name):
        raise RuntimeError(name)


REFUSING = Refusing()


def beside_an_object_that_refuses():
    loss = tf.reduce_sum(W)
    if STEP > 100 and REFUSING.wanted:
        loss += tf.reduce_sum(V)
    return loss


def test_an_object_that_refuses_to_be_looked_at_ends_the_search_and_nothing_else():
    program = eager_run.observed(beside_an_object_that_refuses, [W, V])
    assert [asked.status for asked in program.asked] == ["ok", "null"]
    assert program.exception == ""


def used_elsewhere():
    loss = tf.reduce_sum(W)
    if STEP > 100:
        loss += tf.reduce_sum(V)

    def other():
        return tf.reduce_sum(V)

    return loss if callable(other) else other()


def never_named():
    return tf.reduce_sum(W)


def in_the_test():
    return tf.reduce_sum(W) if V.trainable else tf.reduce_sum(W * 2.0)


@pytest.mark.parametrize("loss_fn", [used_elsewhere, never_named, in_the_test])
def test_without_a_condition_over_all_uses_none_is_found(loss_fn):
    (asked,) = eager_run.observed(loss_fn, [V]).asked
    assert (asked.value, asked.condition) == (None, None)


def in_a_for_loop():
    loss = tf.reduce_sum(W)
    for _ in range(STEP - STEP):  # <- for loop
        loss += tf.reduce_sum(V)
    return loss


def in_a_while_loop():
    loss, left = tf.reduce_sum(W), 0
    while left > 0:  # <- while loop
        loss += tf.reduce_sum(V)
        left -= 1
    return loss


@pytest.mark.parametrize("loss_fn", [in_a_for_loop, in_a_while_loop])
def test_a_python_loop_that_makes_no_trip_is_found_like_a_condition(loss_fn):
    (asked,) = eager_run.observed(loss_fn, [V]).asked
    marker = loss_fn.__name__.removeprefix("in_a_").replace("_", " ")
    assert asked.condition.line == line_of(__file__, marker)


class Kept(tf.Module):
    def __init__(self):
        super().__init__()
        self.rows = {}

    def row(self, key):
        row = self.rows.get(key)
        if row is None:
            row = self.rows[key] = tf.Variable([1.0])
        return row

    def __call__(self):
        for key in ("first", "second"):  # <- kept for
            first = self.row(key)
            self.row("other")
        return tf.reduce_sum(first)


KEPT = Kept()
KEPT()


def test_a_condition_to_make_an_entry_is_not_one_to_use_it():
    (asked,) = eager_run.observed(KEPT, [KEPT.rows["other"]]).asked
    assert asked.condition.line == line_of(__file__, "kept for")


class Gate(keras.layers.Layer):
    def __init__(self, scale):
        super().__init__()
        self.scale = keras.layers.Dense(2) if scale else None
        self.wide = False

    def scaled(self, x):
        if not self.wide:  # <- gate
            return x
        return self.scale(x)

    def call(self, x):
        return self.scaled(x)


class Gated(tf.Module):
    def __init__(self):
        super().__init__()
        self.gate = Gate(scale=True)
        self.short = False

    def __call__(self):
        if self.short:  # <- short
            return tf.reduce_sum(W)
        gate = self.gate
        return tf.reduce_sum(W * gate(X))


GATED = Gated()
GATED.gate.scale.build((None, 2))


@pytest.mark.parametrize(("is_short", "marker"), [(False, "gate"), (True, "short")])
def test_a_condition_in_a_method_counts_if_what_calls_it_may_have_run(is_short, marker):
    GATED.short = is_short
    (asked,) = eager_run.observed(GATED, [GATED.gate.scale.kernel]).asked
    assert asked.condition.line == line_of(__file__, marker)
