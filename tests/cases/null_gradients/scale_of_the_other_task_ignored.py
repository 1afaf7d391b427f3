"""Two tasks are weighted by how sure each is, and both by how sure the first of them is."""

import tensorflow as tf


class Tasks(tf.Module):
    def __init__(self):
        super().__init__()
        self.kernel = tf.Variable([[0.5, 0.1], [-0.3, 0.2]], name="kernel")
        self.doubt_depth = tf.Variable(0.1, name="doubt_depth")
        self.doubt_edges = tf.Variable(0.2, name="doubt_edges")

    def __call__(self, picture):
        depth, edges = tf.unstack(tf.tanh(picture @ self.kernel), axis=-1)
        return depth, edges, tf.exp(-self.doubt_depth), tf.exp(-self.doubt_edges)


def weighted(depth, edges, sure_depth, sure_edges):  # noqa: ARG001
    of_depth = sure_depth * tf.reduce_mean(tf.square(depth - 1.0)) - tf.math.log(sure_depth)
    of_edges = sure_depth * tf.reduce_mean(tf.abs(edges)) - tf.math.log(sure_depth)  # <- culprit
    return of_depth + of_edges


tasks = Tasks()
picture = tf.constant([[1.0, -2.0], [0.5, 3.0]])


def loss_fn():
    depth, edges, sure_depth, sure_edges = tasks(picture)
    return weighted(depth, edges, sure_depth, sure_edges)


variables = [tasks.kernel, tasks.doubt_depth, tasks.doubt_edges]

STATUSES = {"kernel": "ok", "doubt_depth": "ok", "doubt_edges": "null"}
FINDINGS = (("GN104", "Exp", "warning"),)
