"""Kinds of training that other monitors fail at, each against what a tape of its own gives."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tests.recording import keras_models as models
from tests.recording.reading import read

RANDOM = np.random.default_rng(3)


def _gradients(model, x, y):
    """float64 arrays of what `tape.gradient` gives for the whole batch, sparse ones made dense."""
    variables = [v.value for v in model.trainable_variables]
    with tf.GradientTape() as tape:
        loss = model.compute_loss(x, y, model(x, training=True))
    gradients = tape.gradient(loss, variables)
    return [np.asarray(tf.convert_to_tensor(g), np.float64) for g in gradients]


def _expect(row, gradients, rel=1e-5):
    for i, gradient in enumerate(gradients):
        assert row["l2_norm"][i] == pytest.approx(np.linalg.norm(gradient), rel=rel)
        assert row["zero_fraction"][i] == pytest.approx(np.mean(gradient == 0), abs=1e-6)


@pytest.mark.parametrize("jit_compile", [False, True])
def test_the_sparse_gradient_of_an_embedding_with_words_that_come_twice(tmp_path, jit_compile):
    keras.utils.set_random_seed(1)
    model = keras.Sequential(
        [
            keras.Input([5], dtype="int32"),
            keras.layers.Embedding(50, 4),
            keras.layers.Flatten(),
            keras.layers.Dense(1),
        ]
    )
    model.compile(keras.optimizers.SGD(0.0), "mse", jit_compile=jit_compile)
    x, y = RANDOM.integers(0, 9, size=[16, 5]), RANDOM.normal(size=[16, 1])
    expected = _gradients(model, x, y.astype(np.float32))
    model.fit(x, y, batch_size=16, verbose=0, callbacks=[tbg.GradientHealth(tmp_path)])
    (row,) = read(tmp_path).rows
    _expect(row, expected)


def test_accumulated_gradients_are_recorded_one_by_one(tmp_path):
    optimizer = keras.optimizers.SGD(0.1, gradient_accumulation_steps=4)
    model = models.with_unused_head(optimizer=optimizer)
    model(models.X[:1])
    model.unused.trainable = False
    expected = [
        _gradients(model, models.X[i : i + 8], models.Y[i : i + 8]) for i in range(0, 32, 8)
    ]
    model.fit(
        *(models.X, models.Y),
        batch_size=8,
        shuffle=False,
        verbose=0,
        callbacks=[tbg.GradientHealth(tmp_path, every=1)],
    )
    log = read(tmp_path)
    assert log.steps == list(range(models.STEPS))
    for step, gradients in enumerate(expected):
        # Nothing is updated before the fourth step.
        _expect(log.at(step), gradients)
        ratios = log.at(step)["update_ratio"]
        assert (ratios[np.isfinite(ratios)] > 0).all() == (step == 3)


@pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16"])
def test_mixed_precision_is_recorded_without_its_loss_scale(tmp_path, policy):
    def build(dtype):
        keras.utils.set_random_seed(1)
        model = keras.Sequential(
            [
                keras.Input([6]),
                keras.layers.Dense(8, "tanh", dtype=dtype),
                keras.layers.Dense(1, dtype="float32"),
            ]
        )
        optimizer = keras.optimizers.SGD(0.01)
        if dtype == "mixed_float16":
            optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
        model.compile(optimizer, "mse")
        return model

    plain, mixed = build("float32"), build(policy)
    expected = _gradients(plain, models.X, models.Y)
    mixed.fit(
        models.X, models.Y, batch_size=64, verbose=0, callbacks=[tbg.GradientHealth(tmp_path)]
    )
    (row,) = read(tmp_path).rows
    _expect(row, expected, rel=0.05)
    assert row["loss"] == pytest.approx(
        np.mean((plain.predict(models.X, verbose=0) - models.Y) ** 2), rel=0.05
    )
    assert np.isnan(row["loss_scale"]) == (policy == "mixed_bfloat16")


def test_layers_unfrozen_between_two_fits_get_a_table_of_their_own(tmp_path):
    model = models.sequential()
    callback = tbg.GradientHealth(tmp_path, every=1)
    first = model.get_layer("first")
    first.trainable = False
    model.compile("adam", "mse")
    models.fit(model, callback, epochs=1)
    first.trainable = True
    model.compile("adam", "mse")
    models.fit(model, callback, epochs=1)
    log = read(tmp_path)
    assert log.steps == list(range(2 * models.STEPS))
    tables = [[v.name for v in table.variables] for table in log.tables.values()]
    assert ["network/first/kernel" in names for names in tables] == [False, True]
    assert {log.at(0).digest, log.at(models.STEPS).digest} == set(log.tables)


def test_one_continuous_view_is_read_back(tmp_path):
    model = models.sequential()
    callback = tbg.GradientHealth(tmp_path, every=1)
    for trainable in (False, True):
        model.get_layer("first").trainable = trainable
        model.compile("adam", "mse")
        models.fit(model, callback, epochs=1)
    log = tbg.read(tmp_path)
    assert log.steps.tolist() == list(range(2 * models.STEPS))
    recorded = np.isfinite(log["l2_norm"][:, log.column("network/first/kernel")])
    assert recorded.tolist() == [False] * models.STEPS + [True] * models.STEPS
    assert np.isfinite(log["l2_norm"][:, log.column("network/last/kernel")]).all()


@pytest.mark.filterwarnings("ignore:Gradients do not exist:UserWarning")  # by Keras
def test_two_models_trained_in_turn_keep_apart(tmp_path):
    one, other = models.sequential(), models.with_unused_head()
    callbacks = [tbg.GradientHealth(tmp_path / name, every=1) for name in ("one", "other")]
    for _ in range(2):
        models.fit(one, callbacks[0], epochs=1)
        models.fit(other, callbacks[1], epochs=1)
    assert read(tmp_path / "one").steps == list(range(2 * models.STEPS))
    assert read(tmp_path / "one").names[0] == "network/first/kernel"
    assert read(tmp_path / "other").names[0] == "two_heads/trunk/kernel"
