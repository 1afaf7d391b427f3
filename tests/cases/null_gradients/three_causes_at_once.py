"""Three variables of one loss are without gradient, each for a reason of its own."""

import tensorflow as tf

teacher = tf.Variable([1.0, 2.0], name="teacher")
threshold = tf.Variable([0.5, 0.5], name="threshold")
student = tf.Variable([0.3, 0.9], name="student")
spare = tf.Variable([0.0], name="spare")


def loss_fn():
    target = tf.stop_gradient(tf.tanh(teacher))  # <- culprit 2
    mask = tf.cast(student > threshold, tf.float32)  # <- culprit 1
    return tf.reduce_sum(mask * tf.square(student - target))


variables = [teacher, threshold, student, spare]

STATUSES = {"teacher": "null", "threshold": "null", "student": "ok", "spare": "null"}
FINDINGS = (
    ("GN102", "Greater", "error"),
    ("GN101", "StopGradient", "note"),
    ("GN104", "", "note"),
)
