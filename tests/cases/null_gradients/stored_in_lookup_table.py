"""Values go through a lookup table, whose ops have no gradient."""

import tensorflow as tf

prices = tf.Variable([1.0, 2.0], name="prices")
table = tf.lookup.experimental.MutableHashTable(tf.string, tf.float32, default_value=0.0)


def loss_fn():
    table.insert(tf.constant(["tea", "milk"]), prices * 1.1)  # <- culprit
    return tf.reduce_sum(table.lookup(tf.constant(["milk", "tea"])))


variables = [prices]

STATUSES = {"prices": "null"}
FINDINGS = (("GN113", "LookupTableInsertV2", "error"),)
