"""`GradientHealth` in `model.fit`: what is recorded, and that nothing else changes."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tb_gradplugin.recording.stream import Stream
from tests.recording import keras_models as models
from tests.recording.reading import read

NULL_WARNING = "ignore:Gradients do not exist:UserWarning"  # by Keras, and not for us to swallow

WAYS = {
    "as compiled by default": {},
    "jit_compile": {"jit_compile": True},
    "steps_per_execution": {"steps_per_execution": 4},
    "run_eagerly": {"run_eagerly": True},
    "auto": {"jit_compile": "auto"},
}


@pytest.mark.filterwarnings(NULL_WARNING)
@pytest.mark.parametrize("way", WAYS)
def test_every_step_is_recorded_and_null_gradients_arrive_as_null(tmp_path, way):
    model = models.with_unused_head(**WAYS[way])
    models.fit(model, tbg.GradientHealth(tmp_path, every=1), epochs=2)
    log = read(tmp_path)
    assert log.steps == list(range(2 * models.STEPS))
    assert log.names == [
        f"two_heads/{name}"
        for name in (
            *("trunk/kernel", "trunk/bias", "head/kernel", "head/bias"),
            *("unused/kernel", "unused/bias"),
        )
    ]
    for row in log.rows:
        assert row["state"].tolist() == [1, 1, 1, 1, 4, 4]
        assert np.isfinite(row["l2_norm"][:4]).all()
        assert np.isnan(row["l2_norm"][4:]).all()


@pytest.mark.parametrize("way", ["as compiled by default", "steps_per_execution", "run_eagerly"])
def test_the_trained_variables_are_bit_for_bit_those_of_a_run_without(tmp_path, way):
    with_callback, without = models.sequential(**WAYS[way]), models.sequential(**WAYS[way])
    models.fit(with_callback, tbg.GradientHealth(tmp_path, every=1), epochs=3)
    models.fit(without, epochs=3)
    assert models.same_bits(models.weights(with_callback), models.weights(without))
    optimizers = [model.optimizer.variables for model in (with_callback, without)]
    assert models.same_bits(*[[np.asarray(v) for v in each] for each in optimizers])


@pytest.mark.parametrize(
    "compiled",
    [
        {"jit_compile": True},
        # Grappler multiplies the gradient of the normalisation by the rate within its last product
        # where it has no other reader.
        {"optimizer": "sgd"},
    ],
)
def test_what_is_compiled_with_the_gradients_is_the_same_to_rounding(tmp_path, compiled):
    with_callback, without = (models.sequential(**compiled) for _ in range(2))
    models.fit(with_callback, tbg.GradientHealth(tmp_path, every=1))
    models.fit(without)
    for got, expected in zip(models.weights(with_callback), models.weights(without), strict=True):
        np.testing.assert_allclose(got, expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("way", ["as compiled by default", "jit_compile"])
def test_the_norms_are_those_of_the_gradients_that_a_tape_gives(tmp_path, way):
    """The oracle takes the same steps with a tape of its own and NumPy in float64."""
    keras.utils.set_random_seed(3)
    model = keras.Sequential([keras.Input([6]), keras.layers.Dense(4, activation="tanh"),
                              keras.layers.Dense(1)])  # fmt: skip
    model.compile(keras.optimizers.SGD(0.1), "mse", jit_compile=WAYS[way].get("jit_compile", False))
    start = model.get_weights()
    callback = tbg.GradientHealth(tmp_path, every=1)
    model.fit(models.X, models.Y, batch_size=16, shuffle=False, verbose=0, callbacks=[callback])
    log = read(tmp_path)

    model.set_weights(start)
    for step in range(len(models.X) // 16):
        batch = slice(16 * step, 16 * step + 16)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(models.X[batch]) - models.Y[batch]) ** 2)
        variables = model.trainable_variables
        gradients = [g.numpy() for g in tape.gradient(loss, [v.value for v in variables])]
        for i, gradient in enumerate(gradients):
            exact = gradient.astype(np.float64)
            row = log.at(step)
            assert row["l2_norm"][i] == pytest.approx(np.linalg.norm(exact), rel=1e-5)
            assert abs(row["mean"][i] - exact.mean()) <= 1e-5 * np.abs(exact).mean()
        for variable, gradient in zip(variables, gradients, strict=True):
            variable.assign(variable - 0.1 * gradient)


def test_a_second_fit_with_the_same_callback_goes_on_where_the_first_ended(tmp_path):
    model, callback = models.sequential(), tbg.GradientHealth(tmp_path, every=1)
    models.fit(model, callback, epochs=1)
    models.fit(model, epochs=1)  # without it
    models.fit(model, callback, epochs=1)
    assert read(tmp_path).steps == list(range(2 * models.STEPS))


def test_a_second_fit_does_not_trace_again(tmp_path):
    model, callback = models.sequential(), tbg.GradientHealth(tmp_path)
    traces = []
    call = model.layers[0].call
    model.layers[0].call = lambda *args, **kwargs: traces.append(1) or call(*args, **kwargs)
    models.fit(model, callback, epochs=1)
    first = len(traces)
    models.fit(model, callback, epochs=1)
    assert len(traces) == first


@pytest.mark.parametrize(
    ("optimizer", "jit_compile"),
    [
        (keras.optimizers.Adam, False),
        (keras.optimizers.Adam, True),
        (keras.optimizers.SGD, False),
        (lambda: keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD()), False),
    ],
)
def test_a_trace_that_is_thrown_away_is_not_recorded_into(
    tmp_path, optimizer, jit_compile, monkeypatch
):
    observe, traced = Stream.observe, []
    monkeypatch.setattr(Stream, "observe", lambda *given: traced.append(1) or observe(*given))
    model = models.sequential(jit_compile=jit_compile)
    model.compile(optimizer(), "mse", jit_compile=jit_compile)
    models.fit(model, tbg.GradientHealth(tmp_path, every=1), epochs=1)
    assert read(tmp_path).steps == list(range(models.STEPS))
    assert len(traced) == 1


def test_a_new_callback_starts_at_the_iterations_of_the_optimizer(tmp_path):
    model = models.sequential()
    models.fit(model, epochs=2)
    models.fit(model, tbg.GradientHealth(tmp_path), epochs=1)
    log = read(tmp_path)
    assert log.steps[0] == 2 * models.STEPS
    assert log.sessions[0].initial_step == 2 * models.STEPS


def test_scaled_losses_are_unscaled_before_measuring(tmp_path):
    plain, scaled = (
        models.sequential(optimizer=keras.optimizers.SGD(0.01, loss_scale_factor=factor))
        for factor in (None, 1024.0)
    )
    dynamic = models.sequential(
        optimizer=keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.01))
    )
    for name, model in (("plain", plain), ("scaled", scaled), ("dynamic", dynamic)):
        models.fit(model, tbg.GradientHealth(tmp_path / name, every=1), epochs=1)
    expected = read(tmp_path / "plain")
    for name in ("scaled", "dynamic"):
        for row, reference in zip(read(tmp_path / name).rows, expected.rows, strict=True):
            np.testing.assert_allclose(row["l2_norm"], reference["l2_norm"], rtol=1e-3)


def test_every_optimizer_of_a_model_is_heard(tmp_path):
    """Two networks trained in turn by a `train_step` of the user's own, as a GAN is."""

    class TwoOptimizers(keras.Model):
        def __init__(self):
            super().__init__()
            self.one = keras.layers.Dense(1, name="one")
            self.other = keras.layers.Dense(1, name="other")
            self.optimizer_one = keras.optimizers.SGD(0.1)
            self.others = [keras.optimizers.Adam()]

        def train_step(self, data):
            x, y = data
            for layer, optimizer in (
                (self.one, self.optimizer_one),
                (self.other, self.others[0]),
            ):
                with tf.GradientTape() as tape:
                    loss = tf.reduce_mean((layer(x) - y) ** 2)
                gradients = tape.gradient(loss, layer.trainable_variables)
                optimizer.apply(gradients, layer.trainable_variables)
            return {"loss": loss}

    model = TwoOptimizers()
    model.one.build([None, 6])
    model.other.build([None, 6])
    model.compile()
    models.fit(model, tbg.GradientHealth(tmp_path, every=1), epochs=1)
    log = read(tmp_path)
    assert sorted(log.steps) == sorted(2 * list(range(models.STEPS)))
    tables = [[v.name for v in table.variables] for table in log.tables.values()]
    assert sorted(tables) == [["one/kernel", "one/bias"], ["other/kernel", "other/bias"]]


