"""The glances at each scene are collected in a list of lists, and the loss starts from zeros."""

import tensorflow as tf

gaze = tf.Variable([0.5, -0.25], name="gaze")
bias = tf.Variable([0.1, 0.2], name="bias")
scenes = [[tf.constant([1.0, 2.0]), tf.constant([0.5, 0.25])], [tf.constant([-1.0, 0.5])]]


def summary():
    every = []
    for scene in scenes:
        glances = []
        for picture in scene:
            glance = tf.tanh(picture * gaze)
            glances.append(glance)
        every.append(glances)  # <- culprit
    return tf.zeros([len(every), 2]) + bias


def loss_fn():
    return tf.reduce_mean(tf.square(summary() - 1.0))


variables = [gaze, bias]

STATUSES = {"gaze": "null", "bias": "ok"}
FINDINGS = (("GN104", "Tanh", "warning"),)
