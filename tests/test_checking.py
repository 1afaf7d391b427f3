"""What `check` says of Keras models, and when it raises."""

import pickle

import keras
import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tests.checked_models import (
    SAMPLES,
    AddedLoss,
    Adversaries,
    Unbuilt,
    classes,
    convolutional,
    layers,
    numbers,
    of_two_inputs_and_outputs,
    perceptron,
    recurrent,
    transformer,
)

X, Y = numbers(4), numbers(1, seed=1)

DEAD = {"activation": "relu", "bias_initializer": keras.initializers.Constant(-100.0)}


def raised(model, x=X, y=Y, **options):
    """The report of the error that a check raises."""
    with pytest.raises(tbg.GradientHealthError) as caught:
        tbg.check(model, x, y, **options)
    assert str(caught.value) == str(caught.value.report)
    return caught.value.report


def codes(report):
    return [finding.code for finding in report.findings]


SOUND = {
    "convolutional": lambda: (convolutional(), numbers(8, 8, 1), classes(3)),
    "transformer": lambda: (transformer(), np.arange(6 * SAMPLES).reshape(-1, 6) % 9, classes(3)),
    "recurrent": lambda: (recurrent(), numbers(5, 3), Y),
    "relu half off": lambda: (perceptron(layers.Dense(16, activation="relu")), X, Y),
    "subclassed, not built": lambda: (compiled(Unbuilt()), X, Y),
    "an adversarial step of its own": lambda: (compiled(Adversaries(), None), X, None),
}


def compiled(model, loss="mse"):
    model.compile(optimizer="adam", loss=loss)
    return model


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_model_is_reported_and_not_accused(kind):
    model, x, y = SOUND[kind]()
    report = tbg.check(model, x, y)
    assert isinstance(report, tbg.Report)
    asked = {variable.path for variable in model.trainable_variables}
    assert set(report.statuses) == asked
    assert [f for f in report.findings if f.severity != "note"] == []


def test_a_cut_in_a_model_is_raised_with_its_line():
    report = raised(compiled(Unbuilt(between=lambda x: tf.round(x))))
    assert codes(report) == ["GN102"]
    assert report.findings[0].variables == ("unbuilt/first/kernel", "unbuilt/first/bias")
    assert "tf.round(x)" in report.findings[0].locations[0].source


def test_a_cut_in_a_loss_of_ones_own_is_raised_with_its_line():
    def own_loss(wanted, predicted):
        return tf.reduce_mean(tf.square(wanted - tf.round(predicted)))

    report = raised(perceptron(loss=own_loss))
    assert set(report.statuses.values()) == {"null"}
    assert codes(report) == ["GN102"]
    assert report.findings[0].locations[0].function == "own_loss"


def test_a_nan_in_the_loss_is_raised():
    def own_loss(wanted, predicted):
        return tf.reduce_mean(tf.sqrt(predicted - predicted) + tf.square(wanted))

    report = raised(perceptron(loss=own_loss))
    assert set(report.statuses.values()) == {"nonfinite"}
    assert codes(report) == ["GH218"]


def test_a_dead_relu_is_raised_by_the_name_of_its_layer():
    report = raised(perceptron(layers.Dense(8, name="hidden", **DEAD)))
    assert codes(report) == ["GH207"]
    # Before TensorFlow 2.17, Keras gives a layer a path without that of its model.
    assert report.findings[0].layer in ("net/hidden", "hidden")


def test_lines_outside_of_the_model_and_its_loss_are_not_blamed():
    (finding,) = raised(perceptron(layers.Dense(8, name="hidden", **DEAD))).findings
    assert finding.locations == ()
    assert "tbg.check" not in str(finding)


def test_a_wrong_custom_gradient_is_raised():
    @tf.custom_gradient
    def squared(x):
        return x * x, lambda upstream: upstream

    report = raised(compiled(Unbuilt(between=squared)))
    assert report.statuses["unbuilt/first/kernel"] == "wrong"
    assert report.statuses["unbuilt/last/kernel"] == "ok"
    assert codes(report) == ["GC301"]


def test_every_op_is_compared_on_request():
    model = compiled(Unbuilt(between=lambda x: tf.math.cumprod(x * [1.0, 1.0, 0.0, 1.0, 1.0], 1)))
    assert "GC304" not in codes(tbg.check(model, X, Y, raise_on=()))
    assert "GC304" in codes(raised(model, verify="all"))


