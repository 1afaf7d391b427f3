"""Where nothing is marked, the share of the marks that are found is made up as zero by zero."""

import tensorflow as tf

finder = tf.Variable([[0.4], [-0.3]], name="finder")
grader = tf.Variable([[0.2], [0.5]], name="grader")
points = tf.constant([[1.0, 2.0], [0.5, -1.0], [-2.0, 0.3]])
marks = tf.zeros([3, 1])
grades = tf.constant([[1.0], [0.0], [0.5]])


def missed(found):
    count = tf.reduce_sum(marks)
    if count == 0.0:  # <- culprit
        shares = tf.reduce_sum(marks, axis=0) / count
        return tf.reduce_mean(1.0 - shares)
    return 1.0 - tf.reduce_sum(found * marks) / count


def loss_fn():
    graded = tf.reduce_mean(tf.square(points @ grader - grades))
    return graded + missed(tf.sigmoid(points @ finder))


variables = [finder, grader]

STATUSES = {"finder": "null", "grader": "ok"}
FINDINGS = (("GN115", "Mul", "warning"), ("GH216", "RealDiv", "warning"))
