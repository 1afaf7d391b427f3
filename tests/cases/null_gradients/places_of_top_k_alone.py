"""Only the places of the best scores are used; the scores themselves serve a printed line."""

import tensorflow as tf

router = tf.Variable([[0.4, -0.2, 0.7], [0.1, 0.9, -0.5]], name="router")
experts = tf.Variable([[1.0, 0.5], [0.3, -0.8], [-0.4, 0.6]], name="experts")
x = tf.constant([[1.0, 2.0], [0.5, -1.0]])


def loss_fn():
    scores, places = tf.math.top_k(x @ router, k=2)  # <- culprit
    tf.debugging.assert_all_finite(tf.stop_gradient(scores), "scores")
    return tf.reduce_mean(tf.square(tf.reduce_sum(tf.gather(experts, places), axis=1) - 0.2))


variables = [router, experts]

STATUSES = {"router": "null", "experts": "ok"}
FINDINGS = (("GN102", "TopKV2", "error"),)
