"""Three terms of a loss: all are logged, and two are added up."""

import tensorflow as tf

color = tf.Variable([0.5, -0.25], name="color")
mask = tf.Variable([0.75, 0.5], name="mask")
depth = tf.Variable([0.1, 0.2], name="depth")


def losses():
    color_loss = tf.reduce_mean(tf.square(color - 1.0))
    mask_loss = 0.5 * tf.reduce_mean(tf.abs(mask))
    depth_loss = 0.1 * tf.reduce_sum(depth - 1.0)
    loss = color_loss + mask_loss  # <- culprit
    return loss, {"color": color_loss, "mask": mask_loss, "depth": depth_loss}


def loss_fn():
    loss, _ = losses()
    return loss


variables = [color, mask, depth]

STATUSES = {"color": "ok", "mask": "ok", "depth": "null"}
FINDINGS = (("GN104", "Mul", "warning"),)
