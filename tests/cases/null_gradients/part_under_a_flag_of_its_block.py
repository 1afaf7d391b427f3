"""Of two blocks of a class, the first was made with a flag by which it skips a part of its own."""

import tensorflow as tf


def given(value):
    return value is not None


class Norm(tf.Module):
    def __init__(self):
        super().__init__()
        self.gamma = tf.Variable(tf.ones([3]), name="gamma")

    def __call__(self, x):
        return self.gamma * x / tf.math.reduce_std(x)


class Rows(tf.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def __call__(self, x):
        return tf.reshape(self.inner(tf.reshape(x, [-1, 3])), x.shape)


class Block(tf.Module):
    def __init__(self, is_normed):
        super().__init__()
        self.is_normed = is_normed
        self.norm = Rows(Norm())
        self.shift = tf.Variable(tf.ones([2, 3]), name="shift")
        self.mix = tf.Variable(tf.eye(3), name="mix")

    def __call__(self, x, times=None):
        h = x @ self.mix
        if self.is_normed:  # <- culprit 1
            h = self.norm(h)
        if given(self.shift) and given(times):  # <- culprit 2
            h += times @ self.shift
        return tf.nn.tanh(h)


class Model(tf.Module):
    def __init__(self):
        super().__init__()
        self.blocks = [Block(False), Block(True)]

    def __call__(self, x, times):
        h = self.blocks[0](x, times)
        for block in self.blocks[1:]:
            h = block(h)
        return h


x = tf.reshape(tf.linspace(0.0, 1.0, 24), [2, 4, 3])
times = tf.reshape(tf.linspace(0.0, 1.0, 16), [2, 4, 2])
model = Model()


def loss_fn():
    return tf.reduce_mean(tf.square(model(x, times)))


first, second = model.blocks
variables = [first.norm.inner.gamma, second.norm.inner.gamma, first.shift, second.shift]

STATUSES = {"gamma": "null", "gamma_2": "ok", "shift": "ok", "shift_2": "null"}
FINDINGS = (("GN115", "", "note"), ("GN115", "", "note"))
