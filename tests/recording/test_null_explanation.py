"""A missing gradient is explained while the step is traced: warned of, and written to the log."""

import subprocess
import sys
import textwrap
import warnings

import keras
import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tb_gradplugin.recording.health_warning import GradientHealthWarning
from tests.recording import keras_models
from tests.recording.explained_fits import Cut, fitted, model_cut_by
from tests.recording.keras_models import X, Y


def test_an_unused_head_is_warned_of_once_and_written_to_the_log(tmp_path):
    texts, error = fitted(keras_models.with_unused_head(), tmp_path)
    assert error is None
    (text,) = texts
    assert text.startswith("tb_gradplugin: GN104 unused-in-loss")
    assert "self.unused(hidden)" in text
    assert "If not, set `trainable = False` on their layers, so that `fit` leaves them out." in text
    (finding,) = tbg.read(tmp_path).findings
    assert finding.code == "GN104"
    assert finding.status == "null"
    assert set(finding.variables) == {"two_heads/unused/kernel", "two_heads/unused/bias"}
    assert finding.layer == "two_heads/unused"
    assert finding.step == 0
    assert finding.locations[0].source == "self.unused(hidden)"
    assert [place.function for place in finding.locations] == ["call"]


@pytest.mark.parametrize("jit_compile", [False, True])
def test_the_op_that_cuts_and_its_line_are_named(tmp_path, jit_compile):
    model = model_cut_by(lambda outputs: outputs, jit_compile=jit_compile)
    model.first = keras.Sequential([keras.layers.Dense(3), keras.layers.Lambda(tf.stop_gradient)])
    texts, error = fitted(model, tmp_path)
    assert error is None
    (text,) = texts
    assert "GN101 stop-gradient" in text
    assert "return self.cut(self.second(self.first(inputs)))" in text
    (finding,) = tbg.read(tmp_path).findings
    assert len(finding.variables) == 2
    assert any(step.is_cut and step.op_type == "StopGradient" for step in finding.path)


@pytest.mark.parametrize("traces", [1, 2])
def test_a_cause_is_told_once_however_often_the_step_is_traced(tmp_path, traces):
    model = keras_models.with_unused_head()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        # A last batch of another size makes Keras trace again.
        model.fit(
            X[: 60 if traces == 2 else 64],
            Y[: 60 if traces == 2 else 64],
            batch_size=8,
            verbose=0,
            callbacks=[tbg.GradientHealth(tmp_path)],
        )
    assert sum(issubclass(w.category, GradientHealthWarning) for w in caught) == 1
    assert len(tbg.read(tmp_path).findings) == 1


def test_a_metric_as_loss_is_named(tmp_path):
    class MetricLoss(Cut):
        def __init__(self):
            super().__init__(lambda outputs: outputs)
            self.tracker = keras.metrics.MeanSquaredError(name="tracked_error")

        def train_step(self, data):
            x, y = data
            with tf.GradientTape() as tape:
                self.tracker.update_state(y, self(x))
                loss = self.tracker.result()
            gradients = tape.gradient(loss, self.trainable_variables)
            self.optimizer.apply_gradients(zip(gradients, self.trainable_variables, strict=True))
            return {}

    model = MetricLoss()
    model.compile("sgd", "mse")
    texts, error = fitted(model, tmp_path)
    assert isinstance(error, ValueError)
    (finding,) = tbg.read(tmp_path).findings
    assert finding.code == "GN114"
    assert "tracked_error" in texts[0]


def test_a_tape_that_does_not_watch_is_told_from_a_loss_that_does_not_depend(tmp_path):
    class OnlyFirst(Cut):
        def train_step(self, data):
            x, y = data
            with tf.GradientTape(watch_accessed_variables=False) as tape:
                tape.watch(self.first.kernel.value)
                loss = tf.reduce_mean((self(x) - y) ** 2)
            gradients = tape.gradient(loss, self.trainable_variables)
            self.optimizer.apply(gradients, self.trainable_variables)
            return {"loss": loss}

    model = OnlyFirst(lambda outputs: outputs)
    model(X)
    model.compile("sgd", "mse")
    _, error = fitted(model, tmp_path)
    assert error is None
    (finding,) = tbg.read(tmp_path).findings
    assert finding.code in ("GN105", "GN119")
    assert len(finding.variables) == 3


