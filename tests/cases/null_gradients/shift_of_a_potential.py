"""The loss is made of the slopes of a potential, in which its shift has no part."""

import tensorflow as tf

stiffness = tf.Variable(1.5, name="stiffness")
shift = tf.Variable(0.2, name="shift")
places = tf.constant([0.1, 0.4, 0.9])


def potential(at):
    return stiffness * tf.sin(at) + shift


def force(at):
    with tf.GradientTape() as tape:
        tape.watch(at)
        energy = potential(at)
    return -tape.gradient(energy, at)  # <- culprit


def loss_fn():
    return tf.reduce_mean(tf.square(force(places) + 1.0))


variables = [stiffness, shift]

STATUSES = {"stiffness": "ok", "shift": "null"}
FINDINGS = (("GN118", "AddV2", "note"),)
