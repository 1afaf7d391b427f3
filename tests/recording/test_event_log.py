"""The event files: their names, their order, their times."""

import time

import tensorflow as tf

import tb_gradplugin as tbg
from tests.recording.reading import read


def _events(logdir):
    for path in sorted(logdir.iterdir()):
        yield from tf.compat.v1.train.summary_iterator(str(path))


def test_files_begun_within_one_second_are_in_order_by_name(tmp_path):
    variable = tf.Variable(1.0)
    for start in range(5):
        with tbg.GradientRecorder(tmp_path, [variable], initial_step=start) as recorder:
            recorder.record([None])
    assert read(tmp_path).steps == [0, 1, 2, 3, 4]


def test_a_clock_that_is_set_back_does_not_make_rows_older_than_their_session(
    tmp_path, monkeypatch
):
    with tbg.GradientRecorder(tmp_path, [tf.Variable(1.0)]) as recorder:
        begun = time.time()
        monkeypatch.setattr(time, "time", lambda: begun - 3600)
        recorder.record([None])
        recorder.flush()
        monkeypatch.undo()
    log = read(tmp_path)
    times = [event.wall_time for event in _events(tmp_path) if event.summary.value]
    assert all(log.sessions[0].start_wall_time <= time_of_row for time_of_row in times)


def test_a_table_stands_at_the_step_at_which_its_session_begins(tmp_path):
    with tbg.GradientRecorder(
        tmp_path, [tf.Variable(1.0)], initial_step=7, first=0, every=10
    ) as recorder:
        for _ in range(10):
            recorder.record([tf.constant(1.0)])
    first, *_ = [event for event in _events(tmp_path) if event.summary.value]
    assert first.step == 7
    assert first.summary.value[0].tag.startswith("gradient_health/variables/")


def test_metadata_comes_with_the_first_value_of_a_tag_only(tmp_path):
    with tbg.GradientRecorder(tmp_path, [tf.Variable(1.0)]) as recorder:
        for _ in range(3):
            recorder.record([None])
    seen = set()
    for event in _events(tmp_path):
        for value in event.summary.value:
            has_metadata = value.metadata.plugin_data.plugin_name == "gradient_health"
            assert has_metadata == (value.tag not in seen), value.tag
            seen.add(value.tag)
    assert len(seen) > 10
