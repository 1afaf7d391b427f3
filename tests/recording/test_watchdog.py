"""What is counted on every step, recorded or not, and what is kept of the first incident."""

import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tests.recording.reading import read

NAN = float("nan")


def _record(tmp_path, gradients, **arguments):
    """Records a list of gradients of two elements, None, or numbers, one each step."""
    variable = tf.Variable([1.0, 1.0], name="w")
    arguments = {"first": 0, "every": 10_000} | arguments
    with tbg.GradientRecorder(tmp_path, [variable], verbose=False, **arguments) as recorder:

        @tf.function(reduce_retracing=True)
        def step(gradient):
            recorder.record([gradient])

        for gradient in gradients:
            if gradient is None:
                recorder.record([None])
            else:
                step(tf.constant(gradient, tf.float32))
    return read(tmp_path)


def _last(messages_by_session):
    (messages,) = messages_by_session.values()
    return messages[-1]


def test_every_step_is_counted_though_few_are_recorded(tmp_path):
    sick = {3: [NAN, 1.0], 7: [0.0, 0.0], 11: None, 12: None, 90: [np.inf, 0.0]}
    gradients = [sick.get(step, [1.0, 2.0]) for step in range(100)]
    counters = _last(_record(tmp_path, gradients).counters)
    assert counters.steps == 100
    (counts,) = counters.variables.values()
    assert (counts.null, counts.zero, counts.nonfinite) == (2, 1, 2)
    assert (counts.first_step, counts.last_step) == (3, 90)


@pytest.mark.parametrize("null", [(0,), (1,), (0, 1)])
def test_a_gradient_that_is_always_null_hides_no_other(tmp_path, null):
    variables = [tf.Variable([1.0, 1.0], name=name) for name in "abc"]
    with tbg.GradientRecorder(
        tmp_path, variables, first=1, every=10_000, verbose=False
    ) as recorder:

        @tf.function
        def step(gradient):
            recorder.record([None if i in null else gradient for i in range(3)])

        @tf.function
        def sound(gradient):
            recorder.record([gradient] * 3)

        for i in range(30):
            step(tf.constant([0.0, 0.0] if i in (9, 10, 20) else [1.0, 2.0]))
        for _ in range(5):
            sound(tf.constant([1.0, 2.0]))
        step(tf.constant([NAN, 2.0]))
    log = read(tmp_path)
    counted = _last(log.counters).variables
    for i in range(3):
        is_null = i in null
        assert counted[i].null == (31 if is_null else 0)
        assert counted[i].zero == (0 if is_null else 3)
        assert counted[i].nonfinite == (0 if is_null else 1)
        assert counted[i].first_step == (0 if is_null else 9)
        assert counted[i].last_step == 35
    # Each change of a state is recorded, and no other step but the first.
    assert log.steps == [0, 9, 11, 20, 21, 30, 35]


def test_counts_agree_with_numpy_on_random_states(tmp_path):
    random = np.random.default_rng(5)
    kinds = {"present": [1.0, -2.0], "zero": [0.0, 0.0], "nan": [NAN, 0.0], "tiny": [1e-25, 0.0]}
    chosen = random.choice(list(kinds), size=300, p=[0.7, 0.1, 0.1, 0.1])
    (counts,) = _last(
        _record(tmp_path, [kinds[kind] for kind in chosen]).counters
    ).variables.values()
    assert counts.zero == np.sum(chosen == "zero")
    assert counts.nonfinite == np.sum(chosen == "nan")
    sick = np.flatnonzero((chosen == "zero") | (chosen == "nan"))
    assert (counts.first_step, counts.last_step) == (sick[0], sick[-1])


def test_squares_that_under_or_overflow_are_not_taken_for_zero_or_infinity(tmp_path):
    log = _record(tmp_path, [[1e-30, 0.0], [1e30, 1.0], [1.0, 1.0]] * 5)
    assert _last(log.counters).variables == {}
    assert log.incidents == {}


def test_a_healthy_training_has_counters_and_no_incident(tmp_path):
    log = _record(tmp_path, [[1.0, 1.0]] * 20)
    assert _last(log.counters).steps == 20
    assert log.incidents == {}


@pytest.mark.parametrize("first_sick", [5, 64, 200])
def test_the_norms_before_the_first_incident_are_kept(tmp_path, first_sick):
    gradients = [[float(step + 1), 0.0] for step in range(first_sick)] + [[NAN, 0.0]] * 3
    incident = _last(_record(tmp_path, gradients).incidents)
    assert incident.step == first_sick
    assert incident.states.tolist() == [3]
    kept = min(64, first_sick + 1)
    assert incident.norms.shape == (kept, 1)
    expected = np.arange(first_sick - kept + 1, first_sick) + 1.0
    np.testing.assert_array_equal(incident.norms[:-1, 0], expected)
    assert np.isnan(incident.norms[-1, 0])


def test_only_the_first_incident_is_kept(tmp_path):
    gradients = [[1.0, 0.0]] * 4 + [[0.0, 0.0]] + [[1.0, 0.0]] * 4 + [[NAN, 0.0]]
    (incidents,) = _record(tmp_path, gradients).incidents.values()
    assert [incident.step for incident in incidents] == [4]


def test_counts_of_a_gradient_that_is_always_sick_do_not_fill_the_disk(tmp_path):
    log = _record(tmp_path, [[0.0, 0.0]] * 2000, flush_seconds=0.001)
    (messages,) = log.counters.values()
    assert len(messages) <= 64 + len(log.rows) + 1
    assert messages[-1].variables[0].zero == 2000


def test_counters_are_of_their_session(tmp_path):
    _record(tmp_path, [[NAN, 1.0]] * 3)
    log = _record(tmp_path, [[1.0, 1.0]] * 5, initial_step=3)
    assert sorted(messages[-1].steps for messages in log.counters.values()) == [3, 5]


def test_rows_that_came_too_fast_are_counted(tmp_path):
    variables = [tf.Variable(tf.ones([100]), name=f"v{i}") for i in range(200)]
    recorder = tbg.GradientRecorder(
        tmp_path, variables, every=1, max_rows=None, flush_seconds=1000, verbose=False
    )

    @tf.function
    def loop():
        for _ in tf.range(800):
            recorder.record([tf.ones([100])] * 200)

    with recorder:
        loop()
    log = read(tmp_path)
    lost = _last(log.counters).lost_rows
    assert lost > 0
    assert len(log.rows) + lost == 800
