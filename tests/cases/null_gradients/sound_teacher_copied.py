"""A student learns from a copy of its teacher, whose own weights are in the list."""

import tensorflow as tf

tf.random.set_seed(3)
student = tf.Variable(tf.random.normal([3, 2]), name="student")
teacher = tf.Variable(tf.random.normal([3, 2]), name="teacher")
kept_teacher = tf.Variable(teacher, trainable=False)
samples = tf.random.normal([4, 3])


def loss_fn():
    difference = tf.matmul(samples, student) - tf.matmul(samples, kept_teacher)
    return tf.reduce_mean(tf.square(difference))


variables = [student, teacher]

STATUSES = {"student": "ok", "teacher": "null"}
FINDINGS = (("GN108", "", "note"),)
