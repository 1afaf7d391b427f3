"""Two stacks of cells, for both directions: the second is made of the cells of the first."""

import tensorflow as tf


class Cell(tf.Module):
    def __init__(self, name):
        super().__init__(name)
        self.kernel = tf.Variable(tf.ones([2, 2]), name=name)

    def __call__(self, state):
        return tf.tanh(state @ self.kernel)


class Stack:
    def __init__(self, cells):
        self.cells = cells

    def __call__(self, state):
        for cell in self.cells:
            state = cell(state)
        return state


class Reader(tf.Module):
    def __init__(self):
        super().__init__()
        self.forward_cells = [Cell(f"forward_{place}") for place in range(2)]
        self.forward_stack = Stack(self.forward_cells)
        self.backward_cells = [Cell(f"backward_{place}") for place in range(2)]
        self.backward_stack = Stack(self.forward_cells)  # <- culprit

    def __call__(self, words):
        return self.forward_stack(words) + self.backward_stack(tf.reverse(words, [0]))


reader = Reader()


def loss_fn():
    return tf.reduce_sum(reader(tf.ones([3, 2])))


variables = [cell.kernel for cell in (*reader.forward_cells, *reader.backward_cells)]

STATUSES = {
    "forward_0": "ok",
    "forward_1": "ok",
    "backward_0": "null",
    "backward_1": "null",
}
FINDINGS = (("GN104", "", "warning"),)