def test_where_no_line_of_the_step_is_the_users_the_layer_is_named(tmp_path):
    layers = [keras.Input([6]), keras.layers.Dense(3), keras.layers.Dense(1)]
    layers.insert(2, keras.layers.Lambda(tf.stop_gradient, name="cutting"))
    model = keras.Sequential(layers, name="model")
    model.compile("sgd", "mse")
    fitted(model, tmp_path)
    (finding,) = tbg.read(tmp_path).findings
    assert (finding.op_type, finding.layer) == ("StopGradient", "model/cutting")
    assert finding.locations == ()


def test_what_a_step_does_after_asking_for_the_gradient_is_no_use_of_a_variable(tmp_path):
    class Watching(Cut):
        def train_step(self, data):
            x, y = data
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((self.second(x) - y) ** 2)
            variables = [*self.first.trainable_variables, *self.second.trainable_variables]
            gradients = tape.gradient(loss, variables)
            size = tf.reduce_sum(tf.abs(self.first.kernel)) + tf.reduce_sum(self.first.bias)
            self.optimizer.apply(gradients, variables)
            return {"loss": loss, "size": size}

    model = Watching(lambda outputs: outputs)
    model.first.build(X.shape)
    model.second.build(X.shape)
    model.built = True
    model.compile("sgd", "mse")
    _, error = fitted(model, tmp_path)
    assert error is None
    (finding,) = tbg.read(tmp_path).findings
    assert (finding.code, len(finding.variables)) == ("GN104", 2)
    assert finding.op_type == ""


def test_each_of_two_losses_is_explained_by_itself(tmp_path):
    class Two(Cut):
        def __init__(self):
            super().__init__(lambda outputs: outputs)
            self.other = keras.layers.Dense(1, name="other")
            self.other_optimizer = keras.optimizers.SGD()

        def build(self, input_shape):
            del input_shape
            self.built = True

        def train_step(self, data):
            x, y = data
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((self(x) - y) ** 2)
            mine = [*self.first.trainable_variables, *self.second.trainable_variables]
            self.optimizer.apply(tape.gradient(loss, mine), mine)
            with tf.GradientTape() as tape:
                whole = tf.cast(self.other(x) > 0, tf.float32)
                other_loss = tf.reduce_mean(whole * self.second(self.first(x)))
            both = [*self.other.trainable_variables, *self.second.trainable_variables]
            self.other_optimizer.apply(tape.gradient(other_loss, both), both)
            return {"loss": loss}

    model = Two()
    model(X)
    model.other(X)
    model.compile("sgd", "mse")
    _, error = fitted(model, tmp_path)
    assert error is None
    (finding,) = tbg.read(tmp_path).findings
    assert set(finding.variables) == {"other/kernel", "other/bias"} or all(
        "other" in name for name in finding.variables
    )
    assert finding.locations[0].source == "whole = tf.cast(self.other(x) > 0, tf.float32)"


def test_a_scaled_loss_is_explained_too(tmp_path):
    optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD())
    texts, _ = fitted(keras_models.with_unused_head(optimizer=optimizer), tmp_path)
    assert ["GN104" in text for text in texts] == [True]