def test_a_training_in_which_no_gradient_is_seen_says_so_once(tmp_path):
    class OwnUpdates(keras.Model):
        def __init__(self):
            super().__init__()
            self.layer = keras.layers.Dense(1)

        def train_step(self, data):
            x, y = data
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((self.layer(x) - y) ** 2)
            gradients = tape.gradient(loss, self.layer.trainable_variables)
            for v, gradient in zip(self.layer.trainable_variables, gradients, strict=True):
                v.assign_sub(0.1 * gradient)
            return {"loss": loss}

    model = OwnUpdates()
    model.layer.build([None, 6])
    model.compile()
    with pytest.warns(RuntimeWarning, match="no gradient reached an optimizer") as caught:
        models.fit(model, tbg.GradientHealth(tmp_path / "run"))
    assert len(caught) == 1
    assert "tb_gradplugin.GradientRecorder" in str(caught[0].message)
    assert not (tmp_path / "run").exists()


class OwnStep(keras.Sequential):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = self.compute_loss(x, y, self(x, training=True))
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        return {"loss": loss}


NOTHING_TRAINABLE = (
    "tb_gradplugin: the model has no trainable variables, so there are no gradients to record. "
)


@pytest.mark.filterwarnings("ignore:The model does not have any trainable weights")
@pytest.mark.parametrize(
    ("layer", "cls", "text"),
    [
        (keras.layers.Dense(1), keras.Sequential, "None of its 2 variables is trainable: "),
        (keras.layers.Dense(1), OwnStep, "None of its 2 variables is trainable: "),
        (keras.layers.Dense(1, use_bias=False), keras.Sequential, "Its only variable is not "),
        (keras.layers.Flatten(), keras.Sequential, "It has no variables at all. What Keras does "),
    ],
)
def test_a_model_without_trainable_variables_is_said_to_have_none(tmp_path, layer, cls, text):
    model = cls([keras.Input([6]), layer])
    model.trainable = False
    model.compile("sgd", "mse")
    with pytest.warns(RuntimeWarning) as caught:
        models.fit(model, tbg.GradientHealth(tmp_path / "run"))
    (warning,) = [each for each in caught if each.category is RuntimeWarning]
    assert str(warning.message).startswith(NOTHING_TRAINABLE + text)
    assert not (tmp_path / "run").exists()
