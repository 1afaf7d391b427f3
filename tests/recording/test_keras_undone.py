"""What `GradientHealth` wraps comes off, however `fit` ends; the model stays a model."""

import copy
import gc
import pickle
import weakref

import keras
import numpy as np
import pytest

import tb_gradplugin as tbg
from tests.recording import keras_models as models
from tests.recording.reading import read


def _raise_in_step(model, error, after=3):
    """Makes the train function raise, as Ctrl-C or a failing op does in the middle of a step."""
    calls = []
    original = model.make_train_function

    def make_train_function(force=False):
        before = model.train_function
        original(force=force)
        if model.train_function is not before:
            train_function = model.train_function

            def failing(iterator):
                calls.append(1)
                if len(calls) > after:
                    raise error
                return train_function(iterator)

            model.train_function = failing

    object.__setattr__(model, "make_train_function", make_train_function)


def _wrapped_names(model):
    return vars(model).keys() & {"train_step"}, vars(model.optimizer).keys() & {"apply"}


def test_after_fit_the_model_and_its_optimizer_are_as_before(tmp_path):
    model = models.sequential()
    callback = tbg.GradientHealth(tmp_path)
    seen = []
    spy = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda *_, **__: seen.append(_wrapped_names(model))
    )
    models.fit(model, callback, spy, epochs=1)
    assert seen[0] == ({"train_step"}, {"apply"})
    assert models.is_plain(model)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("a failing op")])
def test_an_exception_in_a_step_takes_the_wrapping_off_and_keeps_what_was_recorded(tmp_path, error):
    model = models.sequential()
    _raise_in_step(model, error)
    with pytest.raises(type(error)):
        models.fit(model, tbg.GradientHealth(tmp_path))
    assert models.is_plain(model)
    assert read(tmp_path).steps == [0, 1, 2]


def test_what_ends_fit_elsewhere_is_undone_by_close(tmp_path):
    model, callback = models.sequential(), tbg.GradientHealth(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        models.fit(model, callback, models.RaiseAt(KeyboardInterrupt()))
    assert not models.is_plain(model)
    callback.close()
    assert models.is_plain(model)
    assert read(tmp_path).steps == [0, 1, 2, 3]


def test_what_ends_fit_elsewhere_is_undone_when_the_callback_is_let_go_of(tmp_path):
    model = models.sequential()
    with pytest.raises(KeyboardInterrupt):
        models.fit(model, tbg.GradientHealth(tmp_path), models.RaiseAt(KeyboardInterrupt()))
    gc.collect()
    assert models.is_plain(model)
    assert read(tmp_path).steps == [0, 1, 2, 3]


def test_what_ends_fit_elsewhere_is_undone_by_the_next_fit(tmp_path):
    model, callback = models.sequential(), tbg.GradientHealth(tmp_path, every=1)
    with pytest.raises(KeyboardInterrupt):
        models.fit(model, callback, models.RaiseAt(KeyboardInterrupt()))
    models.fit(model, callback, epochs=1)
    assert models.is_plain(model)
    assert read(tmp_path).steps == list(range(4 + models.STEPS))


def test_early_stopping_ends_as_fit_ends(tmp_path):
    model = models.sequential()
    stop = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda batch, **_: setattr(model, "stop_training", batch == 2)
    )
    models.fit(model, tbg.GradientHealth(tmp_path), stop)
    assert models.is_plain(model)
    assert read(tmp_path).steps == [0, 1, 2]


def test_evaluate_and_predict_with_the_callback_record_nothing(tmp_path):
    model, callback = models.sequential(), tbg.GradientHealth(tmp_path / "run")
    model.evaluate(models.X, models.Y, verbose=0, callbacks=[callback])
    model.predict(models.X, verbose=0, callbacks=[callback])
    assert not (tmp_path / "run").exists()
    assert models.is_plain(model)


def test_validation_within_fit_is_not_recorded(tmp_path):
    model = models.sequential()
    callback = tbg.GradientHealth(tmp_path, every=1)
    models.fit(model, callback, epochs=2, validation_data=(models.X, models.Y))
    assert read(tmp_path).steps == list(range(2 * models.STEPS))


# By Keras, which copies the optimizer's variables with a NumPy call of old.
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_saving_pickling_and_copying_work_during_training(tmp_path):
    model = models.sequential()

    def save_all(batch, **_):
        if batch == 2:
            model.save(tmp_path / "model.keras")
            model.save_weights(tmp_path / "model.weights.h5")
            clones.extend([pickle.loads(pickle.dumps(model)), copy.deepcopy(model)])
            clones.append(keras.models.clone_model(model))
            clones.append(keras.models.load_model(tmp_path / "model.keras"))
            at_step.append(model.get_weights())

    clones, at_step = [], []
    spy = keras.callbacks.LambdaCallback(on_train_batch_end=save_all)
    models.fit(model, tbg.GradientHealth(tmp_path / "run"), spy, epochs=1)
    pickled, copied, cloned, loaded = clones
    for clone in (pickled, copied, loaded):
        for got, expected in zip(clone.get_weights(), at_step[0], strict=True):
            np.testing.assert_array_equal(got, expected)
    for clone in clones:
        assert "train_step" not in vars(clone)
    assert cloned.count_params() == model.count_params()


def test_the_model_and_the_callback_can_be_freed(tmp_path):
    model, callback = models.sequential(), tbg.GradientHealth(tmp_path)
    models.fit(model, callback, epochs=1)
    held = weakref.ref(model)
    del model
    callback.set_model(None)
    gc.collect()
    gone = weakref.ref(callback)
    del callback
    gc.collect()
    assert gone() is None
    keras.backend.clear_session()
    gc.collect()
    assert held() is None


def test_the_environment_switches_recording_off(tmp_path, monkeypatch):
    monkeypatch.setenv("TB_GRADPLUGIN_DISABLE", "1")
    model = models.sequential()
    models.fit(model, tbg.GradientHealth(tmp_path / "run"))
    assert not (tmp_path / "run").exists()


def test_something_else_than_a_keras_model_is_refused(tmp_path):
    callback = tbg.GradientHealth(tmp_path)
    callback.set_model(object())
    with pytest.raises(TypeError, match="use tb_gradplugin") as caught:
        callback.on_train_begin()
    assert "Received: a model of type builtins.object" in str(caught.value)
