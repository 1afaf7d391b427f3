"""What scores a race is made of an early and of a late guess, and measures the early one twice."""

import tensorflow as tf

early = tf.Variable([[0.5], [-0.2]], name="early")
late = tf.Variable([[0.1], [0.4]], name="late")
runners = tf.constant([[1.0, -2.0], [0.5, 3.0]])
times = tf.constant([[0.3], [0.7]])


class Score:
    def __init__(self, guess, late_guess, measured):  # noqa: ARG002
        miss = tf.reduce_mean(tf.square(guess - measured))
        late_miss = tf.reduce_mean(tf.square(guess - measured))  # <- culprit
        self.total = miss + 2.0 * late_miss


def loss_fn():
    guess = tf.tanh(runners @ early)
    late_guess = tf.tanh(runners @ late)
    return Score(guess, late_guess, times).total


variables = [early, late]

STATUSES = {"early": "ok", "late": "null"}
FINDINGS = (("GN104", "Tanh", "warning"),)
