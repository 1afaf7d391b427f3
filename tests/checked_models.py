"""Keras models, sound and not, for the tests of `check`; all of them small."""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf

layers = keras.layers

SAMPLES = 16


def numbers(*shape: int, seed: int = 0) -> np.ndarray:
    """Standard normal float64, [SAMPLES, *shape]."""
    return np.random.default_rng(seed).normal(size=(SAMPLES, *shape))


def classes(count: int) -> np.ndarray:
    """int64 [SAMPLES], every class about as often."""
    return np.arange(SAMPLES) % count


def perceptron(*added, loss="mse", **compiled) -> keras.Model:
    """Four numbers in, one out; `added` layers lie before the last."""
    model = keras.Sequential([keras.Input((4,)), *added, layers.Dense(1, name="last")], name="net")
    model.compile(compiled.pop("optimizer", "sgd"), loss, **compiled)
    return model


def convolutional() -> keras.Model:
    """Batch normalisation, dropout, regularisation."""
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Conv2D(8, 3, use_bias=False, kernel_regularizer="l2"),
            layers.BatchNormalization(),
            layers.Activation("relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def transformer() -> keras.Model:
    """Attention over embeddings, of which most rows are not looked up."""
    tokens = keras.Input((6,), dtype="int32")
    x = layers.Embedding(50, 8)(tokens)
    x = layers.LayerNormalization()(x + layers.MultiHeadAttention(2, 4)(x, x))
    x = layers.LayerNormalization()(x + layers.Dense(8)(layers.Dense(16, activation="gelu")(x)))
    model = keras.Model(tokens, layers.Dense(3)(layers.GlobalAveragePooling1D()(x)))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(clipnorm=1.0), loss)
    return model


def recurrent() -> keras.Model:
    model = keras.Sequential([keras.Input((5, 3)), layers.LSTM(6), layers.Dense(1)])
    model.compile("rmsprop", "mse")
    return model


def of_two_inputs_and_outputs() -> keras.Model:
    """Inputs "a" and "b", outputs "sum" and "class", each with a loss of its own."""
    a, b = keras.Input((4,), name="a"), keras.Input((2,), name="b")
    x = layers.Dense(8, activation="tanh")(layers.Concatenate()([a, b]))
    model = keras.Model(
        {"a": a, "b": b},
        {
            "sum": layers.Dense(1, name="sum")(x),
            "class": layers.Dense(3, activation="softmax", name="class")(x),
        },
    )
    model.compile(
        "adam",
        loss={"sum": "mse", "class": "sparse_categorical_crossentropy"},
        metrics={"class": ["accuracy"]},
    )
    return model


@keras.saving.register_keras_serializable("tests")
class AddedLoss(layers.Layer):
    """Adds the mean square of what it hands on to the loss."""

    def call(self, x):
        self.add_loss(tf.reduce_mean(tf.square(x)))
        return x


class Unbuilt(keras.Model):
    """Has no variables before it is called; `between` may cut the way."""

    def __init__(self, between=lambda x: x):
        super().__init__(name="unbuilt")
        self.first = layers.Dense(5, activation="tanh", name="first")
        self.drop = layers.Dropout(0.3)
        self.last = layers.Dense(1, name="last")
        self.between = between

    def call(self, x, training=False):
        hidden = self.between(self.first(x))
        return self.last(self.drop(hidden, training=training))


class Adversaries(keras.Model):
    """A step of its own that takes two gradients, and no loss in `compile`.

    Args:
      is_cut: whether the generator's loss is computed from what no tape of it saw.
    """

    def __init__(self, is_cut=False):
        super().__init__(name="adversaries")
        self.is_cut = is_cut
        self.generator = keras.Sequential([keras.Input((3,)), layers.Dense(4)], name="generator")
        self.judge = keras.Sequential(
            [keras.Input((4,)), layers.Dense(8, activation="tanh"), layers.Dense(1)], name="judge"
        )
        self.of_generator, self.of_judge = keras.optimizers.Adam(), keras.optimizers.Adam()

    def train_step(self, real):
        noise = tf.random.normal((tf.shape(real)[0], 3))
        with tf.GradientTape() as tape:
            doubt = tf.math.softplus(-self.judge(real)) + tf.math.softplus(
                self.judge(self.generator(noise))
            )
            loss = tf.reduce_mean(doubt)
        variables = self.judge.trainable_variables
        self.of_judge.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))
        made = self.generator(noise)
        with tf.GradientTape() as tape:
            judged = self.judge(made if self.is_cut else self.generator(noise))
            loss = tf.reduce_mean(tf.math.softplus(-judged))
        variables = self.generator.trainable_variables
        self.of_generator.apply_gradients(
            zip(tape.gradient(loss, variables), variables, strict=True)
        )
        return {"loss": loss}
