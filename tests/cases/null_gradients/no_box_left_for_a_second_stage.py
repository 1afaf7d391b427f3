"""Boxes with a high score go on to a second stage; none has, and both its terms are left out."""

import tensorflow as tf


class Stages(tf.Module):
    def __init__(self):
        super().__init__()
        self.scorer = tf.Variable([[0.1], [-0.2]], name="scorer")
        self.trunk = tf.Variable([[0.5, -1.0], [0.3, 0.7]], name="trunk")
        self.kind = tf.Variable([[0.2, 0.6], [-0.4, 0.1]], name="kind")
        self.size = tf.Variable([[0.9], [-0.3]], name="size")

    def __call__(self, boxes):
        scores = tf.sigmoid(boxes @ self.scorer)[:, 0]
        high = tf.where(scores > 0.9)[:, 0]
        hidden = tf.nn.relu(tf.gather(boxes, high) @ self.trunk)
        return scores, tf.nn.log_softmax(hidden @ self.kind), hidden @ self.size


def mean(values):
    return tf.reduce_mean(values) if tf.size(values) > 0 else tf.constant(0.0)


def term_of_kinds(kinds):
    likely = -kinds[:, 1]
    return tf.reduce_mean(likely) if tf.size(likely) > 0 else tf.constant(0.0)  # <- culprit


def term_of_sizes(sizes):
    errors = tf.square(sizes - 1.0)
    if tf.shape(errors)[0] == 0:  # <- culprit 2
        return tf.constant(0.0)
    return tf.reduce_mean(errors)


stages = Stages()
boxes = tf.constant([[1.0, 0.5], [-0.5, 1.0], [0.2, 0.3]])


def loss_fn():
    scores, kinds, sizes = stages(boxes)
    return mean(tf.square(scores - 1.0)) + term_of_kinds(kinds) + term_of_sizes(sizes)


variables = [stages.scorer, stages.trunk, stages.kind, stages.size]

STATUSES = {"scorer": "ok", "trunk": "null", "kind": "null", "size": "null"}
FINDINGS = (("GN115", "", "note"), ("GN115", "", "note"))
