"""On which steps a row is recorded."""

import itertools

import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tb_gradplugin.recording.schedule import Schedule
from tests.recording.reading import read

NO_EVERY = "`every` must be an integer or a callable. Received:"


def _recorded_steps(tmp_path, steps, gradient=lambda _: tf.ones([2]), **schedule):
    variable = tf.Variable([1.0, 2.0])
    initial_step = schedule.pop("initial_step", 0)
    with tbg.GradientRecorder(
        tmp_path, [variable], initial_step=initial_step, **schedule
    ) as recorder:

        @tf.function
        def loop():
            for step in tf.range(initial_step, initial_step + steps):
                recorder.record([gradient(step)])

        loop()
    return read(tmp_path).steps


def test_by_default_the_first_ten_steps_and_then_every_fiftieth(tmp_path):
    assert _recorded_steps(tmp_path, 201) == [*range(10), 50, 100, 150, 200]


def test_the_first_steps_are_those_of_the_session(tmp_path):
    assert _recorded_steps(tmp_path, 60, initial_step=33, first=3) == [33, 34, 35, 50]


def test_the_stride_doubles_after_so_many_rows_and_again_after_each_further_500(tmp_path):
    steps = _recorded_steps(tmp_path, 5000, every=1, first=0, max_rows=100)
    expected, step = [], 0
    while step < 5000:
        stride = 1 if len(expected) < 100 else 2 ** ((len(expected) - 100) // 500 + 1)
        if step % stride == 0:
            expected.append(step)
        step += 1
    assert steps == expected
    assert {b - a for a, b in itertools.pairwise(steps)} == {1, 2, 4, 8}


def test_a_callable_decides(tmp_path):
    steps = _recorded_steps(tmp_path, 40, first=0, every=lambda step: step % 10 == 7)
    assert steps == [0, 7, 17, 27, 37]  # On step 0 the state changes from "not recorded".


def test_a_callable_may_branch_in_python(tmp_path):
    def every(step):
        if step < 3:
            return True
        return step == 20

    assert _recorded_steps(tmp_path, 40, first=0, every=every) == [0, 1, 2, 20]


def test_a_change_of_state_is_recorded_on_any_step(tmp_path):
    def gradient(step):
        return tf.where(tf.equal(step, 123), [float("nan"), 1.0], [1.0, 1.0])

    assert _recorded_steps(tmp_path, 201, gradient) == [*range(10), 50, 100, 123, 124, 150, 200]


def test_a_state_that_changes_on_every_step_does_not_fill_the_disk(tmp_path):
    def gradient(step):
        return tf.where(step % 2 == 0, [0.0, 0.0], [1.0, 1.0])

    steps = _recorded_steps(tmp_path, 5000, gradient)
    on_schedule = 10 + 5000 // 50 - 1
    assert steps[:90] == list(range(90))
    assert len(steps) <= 2 * on_schedule + 101


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        ({"every": 0}, ValueError, "`every` must be at least 1. Received: every=0"),
        ({"every": 2.5}, TypeError, f"{NO_EVERY} every=2.5"),
        ({"every": True}, TypeError, f"{NO_EVERY} every=True"),
        ({"first": -1}, ValueError, "`first` must be at least 0. Received: first=-1"),
        ({"max_rows": 0}, ValueError, "`max_rows` must be at least 1. Received: max_rows=0"),
    ],
)
def test_numbers_out_of_range_are_refused(arguments, error, text):
    with pytest.raises(error) as caught:
        Schedule(**arguments)
    assert str(caught.value) == text


def test_the_most_rows_in_so_many_steps_are_known():
    assert Schedule(every=50, first=10).rows_in(1) == 1
    assert Schedule(every=50, first=10).rows_in(1000) >= 10 + 20
    assert Schedule(every=lambda step: step == 0).rows_in(1000) == 1000
