"""Pictures and captions are encoded, and both scores are computed from the picture's code."""

import tensorflow as tf


def _kernel(name):
    return tf.Variable([[0.5, -0.2], [0.1, 0.4]], name=name)


kernels = {name: _kernel(name) for name in ("picture", "caption", "to_both")}
pictures, captions = tf.constant([[1.0, -2.0]]), tf.constant([[0.5, 3.0]])


def loss_fn():
    picture_code = pictures @ kernels["picture"]
    caption_code = captions @ kernels["caption"]  # noqa: F841
    picture_score = tf.nn.log_softmax(picture_code @ kernels["to_both"])
    caption_score = tf.nn.log_softmax(picture_code @ kernels["to_both"])  # <- culprit
    return -tf.reduce_mean(picture_score + 2.0 * caption_score)


variables = list(kernels.values())

STATUSES = {"picture": "ok", "caption": "null", "to_both": "ok"}
FINDINGS = (("GN104", "MatMul", "warning"),)
