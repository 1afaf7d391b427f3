"""`check` of a model with a training step of its own, whose `call` is not what it trains."""

import keras
import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tests.checked_models import layers, numbers

X = numbers(2)


class Gan(keras.Model):
    """Its step takes samples, its `call` takes noise of another size.

    Args:
      is_built: whether its parts know their inputs.
    """

    def __init__(self, is_built):
        super().__init__(name="gan")
        noise, sample = ([keras.Input((4,))], [keras.Input((2,))]) if is_built else ([], [])
        self.maker = keras.Sequential(
            [*noise, layers.Dense(8), layers.BatchNormalization(), layers.Dense(2)], name="maker"
        )
        self.judge = keras.Sequential(
            [*sample, layers.Dense(8, "tanh"), layers.Dropout(0.2), layers.Dense(1)], name="judge"
        )
        self.of_maker, self.of_judge = keras.optimizers.Adam(), keras.optimizers.Adam()
        self.kept = keras.metrics.Mean(name="kept")

    def call(self, noise):
        return self.judge(self.maker(noise))

    def train_step(self, real):
        noise = tf.random.normal((tf.shape(real)[0], 4))
        with tf.GradientTape() as tape:
            made = self.maker(noise, training=True)
            doubt = tf.math.softplus(-self.judge(real, training=True))
            loss = tf.reduce_mean(doubt + tf.math.softplus(self.judge(made, training=True)))
        variables = self.judge.trainable_variables
        self.of_judge.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))
        with tf.GradientTape() as tape:
            made = self.maker(noise, training=True)
            loss = tf.reduce_mean(tf.math.softplus(-self.judge(made, training=True)))
        variables = self.maker.trainable_variables
        self.of_maker.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))
        self.kept.update_state(loss)
        return {"loss": loss}


def gan(is_built):
    model = Gan(is_built)
    model.compile()
    return model


@pytest.mark.parametrize("is_built", [True, False])
def test_a_model_whose_call_takes_something_else_than_its_step_is_checked_by_its_step(is_built):
    model = gan(is_built)
    report = tbg.check(model, X)
    assert set(report.statuses.values()) == {"ok"}
    assert len(report.statuses) == 10
    model.fit(X, verbose=0)
    assert model.maker.layers[0].kernel.shape == (4, 8)


def test_a_model_that_its_step_builds_is_as_if_it_was_only_built():
    model = gan(is_built=False)
    tbg.check(model, X)
    normalisation = model.maker.layers[1]
    assert not normalisation.moving_mean.numpy().any()
    assert (normalisation.moving_variance.numpy() == 1.0).all()
    assert float(model.kept.total) == 0.0
    assert float(model.kept.count) == 0.0
    assert not model.of_maker.built
    assert not model.of_judge.built


def test_what_the_step_raises_while_it_builds_the_model_is_raised():
    class Broken(Gan):
        def train_step(self, real):
            return super().train_step(real[:, :1] @ tf.zeros((3, 3)))

    model = Broken(is_built=False)
    model.compile()
    with pytest.raises(tf.errors.InvalidArgumentError, match="Matrix size-incompatible"):
        tbg.check(model, X)


def test_a_step_that_stumbles_over_a_missing_gradient_builds_the_model_all_the_same():
    class Clipped(keras.Model):
        def __init__(self):
            super().__init__(name="clipped")
            self.dense = layers.Dense(1, name="dense")

        def train_step(self, x):
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(tf.round(self.dense(x)))
            for gradient in tape.gradient(loss, self.dense.trainable_variables):
                tf.clip_by_norm(gradient, 1.0)

    model = Clipped()
    model.compile("sgd")
    report = tbg.check(model, X, raise_on=())
    assert list(report.statuses.values()) == ["null", "null"]
    assert [finding.code for finding in report.findings] == ["GN102"]
