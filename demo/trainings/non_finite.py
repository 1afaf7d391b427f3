"""A siamese network that now and then compares an image with itself.

It learns to bring images of the same digit together and to keep others apart. The pairs are
drawn at random, and once in a while both halves of a pair are the same image. Their distance is
the square root of 0: a fine number, so the loss shows nothing, but the slope of the square root
is infinite there, and infinity times 0 is NaN. The loop has a guard that skips such an update,
so training goes on, and nobody learns how much of it is thrown away. In the tab: on some steps,
and on those only, every gradient is non-finite, while the loss is not.
"""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf
from digits import BATCH_SIZE, Digits
from keras import layers
from progress import Progress

import tb_gradplugin as tbg

EPOCHS = 10
MARGIN = 1.0


def contrastive_loss(model, left, right, same) -> tf.Tensor:
    """Small where images of the same digit are near, and others at least `MARGIN` apart."""
    difference = model(left, training=True) - model(right, training=True)
    distance = tf.sqrt(tf.reduce_sum(tf.square(difference), axis=1))
    apart = tf.square(tf.maximum(MARGIN - distance, 0.0))
    return tf.reduce_mean(tf.where(same, distance, apart))


def train(digits: Digits, logdir: str, epochs: int, progress: Progress) -> tuple:
    """Returns the trained model and the share of the test images that it gets right."""
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Flatten(),
            layers.Dense(64, activation="relu", name="hidden_1"),
            layers.Dense(64, activation="relu", name="hidden_2"),
            # A bias would be the same in both halves of a pair, and could not learn.
            layers.Dense(16, use_bias=False, name="embedding"),
        ],
        name="network",
    )
    optimizer = keras.optimizers.Adam(1e-3)
    variables = model.trainable_variables
    optimizer.build(variables)

    with tbg.GradientRecorder(logdir, variables, every=5, verbose=False) as recorder:

        @tf.function(jit_compile=True)
        def train_step(left, right, same):
            with tf.GradientTape() as tape:
                loss = contrastive_loss(model, left, right, same)
            gradients = tape.gradient(loss, variables)
            recorder.record(gradients, loss=loss)
            finite = tf.reduce_all([tf.reduce_all(tf.math.is_finite(g)) for g in gradients])
            gradients = [tf.where(finite, g, tf.zeros_like(g)) for g in gradients]
            optimizer.apply_gradients(zip(gradients, variables, strict=True))

        random = np.random.default_rng(0)
        for _ in range(epochs * digits.steps_per_epoch):
            left, right = drawn_pairs(digits.train_labels, random)
            same = digits.train_labels[left] == digits.train_labels[right]
            train_step(digits.train_images[left], digits.train_images[right], same)
            progress.advance()

    return model, accuracy_of_nearest_mean(model, digits)


def drawn_pairs(labels: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the two halves of each pair: half of the pairs show the same digit twice."""
    left = random.integers(len(labels), size=BATCH_SIZE)
    right = random.integers(len(labels), size=BATCH_SIZE)
    for pair in range(BATCH_SIZE // 2):
        right[pair] = random.choice(np.flatnonzero(labels == labels[left[pair]]))
    return left, right


def accuracy_of_nearest_mean(model: keras.Model, digits: Digits) -> float:
    """The share of the test images that lie nearest to the mean of their own digit."""
    learned = model.predict(digits.train_images, verbose=0)
    means = np.stack([learned[digits.train_labels == digit].mean(axis=0) for digit in range(10)])
    tested = model.predict(digits.test_images, verbose=0)
    distances = np.linalg.norm(tested[:, np.newaxis] - means, axis=2)
    return float(np.mean(distances.argmin(axis=1) == digits.test_labels))


def explained(model: keras.Model, digits: Digits) -> tbg.Report:
    """Says why the gradient is not finite where one pair of the batch is twice the same image."""
    images, labels = digits.batch
    others = np.roll(np.arange(BATCH_SIZE), 1)
    others[0] = 0
    return tbg.explain(
        lambda: contrastive_loss(model, images, images[others], labels == labels[others]),
        model.trainable_variables,
    )


if __name__ == "__main__":
    from alone import main

    main(__file__)
