"""Tensors computed from a variable before, in whose place a call of the loss puts its own."""

import tensorflow as tf

from tb_gradplugin.capture import eager_run
from tests.capture.eager_programs import line_of

X = tf.constant([[1.0, 2.0], [0.5, -1.0]])
scale = tf.Variable(0.5, name="scale")


class Memory(tf.Module):
    def __init__(self, start):
        super().__init__()
        self.kernel = tf.Variable(start, name="kernel")
        self.latest = self.kernel * 2.0  # <- latest

    def from_before(self, x):
        self.latest = x * self.latest
        return self.latest

    def anew(self, x):
        self.latest = x * 3.0
        return self.latest


def test_what_a_call_has_replaced_is_known_by_the_line_that_computed_what_was_there_before():
    memory = Memory(1.0)

    def loss_fn():
        return tf.reduce_sum(memory.from_before(X) * scale)

    program = eager_run.observed(loss_fn, [memory.kernel])
    kept = program.asked[0].kept
    assert kept.location.line == line_of(__file__, "latest")
    assert program.values[kept.value].name == "memory.latest"


def test_what_another_object_had_there_before_is_not_taken_for_it():
    memory, other = Memory(1.0), Memory(3.0)

    def loss_fn():
        return tf.reduce_sum(memory.anew(X) * other.from_before(X))

    program = eager_run.observed(loss_fn, [memory.kernel, other.kernel])
    kept = program.asked[0].kept
    assert kept is None or program.values[kept.value].origin != "tensor"
