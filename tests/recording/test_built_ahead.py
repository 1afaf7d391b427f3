"""What `fit` would create in a trace that is thrown away is there before, and is the same."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tb_gradplugin.recording.kept_attributes import KeptAttributes
from tb_gradplugin.recording.stream import Stream
from tests.recording import keras_models as models
from tests.recording.reading import read


class WithOwnStep(keras.Sequential):
    def train_step(self, data):
        return super().train_step(data)


def two_heads() -> keras.Model:
    inputs = keras.Input([6])
    hidden = keras.layers.Dense(4, activation="relu")(inputs)
    heads = {name: keras.layers.Dense(1, name=name)(hidden) for name in ("left", "right")}
    return keras.Model(inputs, heads)


def with_own_step() -> keras.Model:
    return WithOwnStep([keras.Input([6]), keras.layers.Dense(1)])


MODELS = {
    "one loss": (models.sequential, {}, models.Y),
    "metrics": (models.sequential, {"metrics": ["accuracy", "mae"]}, models.Y),
    "weighted metrics": (models.sequential, {"weighted_metrics": ["mse"]}, models.Y),
    "an optimizer with averages": (
        models.sequential,
        {"optimizer": lambda: keras.optimizers.Adam(use_ema=True)},
        models.Y,
    ),
    "several losses": (
        two_heads,
        {"loss": {"left": "mse", "right": "mae"}, "metrics": {"left": ["mae"], "right": ["mse"]}},
        {"left": models.Y, "right": -models.Y},
    ),
}


def compiled(make, arguments) -> keras.Model:
    keras.utils.clear_session()  # so that names are the same
    keras.utils.set_random_seed(7)
    model = make()
    optimizer = arguments.get("optimizer", keras.optimizers.Adam)()
    model.compile(**{"loss": "mse"} | arguments | {"optimizer": optimizer})
    return model


def fitted(model, labels, *callbacks) -> dict[str, list[float]]:
    keras.utils.set_random_seed(11)
    history = model.fit(
        models.X, labels, batch_size=models.BATCH, epochs=2, verbose=0, callbacks=list(callbacks)
    )
    return history.history


def counted_traces(model) -> list[int]:
    traces = []
    call = model.layers[-1].call
    model.layers[-1].call = lambda *args, **kwargs: traces.append(1) or call(*args, **kwargs)
    return traces


@pytest.mark.parametrize("case", MODELS)
def test_a_step_that_keras_alone_traces_twice_is_traced_once_and_gives_the_same(tmp_path, case):
    make, arguments, labels = MODELS[case]
    alone, watched = compiled(make, arguments), compiled(make, arguments)
    of_alone, of_watched = counted_traces(alone), counted_traces(watched)
    without = fitted(alone, labels)
    assert fitted(watched, labels, tbg.GradientHealth(tmp_path)) == without
    assert (len(of_alone), len(of_watched)) == (2, 1)
    assert alone.metrics_names == watched.metrics_names
    assert [v.path for v in watched.optimizer.variables] == [
        v.path for v in alone.optimizer.variables
    ]
    assert models.same_bits(
        *([np.asarray(v) for v in model.optimizer.variables] for model in (alone, watched))
    )
    assert models.same_bits(models.weights(alone), models.weights(watched))


def test_a_training_step_of_the_users_own_is_left_to_build_what_it_wants(tmp_path, monkeypatch):
    observe, traced = Stream.observe, []
    monkeypatch.setattr(Stream, "observe", lambda *given: traced.append(1) or observe(*given))
    model = compiled(with_own_step, {})
    calls = counted_traces(model)
    fitted(model, models.Y, tbg.GradientHealth(tmp_path))
    assert (len(calls), len(traced)) == (2, 1)  # the trace that is thrown away is not recorded into


@pytest.mark.parametrize("watched", [False, True])
def test_labels_that_do_not_fit_the_losses_fail_as_they_do_without(tmp_path, watched):
    model = compiled(two_heads, {"loss": {"left": "mse", "other": "mae"}})
    callbacks = [tbg.GradientHealth(tmp_path)] if watched else []
    with pytest.raises((KeyError, ValueError), match="other"):
        fitted(model, {"left": models.Y, "right": models.Y}, *callbacks)


class BuiltInTracesAlone(keras.optimizers.SGD):
    def build(self, variables):
        if tf.executing_eagerly():
            raise RuntimeError("built too early")
        super().build(variables)


def test_an_optimizer_that_refuses_to_be_built_beforehand_is_left_to_keras(tmp_path):
    model = compiled(models.sequential, {"optimizer": BuiltInTracesAlone})
    assert len(fitted(model, models.Y, tbg.GradientHealth(tmp_path))["loss"]) == 2
    assert model.optimizer.built
    assert read(tmp_path).steps == list(range(10))


def partly_frozen(optimizer, first_is_trainable) -> keras.Model:
    model = keras.Sequential(
        [keras.Input([6]), keras.layers.Dense(4), keras.layers.Dense(3, activation="softmax")]
    )
    model.layers[0].trainable = first_is_trainable
    model.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"])
    return model


ONE_HOT = np.eye(3, dtype=np.float32)[np.arange(len(models.X)) % 3]


def test_where_the_first_trace_fails_nothing_stays_built(tmp_path):
    optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.Adam(use_ema=True))
    model = partly_frozen(optimizer, first_is_trainable=False)
    before = [v.path for v in optimizer.variables]
    callback = tbg.GradientHealth(tmp_path)
    with pytest.raises(ValueError, match="shape"):
        fitted(model, np.zeros([len(models.X), 1]), callback)
    assert not optimizer.built
    assert not optimizer.inner_optimizer.built
    assert [v.path for v in optimizer.variables] == before
    assert not model._compile_metrics.built
    # Accuracy of numbers of classes was meant for the first labels, of one-hot ones it is now.
    assert "accuracy" in fitted(model, ONE_HOT, callback)
    assert [m.name for m in model.metrics] == ["loss", "compile_metrics"]


def test_after_a_first_trace_that_failed_other_layers_can_be_trained(tmp_path):
    optimizer = keras.optimizers.Adam()
    model = partly_frozen(optimizer, first_is_trainable=False)
    callback = tbg.GradientHealth(tmp_path)
    with pytest.raises(ValueError, match="shape"):
        fitted(model, np.zeros([len(models.X), 1]), callback)
    model.layers[0].trainable = True
    model.compile(optimizer, "categorical_crossentropy")
    fitted(model, ONE_HOT, callback)
    assert len(tbg.read(tmp_path).variables) == 4


@pytest.mark.filterwarnings("ignore:The model does not have any trainable weights")
@pytest.mark.filterwarnings("ignore:tb_gradplugin:RuntimeWarning")
def test_an_optimizer_that_had_nothing_to_train_can_train_later(tmp_path):
    model, optimizer = models.sequential(), keras.optimizers.Adam()
    model.trainable = False
    model.compile(optimizer, "mse")
    fitted(model, models.Y, tbg.GradientHealth(tmp_path / "frozen"))
    model.trainable = True
    model.compile(optimizer, "mse")
    fitted(model, models.Y, tbg.GradientHealth(tmp_path / "run"))
    assert len(tbg.read(tmp_path / "run").variables) == 6


def test_what_is_given_back_can_be_built_again():
    variables = models.sequential().trainable_variables
    inner = keras.optimizers.Adam(use_ema=True, gradient_accumulation_steps=2)
    optimizer = keras.optimizers.LossScaleOptimizer(inner)
    before = (optimizer.variables, dict(vars(inner)), list(inner._variables))
    kept = KeptAttributes(optimizer, None)
    optimizer.build(variables)
    built = [v.path for v in optimizer.variables]
    kept.give_back()
    assert (optimizer.variables, dict(vars(inner)), list(inner._variables)) == before
    optimizer.build(variables)
    assert [v.path for v in optimizer.variables] == built
    optimizer.apply([tf.zeros(v.shape) for v in variables], variables)
