"""What `explain` says of gradients that are there, and zero, not finite, far off or wrong."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg


def codes(report):
    return [finding.code for finding in report.findings]


def only(report):
    (finding,) = report.findings
    return finding


def serious(report):
    return [finding for finding in report.findings if finding.severity != "note"]


def test_a_zero_gradient_is_explained_with_the_line_that_makes_it_zero():
    w = tf.Variable([-1.0, -2.0], name="w")

    def loss_fn():
        return tf.reduce_sum(tf.nn.relu(w) + 1.0)

    report = tbg.explain(loss_fn, [w])
    assert report.statuses == {"w": "zero"}
    assert codes(report) == ["GH207"]
    assert report.findings[0].locations[0].source == "return tf.reduce_sum(tf.nn.relu(w) + 1.0)"
    assert "2 of 2" in str(report)


def test_a_non_finite_gradient_is_explained_beside_a_missing_one():
    x, w = tf.Variable([0.0, 1.0], name="x"), tf.Variable([1.0, 2.0], name="w")
    report = tbg.explain(
        lambda: tf.reduce_sum(tf.where(x > 0, 1 / x, 0.0)) + tf.reduce_sum(tf.round(w)), [x, w]
    )
    assert report.statuses == {"x": "nonfinite", "w": "null"}
    assert sorted(codes(report)) == ["GH219", "GN102"]


def test_a_cut_that_a_recomputed_block_fills_with_zeros_is_named():
    w = tf.Variable([1.2, -2.7], name="w")
    block = tf.recompute_grad(lambda x: tf.round(x * w) * 2.0)
    report = tbg.explain(lambda: tf.reduce_sum(block(tf.constant([3.0, 3.0]))), [w])
    assert report.statuses == {"w": "zero"}
    assert [(f.code, f.status, f.op_type) for f in report.findings] == [("GN102", "zero", "Round")]


def test_a_cut_that_a_loop_of_a_graph_fills_with_zeros_is_named():
    w = tf.Variable(1.2, name="w")

    @tf.function
    def loss_fn():
        total = tf.constant(0.0)
        for _ in tf.range(3):
            total += tf.round(w)
        return total

    report = tbg.explain(loss_fn, [w])
    assert report.statuses == {"w": "zero"}
    assert [(f.code, f.op_type) for f in report.findings] == [("GN102", "Round")]


def test_a_branch_of_a_graph_that_did_not_run_is_named():
    w, v = tf.Variable(1.0, name="w"), tf.Variable(1.0, name="v")

    @tf.function
    def loss_fn():
        return tf.cond(w > 0, lambda: w * 2.0, lambda: v * 2.0)

    report = tbg.explain(loss_fn, [w, v])
    assert report.statuses == {"w": "ok", "v": "zero"}
    assert codes(report) == ["GN115"]


def test_a_wrong_custom_gradient_gives_the_status_wrong():
    @tf.custom_gradient
    def squared(x):
        return x * x, lambda upstream: upstream

    w, v = tf.Variable([1.0, 2.0], name="w"), tf.Variable(3.0, name="v")
    report = tbg.explain(lambda: tf.reduce_sum(squared(w)) + v, [w, v])
    assert report.statuses == {"w": "wrong", "v": "ok"}
    assert codes(report) == ["GC301"]


def test_a_custom_gradient_of_zeros_is_one_cause_and_one_finding():
    @tf.custom_gradient
    def squared(x):
        return x * x, lambda upstream: upstream * 0.0

    w = tf.Variable([1.0, 2.0], name="w")
    report = tbg.explain(lambda: tf.reduce_sum(squared(w * 2.0)), [w])
    assert report.statuses == {"w": "zero"}
    assert codes(report) == ["GC303"]


def test_built_in_gradients_are_compared_on_request_only():
    factors = tf.Variable([2.0, 3.0, 0.0], name="factors")

    def loss_fn():
        return tf.reduce_sum(tf.math.cumprod(factors))

    assert tbg.explain(loss_fn, [factors]).findings == []
    report = tbg.explain(loss_fn, [factors], verify="all")
    assert report.statuses == {"factors": "wrong"}
    assert codes(report) == ["GC304"]


def test_another_word_for_verify_is_refused():
    with pytest.raises(ValueError, match="Received: verify='every'"):
        tbg.explain(lambda: None, [tf.Variable(1.0)], verify="every")


def test_a_sound_training_step_gets_nothing_above_a_note():
    model = keras.Sequential(
        [
            keras.layers.Input((6,)),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.BatchNormalization(),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
    x = tf.random.stateless_normal([32, 6], [1, 2])
    y = tf.random.stateless_uniform([32], [3, 4], 0, 3, tf.int32)
    loss = keras.losses.SparseCategoricalCrossentropy()
    report = tbg.explain(lambda: loss(y, model(x, training=True)), model.trainable_variables)
    assert serious(report) == []


def test_the_run_that_is_measured_draws_what_the_first_one_drew():
    w = tf.Variable(1.0, name="w")
    drawn = []

    def loss_fn():
        drawn.append(float(tf.random.normal([])))
        return w * drawn[-1] * 0.0

    assert tbg.explain(loss_fn, [w]).statuses == {"w": "zero"}
    assert drawn[0] == drawn[1]


def test_an_explanation_of_a_sick_gradient_changes_no_state():
    model = keras.Sequential(
        [keras.layers.Input((3,)), keras.layers.BatchNormalization(), keras.layers.Dropout(0.5)]
    )
    before = [variable.numpy() for variable in model.variables]
    tf.random.set_seed(3)
    expected = float(tf.random.normal([]))
    tf.random.set_seed(3)
    x = tf.ones([4, 3])
    report = tbg.explain(
        lambda: tf.reduce_sum(model(x, training=True)) * 0.0, model.trainable_variables
    )
    assert set(report.statuses.values()) == {"zero"}
    assert float(tf.random.normal([])) == expected
    for variable, value in zip(model.variables, before, strict=True):
        np.testing.assert_array_equal(variable.numpy(), value)


def test_a_notebook_shows_what_the_text_says_and_what_was_raised():
    w = tf.Variable(1.0, name="<img src=x onerror=alert(1)>")
    shown = tbg.explain(lambda: tf.stop_gradient(w), [w])._repr_html_()
    assert "every way from the loss to it passes through <code><bdi>tf.stop_gradient" in shown
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown
    assert "<img" not in shown

    def failing():
        raise ValueError("a < b")

    shown = tbg.explain(failing, [w])._repr_html_()
    assert "ValueError: a &lt; b" in shown
    assert "a < b" not in shown


def test_a_relu_with_an_upper_limit_counts_what_lies_on_either_side_of_its_slope():
    w = tf.Variable([-3.0, 20.0, 8.0], name="w")

    def loss():
        return tf.reduce_sum(tf.nn.relu6(w))

    finding = only(tbg.explain(loss, [w]))
    assert (finding.code, finding.certainty) == ("GH209", "certain")
    assert (finding.evidence["nonpositive_elements"], finding.evidence["above_elements"]) == (1, 2)
    assert "1 of 3 elements is not positive, 2 are 6 or more" in " ".join(
        str(tbg.explain(loss, [w])).split()
    )


def test_a_relu_with_an_upper_limit_that_is_off_is_dead():
    w = tf.Variable([-3.0, 20.0, -8.0, 2.0], name="w")

    def loss():
        return 1.0 + tf.reduce_sum(tf.nn.relu6(w) * [1.0, 0.0, 1.0, 0.0])

    assert only(tbg.explain(loss, [w])).code == "GH207"
