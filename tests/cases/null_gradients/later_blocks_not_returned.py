"""A stack of blocks of one class returns what an early one of them gave."""

import tensorflow as tf


class Block(tf.Module):
    def __init__(self, name):
        super().__init__(name=name)
        self.weight = tf.Variable([[0.5, -0.25], [0.75, 0.5]], name=f"{name}_weight")

    def __call__(self, inputs):
        mixed = inputs @ self.weight
        return inputs + tf.tanh(mixed)


class Stack(tf.Module):
    def __init__(self, depth, returned):
        super().__init__()
        self.blocks = [Block(f"block_{place}") for place in range(depth)]
        self.returned = returned

    def __call__(self, inputs):
        outputs = [inputs]
        for block in self.blocks:
            outputs.append(block(outputs[-1]))
        return outputs[self.returned]  # <- culprit


stack = Stack(depth=3, returned=1)
x = tf.constant([[0.5, -1.0], [2.0, 0.25]])


def loss_fn():
    return tf.reduce_mean(tf.square(stack(x) - 1.0))


variables = [block.weight for block in stack.blocks]

STATUSES = {"block_0_weight": "ok", "block_1_weight": "null", "block_2_weight": "null"}
FINDINGS = (("GN104", "AddV2", "note"),)
