"""A model that fits without `GradientHealth` fits with it, and its history is the same."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tests.recording import keras_models as models

layers = keras.layers
X, Y = models.X, models.Y
CLASSES = np.random.default_rng(2).integers(0, 3, size=[len(X), 1])


def heads(outputs=dict, cls=keras.Model):
    inputs = keras.Input([6])
    hidden = layers.Dense(4, activation="relu")(inputs)
    named = {name: layers.Dense(1, name=name)(hidden) for name in ("a", "b")}
    return cls(inputs=inputs, outputs=named if outputs is dict else outputs(named.values()))


def perceptron(*last, units=1, cls=keras.Sequential):
    return cls([keras.Input([6]), layers.Dense(4, activation="sigmoid"), *last,
                *([] if last else [layers.Dense(units)])])  # fmt: skip


class OwnLoss(keras.Model):
    def compute_loss(self, x, y, y_pred, *_, **__):  # noqa: ARG002 (Keras's)
        return keras.ops.mean((y["a"] - y_pred["a"]) ** 2)


class OneLossOfTwo(keras.Model):
    def compute_loss(self, x, y, y_pred, sample_weight, **_):
        return super().compute_loss(x, y["a"], y_pred["a"], sample_weight)


class OwnCall(keras.Model):
    def call(self, inputs):
        return super().call(inputs)["a"]


class OwnTrainFunction(keras.Sequential):
    def make_train_function(self):
        if self.train_function is None:
            super().make_train_function()
        return self.train_function


class ClaimsThreeColumns(layers.Layer):
    def compute_output_shape(self, shape):
        return (shape[0], 3)

    def call(self, inputs):
        return inputs[:, :1]


class OfTheFirstTwo(keras.optimizers.SGD):
    def apply(self, grads, trainable_variables=None):
        return super().apply(list(grads)[:2], list(trainable_variables)[:2])


def stateful():
    return keras.Sequential(
        [keras.Input(batch_shape=[8, 2, 3]), layers.LSTM(3, stateful=True), layers.Dense(1)]
    )


def unknown_width():
    inputs = [keras.Input([None]), keras.Input([6])]
    product = layers.Multiply()([layers.Dropout(0.1)(inputs[0]), layers.Dense(1)(inputs[1])])
    return keras.Model(inputs, product)


SOFTMAX = {"loss": "sparse_categorical_crossentropy"}
BOTH = {"a": Y, "b": -Y}
OF_A = {"loss": {"a": "mse", "b": None}}

# model, arguments of `compile`, inputs, labels, arguments of `fit`
CASES = {
    "a loss of one output": (heads, OF_A, X, {"a": Y}, {}),
    "and labels of both": (heads, OF_A, X, BOTH, {}),
    "and weights": (heads, OF_A, X, {"a": Y}, {"sample_weight": {"a": np.ones(64)}}),
    "and several steps": (heads, OF_A | {"steps_per_execution": 4}, X, {"a": Y}, {}),
    "a loss of the first": (lambda: heads(list), {"loss": ["mse", None]}, X, [Y], {}),
    "of the second": (lambda: heads(list), {"loss": [None, "mse"]}, X, [Y], {}),
    "a list": (lambda: heads(list), {"loss": ["mse", "mae"]}, X, [Y, -Y], {}),
    "a dict for a list": (lambda: heads(list), {"loss": {"a": "mse", "b": "mae"}}, X, BOTH, {}),
    "a list of one": (lambda: heads(lambda each: [*each][:1]), {"metrics": ["mae"]}, X, Y, {}),
    "two losses of one output": (perceptron, {"loss": ["mse", "mae"]}, X, Y, {}),
    "own loss": (lambda: heads(cls=OwnLoss), {"loss": {"a": "mse", "b": "mse"}}, X, BOTH, {}),
    "own labels": (lambda: heads(cls=OneLossOfTwo), {}, X, BOTH, {}),
    "own call": (lambda: heads(cls=OwnCall), {"metrics": ["accuracy"]}, X, Y, {}),
    "a wrong shape": (lambda: perceptron(ClaimsThreeColumns()), {"metrics": ["acc"]}, X, Y, {}),
    "a wrong lambda": (
        lambda: perceptron(layers.Lambda(lambda x: x[:, :1], output_shape=(3,))),
        {"metrics": ["accuracy"]},
        X,
        Y,
        {},
    ),
    "unknown width": (unknown_width, {"metrics": ["accuracy"]}, [Y, X], Y, {}),
    "own apply": (perceptron, {"optimizer": lambda: OfTheFirstTwo(momentum=0.5)}, X, Y, {}),
    "own train function": (lambda: perceptron(cls=OwnTrainFunction), {}, X, Y, {}),
    "class weights": (
        lambda: perceptron(layers.Dense(3, activation="softmax")),
        SOFTMAX | {"metrics": ["accuracy"], "weighted_metrics": ["accuracy"]},
        X,
        CLASSES,
        {"class_weight": {0: 1.0, 1: 2.0, 2: 0.5}},
    ),
    "a state": (stateful, {"metrics": ["mae"]}, X.reshape(64, 2, 3), Y, {"shuffle": False}),
}


def fitted(make, compiled, *data, callbacks=(), **arguments):
    keras.utils.clear_session()  # so that names are the same
    keras.utils.set_random_seed(3)
    model = make()
    optimizer = compiled.get("optimizer", keras.optimizers.Adam)()
    model.compile(**{"loss": "mse"} | compiled | {"optimizer": optimizer})
    arguments = {"epochs": 2, "verbose": 0, "callbacks": list(callbacks)} | arguments
    history = model.fit(*data, **arguments).history
    return history, [v.path for v in optimizer.variables]


def assert_alike(one, other):
    (history, paths), (with_callback, with_paths) = one, other
    assert list(with_callback) == list(history)
    for name, values in history.items():
        np.testing.assert_allclose(with_callback[name], values, rtol=1e-5, err_msg=name)
    assert with_paths == paths


@pytest.mark.filterwarnings("ignore:Gradients do not exist:UserWarning")
@pytest.mark.filterwarnings("ignore::tb_gradplugin.recording.health_warning.GradientHealthWarning")
@pytest.mark.parametrize("case", CASES)
def test_what_fits_without_fits_the_same_with_it(tmp_path, case):
    make, compiled, x, y, arguments = CASES[case]
    arguments = {"batch_size": models.BATCH} | arguments
    without = fitted(make, compiled, x, y, **arguments)
    callback = tbg.GradientHealth(tmp_path / "run")
    assert_alike(without, fitted(make, compiled, x, y, callbacks=[callback], **arguments))
    assert len(tbg.read(tmp_path / "run").steps)


class Batches(keras.utils.PyDataset):
    def __init__(self):
        super().__init__()
        self.taken = []

    def __len__(self):
        return models.STEPS

    def __getitem__(self, index):
        self.taken.append(index)
        return _batch(index)


def _batch(index):
    part = slice(models.BATCH * index, models.BATCH * (index + 1))
    return X[part], Y[part]


def as_py_dataset():
    batches = Batches()
    return batches, batches.taken


def as_generator():
    taken = []

    def batches():
        for index in range(2 * models.STEPS):
            taken.append(index)
            yield _batch(index % models.STEPS)

    return batches(), taken


def as_tf_data():
    taken = []
    batches = tf.data.Dataset.from_tensor_slices((X, Y)).batch(models.BATCH)

    def noted(x, y):
        taken.append(1)
        return x, y

    batches = batches.map(lambda x, y: tf.numpy_function(noted, [x, y], [tf.float32] * 2))
    return batches.map(lambda x, y: (tf.ensure_shape(x, [None, 6]), _as_column(y))), taken


def _as_column(y):
    return tf.ensure_shape(y, [None, None])  # how many columns stays unknown


@pytest.mark.parametrize("data", [as_py_dataset, as_generator, as_tf_data])
def test_no_batch_is_taken_that_is_not_taken_without(tmp_path, data):
    fits, taken = [], []
    for callbacks in ([], [tbg.GradientHealth(tmp_path)]):
        batches, noted = data()
        compiled = {"metrics": ["mae"]}
        steps = models.STEPS if data is as_generator else None
        arguments = {"steps_per_epoch": steps, "shuffle": False}
        fits.append(fitted(perceptron, compiled, batches, callbacks=callbacks, **arguments))
        taken.append(sorted(noted))
    assert_alike(*fits)
    assert taken[0] == taken[1]
