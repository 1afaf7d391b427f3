"""A sparse matrix is made of its weights beside the loss, in the function that makes both."""

import tensorflow as tf


def make_problem():
    weights = tf.Variable([0.5, -0.2, 0.9], name="weights")
    scale = tf.Variable(2.0, name="scale")
    edges = [[0, 1], [1, 2], [2, 0]]
    graph = tf.SparseTensor(edges, tf.nn.softplus(weights), [3, 3])  # <- culprit
    features = tf.constant([[1.0, 0.5], [-0.3, 2.0], [0.7, 0.1]])

    def loss():
        return scale * tf.reduce_mean(tf.square(tf.sparse.sparse_dense_matmul(graph, features)))

    return loss, [weights, scale]


loss_fn, variables = make_problem()

STATUSES = {"weights": "null", "scale": "ok"}
FINDINGS = (("GN107", "SparseTensorDenseMatMul", "warning"),)
