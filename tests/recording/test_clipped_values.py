"""Clipping element by element (`clipvalue`): on how many steps it did, and what it left."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tb_gradplugin.recording.step_context import Clipping
from tests.recording.reading import read

LIMIT = 0.5
GRADIENTS = {
    "under the limit": [[0.1, -0.2], [0.3]],
    "only the norm is over it": [[0.4, -0.4], [0.4, 0.4, 0.4]],
    "one element is over it": [[0.1, -0.2], [0.2, -0.75, 0.1]],
    "at the limit": [[0.5, -0.5], [0.1]],
    "infinite": [[0.1, float("inf")], [0.1]],
    "not a number, and one over the limit": [[float("nan"), 0.7], [0.1]],
    "not a number": [[float("nan"), 0.1], [0.1]],
    "its squares overflow": [[0.1, 1e30], [0.1]],
    "zero": [[0.0, 0.0], [0.0]],
    "null beside another": [None, [0.8]],
    "null": [None, None],
}


class Fed(keras.layers.Layer):
    """Its variables get the gradients that it is fed."""

    def build(self, shape):
        self.kernel = self.add_weight(shape=[shape[-1]], initializer="zeros", name="kernel")

    def call(self, inputs):
        return tf.reduce_sum(inputs * self.kernel, axis=-1, keepdims=True)


@pytest.mark.parametrize("jit_compile", [False, True])
@pytest.mark.parametrize("case", GRADIENTS)
def test_what_clipping_does_is_what_keras_does(case, jit_compile):
    gradients = [None if g is None else tf.constant(g) for g in GRADIENTS[case]]
    present = [gradient for gradient in gradients if gradient is not None]

    @tf.function(jit_compile=jit_compile)
    def measured():
        halves = tf.stack([tf.nn.l2_loss(g) for g in present]) if present else tf.zeros([0])
        clipped = Clipping(value=LIMIT, gradients=gradients).applied(halves)
        return clipped.is_applied, clipped.global_norm

    is_applied, left = (tensor.numpy() for tensor in measured())
    optimizer = keras.optimizers.SGD(clipvalue=LIMIT)
    kept = [None if g is None else g.numpy() for g in optimizer._clip_gradients(gradients)]
    changed = any(
        not np.array_equal(was, now, equal_nan=True)
        for was, now in zip(present, (g for g in kept if g is not None), strict=True)
    )
    assert is_applied == changed
    squares = sum(np.sum(g.astype(np.float64) ** 2) for g in kept if g is not None)
    assert left == pytest.approx(np.sqrt(squares), rel=1e-6, nan_ok=True)


def test_a_training_has_the_share_of_steps_clipped_and_the_norm_that_was_left(tmp_path):
    x = np.array([[0.1, 0.2], [0.3, 0.9], [0.4, 0.4], [-2.0, 0.1]], np.float32)
    model = keras.Sequential([keras.Input([2]), Fed()])
    # The gradient of this loss is what is fed, whatever the variables are.
    model.compile(keras.optimizers.SGD(0.1, clipvalue=LIMIT), lambda _, y: tf.reduce_sum(y))
    model.optimizer.build(model.trainable_variables)
    callbacks = [tbg.GradientHealth(tmp_path, every=1)]
    model.fit(x, np.zeros([4, 1]), 1, verbose=0, shuffle=False, callbacks=callbacks)
    log = read(tmp_path)
    for row, fed in zip(log.rows, x.astype(np.float64), strict=True):
        assert row["global_norm"] == pytest.approx(np.linalg.norm(fed), rel=1e-6)
        left = np.linalg.norm(np.clip(fed, -LIMIT, LIMIT))
        assert row["clipped_global_norm"] == pytest.approx(left, rel=1e-6)
    (messages,) = log.counters.values()
    assert (messages[-1].steps, messages[-1].clipped_steps) == (4, 2)


def test_what_sparse_gradients_hold_is_clipped_before_it_is_summed(tmp_path):
    model = keras.Sequential([keras.Input([2], dtype="int32"), keras.layers.Embedding(5, 1)])
    model.layers[0].set_weights([np.zeros([5, 1])])
    # Row 1 is named twice: 0.4 and 0.4 of it stay, though their sum is over the limit.
    model.compile(keras.optimizers.SGD(0.1, clipvalue=LIMIT), lambda _, y: 0.4 * tf.reduce_sum(y))
    model.optimizer.build(model.trainable_variables)
    callbacks = [tbg.GradientHealth(tmp_path, every=1)]
    model.fit(np.array([[1, 1]]), np.zeros([1, 2, 1]), verbose=0, callbacks=callbacks)
    (messages,) = read(tmp_path).counters.values()
    assert messages[-1].clipped_steps == 0
    assert model.get_weights()[0][1, 0] == pytest.approx(-0.08)
