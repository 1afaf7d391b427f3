"""The encoder returns the log variance of the first latent twice, and that of the second never."""

import tensorflow as tf

kernels = {
    name: tf.Variable([[0.1 * place], [0.3]], name=name)
    for place, name in enumerate(("mean_a", "log_variance_a", "mean_b", "log_variance_b"))
}
points = tf.constant([[1.0, 2.0], [0.5, -1.0]])


def encoded(x):
    mean_a = x @ kernels["mean_a"]
    log_variance_a = x @ kernels["log_variance_a"]
    mean_b = x @ kernels["mean_b"]
    log_variance_b = x @ kernels["log_variance_b"]  # noqa: F841
    return mean_a, log_variance_a, mean_b, log_variance_a  # <- culprit


def divergence(mean, log_variance):
    return tf.reduce_mean(tf.exp(log_variance) + mean**2 - log_variance)


def loss_fn():
    mean_a, log_variance_a, mean_b, log_variance_b = encoded(points)
    return divergence(mean_a, log_variance_a) + divergence(mean_b, log_variance_b)


variables = list(kernels.values())

STATUSES = {"mean_a": "ok", "log_variance_a": "ok", "mean_b": "ok", "log_variance_b": "null"}
FINDINGS = (("GN104", "MatMul", "warning"),)
