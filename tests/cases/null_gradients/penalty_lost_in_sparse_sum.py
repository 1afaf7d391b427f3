"""The gradient of a sparse sum has none of its own, so the penalty on it is dropped in silence."""

import tensorflow as tf

strengths = tf.Variable([0.5, -0.2], name="strengths")
fixed = tf.sparse.SparseTensor([[0, 0], [2, 1]], [1.0, 2.0], [3, 3])


def loss_fn():
    with tf.GradientTape() as tape:
        edges = tf.sparse.SparseTensor([[0, 1], [2, 1]], tf.tanh(strengths), [3, 3])
        score = tf.reduce_sum(tf.square(tf.sparse.add(edges, fixed).values))  # <- culprit
    slope = tape.gradient(score, strengths)
    return score + tf.reduce_sum(tf.square(slope))


variables = [strengths]

STATUSES = {"strengths": "ok"}
FINDINGS = (("GN118", "SparseAddGrad", "warning"),)
