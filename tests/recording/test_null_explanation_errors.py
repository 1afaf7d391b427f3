"""Where a missing gradient leads to an error, the error says why, and stays what it was."""

import sys

import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tb_gradplugin.recording import null_explanation
from tests.recording import keras_models
from tests.recording.explained_fits import Cut, carried, fitted, model_cut_by, rounded, unregistered
from tests.recording.keras_models import X


def test_where_all_are_missing_the_error_of_keras_carries_the_explanation(tmp_path, capsys):
    texts, error = fitted(model_cut_by(rounded), tmp_path)
    assert type(error) is ValueError
    assert str(error) == "No gradients provided for any variable."
    (text,) = texts
    assert "GN102 non-differentiable-op" in text
    assert "return tf.round(outputs)" in text
    (finding,) = tbg.read(tmp_path).findings
    assert (finding.code, finding.op_type) == ("GN102", "Round")
    assert text.removeprefix("tb_gradplugin: ") in carried(error, capsys)


def test_an_op_without_registration_is_named_on_the_error_of_tensorflow(tmp_path, capsys):
    texts, error = fitted(model_cut_by(unregistered), tmp_path)
    assert type(error) is LookupError
    assert str(error) == "gradient registry has no entry for: AdjustHue"
    (text,) = texts
    assert "GN109 unregistered-gradient" in text
    assert "shifted = tf.image.adjust_hue(image, 0.1)" in text
    (finding,) = tbg.read(tmp_path).findings
    assert finding.op_type == "AdjustHue"
    assert len(finding.variables) == 4
    assert carried(error, capsys).count("shifted = tf.image.adjust_hue(image, 0.1)") == 1


def test_the_error_carries_the_explanation_through_autograph(tmp_path, capsys):
    class Stepping(Cut):
        @tf.function
        def gradients(self, x, y):
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((self(x) - y) ** 2)
            return tape.gradient(loss, self.trainable_variables)

        def train_step(self, data):
            self.optimizer.apply(self.gradients(*data), self.trainable_variables)
            return {}

    model = Stepping(unregistered)
    model(X)
    model.compile("sgd", "mse")
    texts, error = fitted(model, tmp_path)
    assert len(texts) == 1
    assert "AdjustHue" in str(error)
    assert "shifted = tf.image.adjust_hue(image, 0.1)" in carried(error, capsys)


def test_an_error_that_has_nothing_to_do_with_gradients_carries_nothing(tmp_path, capsys):
    def failing(_):
        raise KeyError("of the program")

    texts, error = fitted(model_cut_by(failing), tmp_path)
    assert texts == []
    assert isinstance(error, KeyError)
    assert "GN" not in carried(error, capsys)


@pytest.mark.parametrize("cut", ["some", "all"])
def test_an_eager_fit_says_what_explains(tmp_path, cut, capsys):
    if cut == "some":
        model = keras_models.with_unused_head(run_eagerly=True)
    else:
        model = model_cut_by(rounded, run_eagerly=True)
    texts, error = fitted(model, tmp_path)
    (text,) = texts
    assert "receive no gradient" in text
    assert "tb_gradplugin.explain(loss_fn, variables)" in text
    assert (error is None) == (cut == "some")
    assert ("tb_gradplugin.explain" in carried(error, capsys)) == (cut == "all")


def test_an_explanation_is_attached_once_and_changes_neither_type_nor_message(capsys):
    error = ValueError("as it was")
    null_explanation.attach(error, "why")
    null_explanation.attach(error, "why")
    null_explanation.attach(error, "")
    assert str(error) == "as it was"
    if sys.version_info >= (3, 11):
        assert error.__notes__ == ["why"]
    else:
        assert "why" in capsys.readouterr().err
