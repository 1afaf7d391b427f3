"""Variables, tensors and functions that the tests of an evaluation op by op share."""

import pathlib

import keras
import tensorflow as tf

X = tf.constant([1.0, -2.0])
W = tf.Variable([0.5, 1.5], name="w")
V = tf.Variable([2.0, 3.0], name="v")
STATE = tf.Variable([1.0, 1.0], name="state")
FROZEN = tf.Variable([1.0, 2.0], name="frozen", trainable=False)
DENSE = keras.layers.Dense(1, name="dense")
DENSE.build((None, 2))
RNN = keras.layers.LSTM(2, name="lstm")
RNN.build((None, None, 2))


@tf.custom_gradient
def forgetful(x):
    return x * W, lambda upstream, variables: (None, [upstream for _ in variables])


@tf.custom_gradient
def half(x, y):
    return x * y, lambda upstream: (upstream, None)


def penalty():
    with tf.GradientTape() as tape:
        tape.watch(X)
        y = tf.reduce_sum(W * X * X + V)
    return tf.reduce_sum(tape.gradient(y, X) ** 2)


FINISHED = tf.function(lambda x: tf.stop_gradient(x) * W).get_concrete_function(
    tf.TensorSpec([2], tf.float32)
)


def line_of(file, marker):
    """Number of the line of `file` that ends with the marker."""
    lines = pathlib.Path(file).read_text().splitlines()
    (line,) = [i for i, text in enumerate(lines, 1) if text.endswith(f"# <- {marker}")]
    return line


def of_type(program, op_type):
    return [node for node in program.nodes if node.op_type == op_type]
