"""A log that cannot be written costs one warning, never the training."""

import pathlib
import warnings

import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tb_gradplugin.recording import session
from tests.recording import keras_models as models
from tests.recording.reading import read


@pytest.fixture
def occupied(tmp_path) -> pathlib.Path:
    """A path at which no folder can be made."""
    path = tmp_path / "occupied"
    path.write_text("a file, not a folder")
    return path


def test_a_training_goes_on_with_the_same_variables(occupied):
    with_callback, without = models.sequential(), models.sequential()
    with pytest.warns(RuntimeWarning) as caught:
        models.fit(with_callback, tbg.GradientHealth(occupied / "run", every=1))
    models.fit(without)
    (warning,) = caught
    assert f"gradient health cannot be written to {occupied / 'run'}: " in str(warning.message)
    assert "The training goes on" in str(warning.message)
    assert models.same_bits(models.weights(with_callback), models.weights(without))


def test_it_does_so_also_where_warnings_are_errors(occupied):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with tbg.GradientRecorder(occupied / "run", [tf.Variable(1.0)]) as recorder:
            recorder.record([tf.constant(1.0)])


def test_when_the_folder_can_be_written_again_a_new_file_is_begun(occupied, monkeypatch):
    monkeypatch.setattr(session, "_RETRY_SECONDS", 0.0)
    run = occupied / "run"
    with tbg.GradientRecorder(run, [tf.Variable(1.0)]) as recorder:
        recorder.record([tf.constant(1.0)])
        with pytest.warns(RuntimeWarning, match="cannot be written"):
            recorder.flush()
        occupied.unlink()
        recorder.record([tf.constant(1.0)])
        recorder.flush()
        run.rename(occupied / "moved away")
        recorder.record([None])
    log = read(occupied / "moved away")
    assert log.steps[0] == 1
    assert len(log.tables) == 1


def test_what_goes_wrong_inside_costs_the_recording_only(tmp_path, monkeypatch):
    def failing(*_):
        raise RuntimeError("a defect of ours")

    monkeypatch.setattr("tb_gradplugin.recording.watchdog.Glance", failing)
    model = models.sequential()
    with pytest.warns(RuntimeWarning, match="not recorded, because of RuntimeError"):
        models.fit(model, tbg.GradientHealth(tmp_path / "run"))
    assert len(model.history.epoch) == 2


@pytest.mark.parametrize("part", ["ring.Ring.drain", "tally.Tally.read", "stream.Stream.updated"])
def test_nor_does_it_end_the_training_where_the_host_fails(tmp_path, monkeypatch, part):
    def failing(*_, **__):
        raise RuntimeError("a defect of ours")

    recorder = tbg.GradientRecorder(tmp_path / "run", [tf.Variable(1.0)], verbose=False)
    recorder.record([tf.constant(1.0)])
    monkeypatch.setattr(f"tb_gradplugin.recording.{part}", failing)
    with pytest.warns(RuntimeWarning, match="because of RuntimeError: a defect of ours"):
        recorder.close()
