"""A step gives back another state, whose fields are tensors and no variables any more."""

import dataclasses

import tensorflow as tf


@dataclasses.dataclass
class State:
    slope: tf.Variable
    level: tf.Variable
    steps: int = 0


def stepped(state, rate):
    return dataclasses.replace(
        state,
        slope=state.slope - rate * tf.ones([2]),  # <- culprit
        level=state.level - rate,
        steps=state.steps + 1,
    )


state = State(tf.Variable([1.0, 2.0]), tf.Variable(0.5))
variables = [state.slope, state.level]
state = stepped(state, 0.1)
x = tf.constant([[1.0, -1.0], [0.5, 2.0]])


def loss_fn():
    return tf.reduce_mean(tf.square(tf.linalg.matvec(x, state.slope) + state.level))


STATUSES = {"Variable": "null", "Variable_2": "null"}
FINDINGS = (("GN106", "", "error"),)
