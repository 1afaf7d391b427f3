"""Two values leave TensorFlow line after line, for a number that NumPy computes of both."""

import numpy as np
import tensorflow as tf

start = tf.Variable([0.0, 1.0], name="start")
goal = tf.Variable([3.0, 5.0, 6.0], name="goal")
gain = tf.Variable(0.5, name="gain")


def distance():
    here = np.asarray(start)  # <- culprit
    there = np.asarray(goal)
    return tf.constant(np.min(np.abs(here[:, None] - there)), tf.float32)


def loss_fn():
    return gain * distance()


variables = [start, goal, gain]

STATUSES = {"start": "null", "goal": "null", "gain": "ok"}
FINDINGS = (("GN112", "", "error"),)
