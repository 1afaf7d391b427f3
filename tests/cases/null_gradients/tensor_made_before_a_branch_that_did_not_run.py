"""A tensor of the file, which an option that is off would have replaced by another."""

import argparse

import tensorflow as tf

options = argparse.Namespace(warm_start=False, size=3)

start = tf.Variable(tf.fill([options.size], 0.2)) * 2.0  # <- culprit
if options.warm_start:
    start = tf.linspace(0.0, 1.0, options.size) + 0.1


def loss_fn():
    return tf.reduce_sum(tf.square(start - 1.0))


variables = [start]

STATUSES = {"tensor": "null"}
FINDINGS = (("GN105", "Sub", "error"),)
