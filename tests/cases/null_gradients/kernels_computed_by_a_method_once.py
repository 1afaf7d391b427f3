"""A layer computes its kernels from a basis by a method, when it is made."""

import tensorflow as tf

tf.random.set_seed(3)


class Relations(tf.Module):
    def __init__(self):
        super().__init__()
        self.basis = tf.Variable(tf.random.normal([3, 2]), name="basis")
        self.bias = tf.Variable(tf.zeros([2]), name="bias")
        self.kernels = self._kernels()  # <- culprit

    def _kernels(self):
        return [self.basis * scale for scale in (0.5, 2.0)]

    def __call__(self, nodes):
        return sum(tf.matmul(nodes, kernel) for kernel in self.kernels) + self.bias


model = Relations()
nodes = tf.random.normal([5, 3])


def loss_fn():
    return tf.reduce_mean(tf.square(model(nodes) - 1.0))


variables = [model.basis, model.bias]

STATUSES = {"basis": "null", "bias": "ok"}
FINDINGS = (("GN107", "MatMul", "warning"),)
