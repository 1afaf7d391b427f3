"""Gradients of variables that a custom gradient returns by position: in whose order."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg

_random = np.random.default_rng(5)
X = tf.constant(_random.normal(size=(6, 3)), tf.float32)
Y = tf.constant(_random.normal(size=(6, 3)), tf.float32)


def variables(width=3):
    """A weight and an offset, used in this order; sorted by name, they change places."""
    w = tf.Variable(_random.normal(size=(3, width)).astype("float32"), name="w")
    return w, tf.Variable(_random.normal(size=width).astype("float32"), name="b")


def affine(w, b, answer, seen=None):
    """`X @ w + b` whose gradient function answers with `answer` of dw, db and the variables."""

    @tf.custom_gradient
    def transformed(x):
        def grad(dy, variables=None):
            if seen is not None:
                seen.append([each.name for each in variables])
            dw, db = tf.matmul(x, dy, transpose_a=True), tf.reduce_sum(dy, 0)
            return tf.matmul(dy, w, transpose_b=True), answer(dw, db, variables)

        return tf.matmul(x, w) + b, grad

    return lambda: tf.reduce_mean((transformed(X) - tf.reduce_mean(Y)) ** 2)


def by_variable(w):
    return lambda dw, db, given: [dw if each is w else db for each in given]


def only(report):
    (finding,) = report.findings
    return finding


def test_the_gradient_function_is_given_the_variables_in_the_order_of_tensorflow():
    w, b = variables()
    seen = []
    loss = affine(w, b, by_variable(w), seen)
    with tf.GradientTape() as tape:
        value = loss()
    tape.gradient(value, [w, b])
    assert tbg.explain(loss, [w, b]).findings == []
    # Others are tried after those of the program.
    assert seen[0] == ["w:0", "b:0"]
    assert all(each == seen[0] for each in seen[: len(seen) // 2])


@pytest.mark.parametrize("width", [2, 3, 1])
def test_a_gradient_that_is_right_by_position_is_not_called_wrong(width):
    w, b = variables(width)
    report = tbg.explain(affine(w, b, lambda dw, db, _: [dw, db]), [w, b])
    assert report.statuses == {"w": "ok", "b": "ok"}
    finding = only(report)
    assert (finding.code, finding.severity) == ("GC301", "warning")
    assert finding.variables == ("w", "b")
    text = " ".join(str(report).split())
    assert "`w` and `b` receive a right gradient in one order alone" in text
    assert "here as `w`, `b`, and in a `tf.function` by name, as `b`, `w`" in text
    assert "in the order of `variables`" in text


def test_in_a_graph_it_is_indeed_wrong():
    slope, offset = tf.Variable(2.0, name="slope"), tf.Variable(3.0, name="offset")

    @tf.custom_gradient
    def line(x):
        def grad(dy, variables=None):  # noqa: ARG001  TensorFlow passes it
            return dy * slope, [tf.reduce_sum(dy * x), tf.reduce_sum(dy)]

        return slope * x + offset, grad

    def plain():
        return tf.reduce_mean(line(X) ** 2)

    gradients = []
    for loss in (plain, tf.function(plain)):
        with tf.GradientTape() as tape:
            value = loss()
        gradients.append([float(each) for each in tape.gradient(value, [slope, offset])])
    assert gradients[0] == pytest.approx(gradients[1][::-1])
    report = tbg.explain(tf.function(plain), [slope, offset])
    finding = only(report)
    assert (finding.code, finding.severity, finding.certainty) == ("GC301", "error", "certain")
    assert report.statuses == {"slope": "wrong", "offset": "wrong"}
    text = " ".join(str(report).split())
    assert "by position, and in another order than TensorFlow gives them" in text
    assert "TensorFlow gives the variables as `offset`, `slope`" in text
    assert "is right for `slope`, `offset`" in text


def test_in_a_graph_the_order_is_that_of_the_names():
    w, b = variables()
    loss = tf.function(affine(w, b, lambda dw, db, _: [db, dw]))
    report = tbg.explain(loss, [w, b])
    assert report.findings == []


def test_a_none_is_that_of_the_variable_which_it_is_returned_for():
    w, b = variables()
    report = tbg.explain(affine(w, b, lambda dw, db, given: [dw, None]), [w, b])
    assert report.statuses == {"w": "ok", "b": "null"}
    assert {(f.code, f.severity, f.variables) for f in report.findings} == {
        ("GN116", "error", ("b",)),
        ("GC301", "warning", ("w",)),
    }


VALUES = {"a": 0.5, "b": 2.0, "c": 3.0}


def test_of_three_variables_not_even_the_order_outside_of_a_graph_is_known():
    a, b, c = (tf.Variable(value, name=name) for name, value in VALUES.items())

    @tf.custom_gradient
    def polynomial(x):
        def grad(dy, variables=None):
            of = {
                "a:0": tf.reduce_sum(dy),
                "b:0": tf.reduce_sum(dy * x),
                "c:0": tf.reduce_sum(dy * x**2),
            }
            order.append([each.name for each in variables])
            # By position: as TensorFlow gave them first.
            return dy * (b + 2.0 * c * x), [of[name] for name in order[0]]

        return a + b * x + c * x**2, grad

    order = []
    report = tbg.explain(lambda: tf.reduce_mean(polynomial(X) ** 2), [a, b, c])
    assert set(report.statuses.values()) == {"ok"}
    finding = only(report)
    assert (finding.code, finding.severity) == ("GC301", "warning")
    assert "`tf.function`" in str(report)


class Affine(keras.layers.Layer):
    """A layer with a custom gradient that answers by position."""

    def __init__(self, by_name):
        super().__init__(name="affine")
        self.by_name = by_name

    def build(self, shape):
        self.w = self.add_weight(shape=(shape[-1], 2), name="w")
        self.b = self.add_weight(shape=(2,), name="b")

    def call(self, x):
        @tf.custom_gradient
        def transformed(x):
            def grad(dy, variables=None):  # noqa: ARG001  TensorFlow passes it
                dw, db = tf.matmul(x, dy, transpose_a=True), tf.reduce_sum(dy, 0)
                return tf.matmul(dy, self.w, transpose_b=True), (
                    [db, dw] if self.by_name else [dw, db]
                )

            return tf.matmul(x, self.w) + self.b, grad

        return transformed(x)


@pytest.mark.parametrize("eagerly", [False, True])
@pytest.mark.parametrize("by_name", [False, True])
def test_a_model_is_checked_for_the_order_that_fit_has(by_name, eagerly):
    model = keras.Sequential([keras.Input((3,)), Affine(by_name)])
    model.compile("sgd", "mse", run_eagerly=eagerly)
    report = tbg.check(model, X, Y[:, :2], raise_on=())
    if by_name == eagerly:
        assert [(f.code, f.severity) for f in report.findings] == [("GC301", "error")]
        with pytest.raises(Exception, match=r"[Ss]hape"):
            model.fit(X, Y[:, :2], verbose=0)
        return
    # Eagerly, what is right is right in that order alone.
    severities = ["warning"] if eagerly else []
    assert [finding.severity for finding in report.findings] == severities
    model.fit(X, Y[:, :2], verbose=0)
