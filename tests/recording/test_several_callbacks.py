"""Several `GradientHealth` in one `fit`: each records, and none is in the way of another."""

import gc
import warnings

import keras
import numpy as np
import pytest

import tb_gradplugin as tbg
from tb_gradplugin.recording.health_warning import GradientHealthWarning
from tests.recording import keras_models as models
from tests.recording.reading import read

NULL_WARNING = "ignore:Gradients do not exist:UserWarning"  # by Keras


@pytest.mark.parametrize("way", [{}, {"run_eagerly": True}, {"steps_per_execution": 4}])
@pytest.mark.parametrize("make", [models.sequential, models.with_unused_head])
@pytest.mark.filterwarnings(NULL_WARNING)
@pytest.mark.filterwarnings("ignore::tb_gradplugin.recording.health_warning.GradientHealthWarning")
def test_two_with_different_folders_record_the_same_rows(tmp_path, make, way):
    model, alone = make(**way), make(**way)
    folders = [tmp_path / name for name in ("one", "other", "alone")]
    one, other, of_alone = (tbg.GradientHealth(folder, every=1) for folder in folders)
    history = models.fit(model, one, other).history
    assert models.is_plain(model)
    assert models.fit(alone, of_alone).history == history
    logs = [read(folder) for folder in folders]
    for log in logs:
        assert log.steps == list(range(2 * models.STEPS))
        assert log.names == logs[-1].names
        for row, expected in zip(log.rows, logs[-1].rows, strict=True):
            np.testing.assert_array_equal(row["state"], expected["state"])
            np.testing.assert_array_equal(row["l2_norm"], expected["l2_norm"])


def test_each_goes_on_in_a_later_fit(tmp_path):
    model = models.sequential()
    one, other = (tbg.GradientHealth(tmp_path / name, every=1) for name in ("one", "other"))
    models.fit(model, one, other, epochs=1)
    models.fit(model, other, one, epochs=1)
    models.fit(model, one, epochs=1)
    models.fit(model, epochs=1)
    models.fit(model, other, epochs=1)
    assert models.is_plain(model)
    assert read(tmp_path / "one").steps == list(range(3 * models.STEPS))
    assert read(tmp_path / "other").steps == list(range(3 * models.STEPS))


def test_the_second_of_one_folder_says_what_must_hold_and_records_nothing(tmp_path):
    model, folder = models.sequential(), tmp_path / "run"
    one, other = tbg.GradientHealth(folder, every=1), tbg.GradientHealth(f"{folder}/", every=1)
    with pytest.warns(RuntimeWarning) as caught:
        models.fit(model, one, other)
    (warning,) = caught
    assert str(warning.message) == (
        "tb_gradplugin: each GradientHealth of a `fit` must have a folder of its own, or the steps "
        f"of one run are recorded twice. Received: logdir={str(folder) + '/'!r} a second time, so "
        "this one records nothing. The other one does, and the training goes on."
    )
    assert models.is_plain(model)
    assert len(list(folder.iterdir())) == 1
    log = tbg.read(folder)
    assert log.steps.tolist() == list(range(2 * models.STEPS))
    assert log.counters.steps.tolist() == [2 * models.STEPS] * 6
    models.fit(model, other, epochs=1)  # alone, it records
    assert len(tbg.read(folder).steps) == 3 * models.STEPS


def test_one_callback_named_twice_records_once(tmp_path):
    model, callback = models.sequential(), tbg.GradientHealth(tmp_path, every=1)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        models.fit(model, callback, callback)
    assert not caught
    assert models.is_plain(model)
    assert read(tmp_path).steps == list(range(2 * models.STEPS))


def test_an_exception_in_a_step_takes_the_wrapping_of_both_off(tmp_path):
    model = models.sequential()
    one, other = (tbg.GradientHealth(tmp_path / name) for name in ("one", "other"))
    with pytest.raises(ValueError, match="Dimensions"):
        model.fit(models.X, np.zeros([64, 2, 5]), verbose=0, callbacks=[one, other])
    assert models.is_plain(model)
    models.fit(model, one, other)
    assert read(tmp_path / "one").steps[-1] == read(tmp_path / "other").steps[-1] == 9


def test_why_no_gradient_is_there_is_said_on_the_exception_once(tmp_path):
    class Cut(keras.Model):
        def __init__(self):
            super().__init__()
            self.layer = keras.layers.Dense(1)

        def call(self, inputs):
            return keras.ops.stop_gradient(self.layer(inputs))

    model = Cut()
    model.compile("sgd", "mse")
    callbacks = [tbg.GradientHealth(tmp_path / name) for name in ("one", "other")]
    with (
        pytest.warns(GradientHealthWarning, match="GN101"),
        pytest.raises(ValueError, match="No gradients") as caught,
    ):
        models.fit(model, *callbacks)
    assert [note[:5] for note in caught.value.__notes__] == ["GN101"]


def test_one_that_was_not_told_of_the_end_of_its_fit_does_not_record_the_next(tmp_path):
    model = models.sequential()
    one, other = (tbg.GradientHealth(tmp_path / name, every=1) for name in ("one", "other"))
    with pytest.raises(KeyboardInterrupt):
        models.fit(model, one, models.RaiseAt(KeyboardInterrupt()))
    models.fit(model, other, epochs=1)
    assert models.is_plain(model)
    assert read(tmp_path / "one").steps == [0, 1, 2, 3]
    assert read(tmp_path / "other").steps == [4 + step for step in range(models.STEPS)]
    del one
    gc.collect()
    assert models.is_plain(model)
