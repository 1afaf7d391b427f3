"""A custom gradient of None makes the values of one network constants, in a lambda."""

import tensorflow as tf

student = tf.keras.layers.Dense(1, name="student")
rater = tf.keras.layers.Dense(1, name="rater")
seen = tf.constant([[0.2, -0.4], [1.0, 0.3]])
student(seen), rater(seen)


@tf.custom_gradient
def as_it_is(values):
    return tf.identity(values), lambda upstream: None  # <- culprit


def loss_fn():
    return tf.reduce_mean(tf.square(student(seen) - as_it_is(rater(seen * 2.0))))


variables = [*student.trainable_variables, *rater.trainable_variables]

STATUSES = {
    "student/kernel": "ok",
    "student/bias": "ok",
    "rater/kernel": "null",
    "rater/bias": "null",
}
FINDINGS = (("GN116", "CustomGradient", "note"),)
