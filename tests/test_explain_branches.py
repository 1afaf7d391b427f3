"""What `explain` says of gradients that a traced function fills with zeros."""

import pytest
import tensorflow as tf

import tb_gradplugin as tbg


@pytest.fixture
def variables():
    return [tf.Variable([1.0, 2.0], name=name) for name in ("taken", "left")]


def the_finding(loss_fn, variables):
    report = tbg.explain(loss_fn, variables)
    assert report.statuses == {"taken": "ok", "left": "zero"}
    (found,) = report.findings
    assert (found.code, found.severity) == ("GN115", "note")
    assert (found.status, found.variables) == ("zero", ("left",))
    return [each.source for each in found.locations], " ".join(str(report).split())


def test_of_a_branch_that_did_not_run_the_condition_and_the_branch_are_named(variables):
    taken, left = variables

    def scaled(x):
        return x * left

    @tf.function
    def loss_of(x):
        if tf.reduce_sum(x) > 0.0:
            y = x * taken
        else:
            y = scaled(x)
        return tf.reduce_sum(y**2)

    lines, said = the_finding(lambda: loss_of(tf.constant([1.0, 2.0])), variables)
    assert lines == ["if tf.reduce_sum(x) > 0.0:", "return x * left"]
    assert "used only in the false branch of a condition, which was not taken" in said
    assert "None" not in said
    assert "Likely meant: other variables receive a gradient, and a branch may be left out" in said


def test_of_a_loop_that_made_no_trip_the_loop_and_its_body_are_named(variables):
    taken, left = variables

    @tf.function
    def loss_of(times):
        y = tf.square(taken)
        for _ in tf.range(times):
            y = y * left
        return tf.reduce_sum(y)

    lines, said = the_finding(lambda: loss_of(tf.constant(0)), variables)
    assert lines == ["for _ in tf.range(times):", "y = y * left"]
    assert "used only in the body of a loop that made no trip" in said
