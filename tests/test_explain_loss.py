"""`explain` names what makes a loss NaN or infinite where every gradient is finite."""

import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg


@pytest.fixture
def weight():
    return tf.Variable([1.0, 2.0], name="weight")


def the_finding(loss_fn, *variables):
    report = tbg.explain(loss_fn, list(variables))
    assert set(report.statuses.values()) == {"ok"}
    (found,) = report.findings
    assert (found.status, found.severity) == ("ok", "warning")
    return found, str(report)


def test_a_penalty_that_no_gradient_passes(weight):
    counts = tf.constant([0.0, 3.0])

    def loss_fn():
        penalty = tf.reduce_mean(tf.math.log(counts))
        return tf.reduce_sum(tf.square(weight)) + penalty

    found, said = the_finding(loss_fn, weight)
    assert found.code == "GH217"
    assert found.locations[0].source == "penalty = tf.reduce_mean(tf.math.log(counts))"
    assert "`weight` receives a finite gradient of a loss that is infinite, because 1 of 2" in said


def test_a_masked_softmax_whose_mask_stops_the_gradient(weight):
    items = tf.reshape(tf.range(12.0), [2, 3, 2])
    mask = tf.sequence_mask([3, 0], 3)

    def loss_fn():
        scores = tf.where(mask, tf.linalg.matvec(items, weight), -np.inf)
        return tf.reduce_sum(tf.linalg.matvec(items, tf.nn.softmax(scores), transpose_a=True))

    found, said = the_finding(loss_fn, weight)
    assert (found.code, found.evidence["masked_rows"]) == ("GH222", 1)
    assert "of a loss that is NaN, because 1 of 2 rows of" in said


def test_data_that_only_a_stopped_part_of_the_loss_takes_in(weight):
    readings = tf.constant([1.0, np.nan])

    def loss_fn():
        return tf.reduce_sum(weight) + tf.stop_gradient(tf.reduce_max(readings * 2.0))

    found, said = the_finding(loss_fn, weight)
    assert (found.code, found.evidence["source_name"]) == ("GH223", "readings")
    assert "`readings`" in said


def test_one_of_several_losses(weight):
    found, _ = the_finding(
        lambda: [tf.reduce_sum(weight), tf.reduce_sum(weight) + tf.math.log(tf.constant(-1.0))],
        weight,
    )
    assert found.code == "GH221"


def test_a_finite_loss_with_infinities_on_its_way_is_sound(weight):
    mask = tf.constant([True, False])

    def loss_fn():
        return tf.reduce_sum(tf.nn.softmax(tf.where(mask, weight, -np.inf)) * weight)

    report = tbg.explain(loss_fn, [weight])
    assert report.findings == []


def test_the_cause_of_a_gradient_that_is_not_finite_is_told_once(weight):
    report = tbg.explain(lambda: tf.reduce_sum(tf.math.log(weight * 0.0)), [weight])
    assert [finding.code for finding in report.findings] == ["GH217"]
    assert report.findings[0].severity == "error"
