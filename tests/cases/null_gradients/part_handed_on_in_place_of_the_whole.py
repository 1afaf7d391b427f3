"""Edges are joined with distances, or are the distances alone; these are what is handed on."""

import tensorflow as tf

kinds = tf.Variable(tf.ones([2, 3]), name="kinds")
mixing = tf.Variable(tf.ones([4, 2]), name="mixing")


def passed_on(points, edge):
    weights = tf.matmul(edge, mixing[-tf.shape(edge)[1] :])
    return points * tf.sigmoid(weights)


def layer(points, edge=None):
    distance = tf.reduce_sum(points**2, axis=-1, keepdims=True)
    if edge is not None:
        edge_and_distance = tf.concat([edge, distance], axis=-1)
    else:
        edge_and_distance = distance  # noqa: F841
    return passed_on(points, edge=distance)  # <- culprit


def loss_fn():
    edge = tf.gather(kinds, [0, 1, 1])
    return tf.reduce_mean(layer(tf.ones([3, 2]), edge))


variables = [kinds, mixing]

STATUSES = {"kinds": "null", "mixing": "ok"}
FINDINGS = (("GN104", "ConcatV2", "warning"),)
