"""No labels are given, so the turn for the only output goes on before it adds a term."""

import tensorflow as tf

weight = tf.Variable([0.5, -0.4], name="weight")
x = tf.constant([1.0, -2.0])


def squared(label, output):
    return tf.reduce_sum(tf.square(output - label))


class Sum:
    def __init__(self, terms):
        self.terms = terms

    def __call__(self, outputs, labels=None):
        found = [tf.constant(0.0)]
        outputs = list(outputs) if isinstance(outputs, tuple) else [outputs]
        labels = [None] * len(outputs) if labels is None else tf.nest.flatten(labels)
        for output, label, term in zip(outputs, labels, self.terms, strict=True):
            if label is None:  # <- culprit
                continue
            found.append(term(label, output))
        return tf.add_n(found)


total = Sum([squared])


def loss_fn():
    output = tf.tanh(x * weight)
    return total(output)


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN115", "", "error"),)