def test_a_frozen_layer_is_not_asked_about():
    model = perceptron(layers.Dense(4, name="frozen"), layers.Dense(4, activation="tanh"))
    model.get_layer("frozen").trainable = False
    model.compile("sgd", "mse")
    report = tbg.check(model, X, Y)
    assert not any("frozen" in name for name in report.statuses)
    assert len(report.statuses) == 4


def test_regularisation_added_losses_and_weights_count():
    model = keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(3, name="first"),
            AddedLoss(),
            layers.Dense(1, name="last", kernel_regularizer="l2"),
        ],
        name="net",
    )
    model.compile("sgd", "mse")
    statuses = raised(model, sample_weight=np.zeros(SAMPLES), raise_on=("zero",)).statuses
    assert statuses == {
        "net/first/kernel": "ok",
        "net/first/bias": "ok",
        "net/last/kernel": "ok",
        "net/last/bias": "zero",
    }


def test_a_model_that_only_adds_losses_needs_no_targets():
    model = keras.Sequential([keras.Input((4,)), layers.Dense(3), AddedLoss()])
    model.compile("sgd")
    assert set(tbg.check(model, X).statuses.values()) == {"ok"}


def test_inputs_and_targets_may_be_nested():
    model = of_two_inputs_and_outputs()
    x, y = {"a": X, "b": numbers(2)}, {"sum": Y, "class": classes(3)}
    assert set(tbg.check(model, x, y).statuses.values()) == {"ok"}


def test_the_first_batch_of_a_data_set_is_used():
    seen = []
    model = compiled(Unbuilt(between=lambda x: seen.append(x.shape[0]) or x))
    batches = tf.data.Dataset.from_tensor_slices((X, Y)).batch(5)
    tbg.check(model, batches)
    assert set(seen) == {5}


class Batches(keras.utils.PyDataset):
    def __len__(self):
        return 4

    def __getitem__(self, position):
        return X[4 * position : 4 * position + 4], Y[4 * position : 4 * position + 4]


def test_the_first_batch_of_a_keras_data_set_is_used():
    assert set(tbg.check(perceptron(), Batches()).statuses.values()) == {"ok"}


def test_gradients_are_judged_without_the_loss_scale():
    model = perceptron(layers.Dense(4, activation="tanh", dtype="mixed_float16"))
    inner = keras.optimizers.SGD(0.1)
    model.compile(keras.optimizers.LossScaleOptimizer(inner, initial_scale=2.0**15), "mse")
    report = tbg.check(model, X, Y)
    assert set(report.statuses.values()) == {"ok"}
    assert report.findings == []


def test_a_loss_scale_under_which_gradients_overflow_is_lowered_as_in_training():
    model = perceptron(layers.Dense(4, activation="tanh", dtype="mixed_float16"))
    model.compile(
        keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(), initial_scale=2.0**30), "mse"
    )
    assert set(tbg.check(model, X, Y).statuses.values()) == {"ok"}


def test_under_no_loss_scale_is_a_nan_of_the_model_forgiven():
    hidden = layers.Dense(4, activation=lambda x: tf.sqrt(x * 0.0), dtype="mixed_float16")
    model = perceptron(hidden)
    model.compile(keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD()), "mse")
    assert codes(raised(model))[0] == "GH218"


def test_what_a_tape_of_a_step_of_ones_own_did_not_record_is_null():
    report = raised(compiled(Adversaries(is_cut=True), None), y=None)
    null = [name for name, status in report.statuses.items() if status == "null"]
    assert null
    assert all(name.startswith("generator/") for name in null)
    assert codes(report)[0] == "GN119"
    assert report.findings[0].evidence["misuse"] == "other_tape"


def test_nothing_is_raised_on_request():
    report = tbg.check(perceptron(layers.Dense(8, **DEAD)), X, Y, raise_on=())
    assert codes(report) == ["GH207"]


@pytest.mark.parametrize("words", [["error"], ("zero",), {"GH207"}, ("note", "GN101", "error")])
def test_it_raises_on_severities_statuses_and_codes(words):
    assert codes(raised(perceptron(layers.Dense(8, **DEAD)), raise_on=words)) == ["GH207"]


@pytest.mark.parametrize("words", [["note"], ("null", "wrong"), {"GH208"}])
def test_it_does_not_raise_on_other_words(words):
    tbg.check(perceptron(layers.Dense(8, **DEAD)), X, Y, raise_on=words)


def test_the_error_can_be_sent_to_another_process():
    error = tbg.GradientHealthError(raised(perceptron(layers.Dense(8, **DEAD))))
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.report) == (str(error), error.report)
