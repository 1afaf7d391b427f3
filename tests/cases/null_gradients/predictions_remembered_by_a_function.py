"""Predictions are handed to a function that remembers them in a queue of the file's."""

import collections
from typing import Any, NamedTuple

import tensorflow as tf

kernel = tf.Variable([[0.5], [-0.3]], name="kernel")
queue: collections.deque = collections.deque(maxlen=4)


class Step(NamedTuple):
    guess: Any
    wanted: Any


def remember(guess, wanted):
    queue.append(Step(guess, wanted))


def predict(batches):
    for batch in batches:
        guess = tf.tanh(tf.matmul(batch, kernel))  # <- culprit
        remember(guess, tf.ones([1, 1]))


predict([tf.constant([[1.0, -2.0]]), tf.constant([[0.5, 3.0]])])


def loss_fn():
    return tf.add_n([tf.reduce_mean(tf.square(step.guess - step.wanted)) for step in queue])


variables = [kernel]

STATUSES = {"kernel": "null"}
FINDINGS = (("GN107", "Sub", "error"),)
