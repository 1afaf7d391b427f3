"""No weights are given for the second head, so its one turn goes on before its term is made."""

import tensorflow as tf

trunk = tf.Variable([0.5, -0.4], name="trunk")
head = tf.Variable([1.0, 2.0], name="head")
x = tf.constant([1.0, -2.0])


def squared(output, weights):
    return tf.reduce_sum(weights * tf.square(output))


def terms(features, weights):
    found = [tf.reduce_sum(tf.square(features))]
    output = tf.nn.softplus(features * head)
    for label, (each, scale) in enumerate(zip([output], [weights], strict=True)):
        if scale is None:  # <- culprit
            continue
        found.append(label + squared(each, scale))
    return tf.add_n(found)


def loss_fn():
    return terms(tf.tanh(x * trunk), None)


variables = [trunk, head]

STATUSES = {"trunk": "ok", "head": "null"}
FINDINGS = (("GN115", "", "note"),)