@pytest.mark.parametrize("jit_compile", [False, True])
@pytest.mark.parametrize("with_loss", [False, True])
def test_a_recorder_explains_when_it_is_given_the_loss(tmp_path, jit_compile, with_loss):
    used, unused = tf.Variable([1.0, 2.0], name="used"), tf.Variable([1.0], name="unused")
    with (
        warnings.catch_warnings(record=True) as caught,
        tbg.GradientRecorder(tmp_path, [used, unused], verbose=False) as recorder,
    ):
        warnings.simplefilter("always")

        @tf.function(jit_compile=jit_compile)
        def step():
            with tf.GradientTape() as tape:
                whole = tf.round(unused)
                loss = tf.reduce_sum(used * whole)
            gradients = tape.gradient(loss, [used, unused])
            recorder.record(gradients, **{"loss": loss} if with_loss else {})
            used.assign_sub(0.1 * gradients[0])

        for _ in range(3):
            step()
    texts = [str(w.message) for w in caught if issubclass(w.category, GradientHealthWarning)]
    findings = tbg.read(tmp_path).findings
    if not with_loss:
        # Told by the rules, which know that it is missing and not why.
        (text,) = texts
        assert text.startswith("tb_gradplugin: null \u00b7 warning\n`unused` receives no gradient")
        assert findings == ()
        return
    assert [finding.code for finding in findings] == ["GN102"]
    assert findings[0].variables == ("unused",)
    assert findings[0].locations[0].source == "whole = tf.round(unused)"
    assert len(texts) == 1
    np.testing.assert_allclose(used.numpy(), [0.7, 1.7], rtol=1e-6)


def test_a_recorder_in_an_eager_loop_says_once_what_explains(tmp_path):
    used, unused = tf.Variable(1.0, name="used"), tf.Variable(1.0, name="unused")
    with (
        warnings.catch_warnings(record=True) as caught,
        tbg.GradientRecorder(tmp_path, [used, unused], verbose=False) as recorder,
    ):
        warnings.simplefilter("always")
        for _ in range(3):
            with tf.GradientTape() as tape:
                loss = used * 2
            recorder.record(tape.gradient(loss, [used, unused]), loss=loss)
    texts = [str(w.message) for w in caught if issubclass(w.category, GradientHealthWarning)]
    assert len(texts) == 1
    assert "`unused` receives no gradient" in texts[0]


def test_of_several_replicas_one_explains(tmp_path):
    program = """
        import sys, numpy as np, keras, tensorflow as tf, tb_gradplugin as tbg
        (cpu,) = tf.config.list_physical_devices("CPU")
        two = [tf.config.LogicalDeviceConfiguration()] * 2
        tf.config.set_logical_device_configuration(cpu, two)
        with tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"]).scope():
            cut = keras.layers.Lambda(tf.stop_gradient)
            layers = [keras.Input([2]), keras.layers.Dense(2), cut, keras.layers.Dense(1)]
            model = keras.Sequential(layers)
            model.compile("sgd", "mse")
        x = np.ones([8, 2], "float32")
        data = tf.data.Dataset.from_tensor_slices((x, x[:, :1])).batch(4)
        model.fit(data, verbose=0, callbacks=[tbg.GradientHealth(sys.argv[1])])
    """
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", textwrap.dedent(program), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("GN101 stop-gradient") == 1
    (finding,) = tbg.read(tmp_path).findings
    assert (finding.code, len(finding.variables)) == ("GN101", 2)


@pytest.mark.filterwarnings("ignore:Gradients do not exist:UserWarning")
def test_an_output_without_a_loss_is_to_be_given_one_in_compile(tmp_path):
    inputs = keras.Input([4])
    hidden = keras.layers.Dense(3, name="hidden")(inputs)
    heads = {name: keras.layers.Dense(1, name=name)(hidden) for name in ("price", "rating")}
    model = keras.Model(inputs, heads)
    model.compile("sgd", loss={"price": "mse"})
    x = np.ones([8, 4], np.float32)
    with pytest.warns(tbg.GradientHealthWarning) as caught:
        model.fit(x, {"price": x[:, :1]}, verbose=0, callbacks=[tbg.GradientHealth(tmp_path)])
    ours = [one for one in caught if issubclass(one.category, tbg.GradientHealthWarning)]
    said = " ".join(str(ours[0].message).split())
    assert "`rating/kernel` and `rating/bias` receive no gradient" in said
    assert "; if it is about an output of the model, give `compile` a loss for that." in said
