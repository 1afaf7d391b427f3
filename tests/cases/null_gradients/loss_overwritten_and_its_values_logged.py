"""Two critics of one update: the loss of the first is overwritten, and its values are logged."""

import tensorflow as tf

first = tf.Variable([[0.5], [-0.25]], name="first")
second = tf.Variable([[0.1], [0.75]], name="second")
logged = {}


def update(states, targets):
    def loss_of(critic):
        values = tf.tanh(states @ critic)
        loss = tf.reduce_mean(tf.square(values - targets))
        return loss, values

    loss, first_values = loss_of(first)
    loss, second_values = loss_of(second)  # <- culprit
    return loss / 2.0, first_values, second_values


def loss_fn():
    loss, of_first, of_second = update(tf.ones([3, 2]), tf.zeros([3, 1]))
    logged["first"] = tf.reduce_mean(of_first)
    logged["second"] = tf.reduce_mean(of_second)
    return loss


variables = [first, second]

STATUSES = {"first": "null", "second": "ok"}
FINDINGS = (("GN104", "Mean", "warning"),)
