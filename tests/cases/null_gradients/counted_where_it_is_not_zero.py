"""What is counted as whole numbers is picked by a comparison, which ends no gradient there."""

import tensorflow as tf

kernel = tf.Variable([[0.5, -0.3], [0.8, 0.1]], name="kernel")
batch = tf.constant([[1.0, -2.0], [0.5, 3.0]])
labels = tf.constant([0.0, 1.0])


def loss_fn():
    scores = tf.sigmoid(tf.matmul(batch, kernel))
    is_traded = tf.not_equal(scores[:, 1], 0.0)
    known = tf.boolean_mask(labels, is_traded)
    traded = tf.boolean_mask(scores[:, 0], is_traded)
    counts = tf.math.confusion_matrix(known, traded, num_classes=2)  # <- culprit
    return -tf.cast(counts[0, 0] + counts[1, 1], tf.float32)


variables = [kernel]

STATUSES = {"kernel": "null"}
FINDINGS = (("GN103", "Cast", "error"),)
