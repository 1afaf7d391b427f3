"""What `explain` does not take for a loss function, and how it says so."""

import functools

import keras
import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg

W = tf.Variable([1.0, 2.0], name="w")


def loss():
    return tf.reduce_sum(tf.square(W))


def of_step(step, by=1.0, *, factor=1.0):
    return loss() * step * by * factor


def named(*, scale):
    return loss() * scale


@pytest.mark.parametrize(
    ("loss_fn", "needed"),
    [
        (lambda x: loss() * x, "`x`"),
        (of_step, "`step`"),
        (named, "`scale`"),
        (lambda x, y: loss() * x * y, "`x` and `y`"),
        (functools.partial(lambda x, y: loss() * x * y, 1.0), "`y`"),
        (keras.losses.mean_squared_error, "`y_true` and `y_pred`"),
    ],
)
def test_a_function_that_needs_arguments_is_refused(loss_fn, needed):
    with pytest.raises(TypeError) as caught:
        tbg.explain(loss_fn, [W])
    said = str(caught.value)
    assert said.startswith(
        "`loss_fn` must be a function without arguments that returns the loss, such as "
        "`lambda: loss_fn(model(x), y)`. Received: loss_fn="
    )
    assert said.endswith(f", which needs {needed}")


def test_a_function_that_needs_arguments_is_not_called():
    called = []
    with pytest.raises(TypeError):
        tbg.explain(lambda x: called.append(x), [W])
    assert called == []


def _given_its_step(function):
    @functools.wraps(function)
    def call():
        return function(2.0)

    return call


@pytest.mark.parametrize(
    "loss_fn",
    [
        lambda scale=2.0: loss() * scale,
        lambda *_, **__: loss(),
        functools.partial(of_step, 2.0),
        _given_its_step(of_step),
        tf.function(loss),
        tf.function(loss).get_concrete_function(),
    ],
)
def test_a_function_that_can_be_called_without_arguments_is_taken(loss_fn):
    assert tbg.explain(loss_fn, [W]).statuses == {"w": "ok"}


@pytest.mark.parametrize(
    ("rest", "received"),
    [
        ((1,), "a tuple of Tensor, int"),
        ((None,), "a tuple of Tensor, NoneType"),
        (({"accuracy": np.float32(0.5)},), "a tuple of Tensor, float32"),
        (("a", 1, 2, 3, 4, 5), "a tuple of Tensor, str, int and 4 more"),
    ],
)
def test_a_tuple_with_something_else_than_tensors_is_refused(rest, received):
    with pytest.raises(TypeError) as caught:
        tbg.explain(lambda: (loss(), *rest), [W])
    assert str(caught.value) == (
        "`loss_fn` must return the loss as one tensor, or several tensors, of which the sum is "
        f"explained, as by `tape.gradient`. Received: {received}"
    )


def test_a_list_or_a_dict_is_named():
    with pytest.raises(TypeError, match="Received: a list of int, Tensor"):
        tbg.explain(lambda: [1, loss()], [W])
    with pytest.raises(TypeError, match="Received: a dict of Tensor, float"):
        tbg.explain(lambda: {"loss": loss(), "rate": 0.5}, [W])


def test_several_losses_are_explained_by_their_sum():
    v = tf.Variable(1.0, name="v")
    report = tbg.explain(lambda: (loss(), tf.round(v), [2.0 * v]), [W, v])
    assert report.statuses == {"w": "ok", "v": "ok"}
    report = tbg.explain(lambda: [loss(), tf.round(v)], [W, v])
    assert report.statuses == {"w": "ok", "v": "null"}
    assert [finding.code for finding in report.findings] == ["GN102"]
