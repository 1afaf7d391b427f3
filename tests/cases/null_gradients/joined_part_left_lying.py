"""What two heads give is joined; the loss of one part is computed, and not added to the other."""

import tensorflow as tf

classes = tf.keras.layers.Dense(2, name="classes")
boxes = tf.keras.layers.Dense(3, name="boxes")
x = tf.constant([[0.5, -1.0], [0.2, 0.9]])
classes(x)
boxes(x)


def loss_fn():
    joined = tf.concat([classes(x), boxes(x)], axis=1)
    of_class = tf.reduce_mean(tf.square(joined[:, :2] - 1.0))
    of_box = tf.reduce_mean(tf.square(joined[:, 2:] - 2.0))  # noqa: F841  # <- culprit
    return of_class


variables = [*classes.trainable_variables, *boxes.trainable_variables]

STATUSES = {
    "classes/kernel": "ok",
    "classes/bias": "ok",
    "boxes/kernel": "zero",
    "boxes/bias": "zero",
}
FINDINGS = (("GH213", "ConcatV2", "warning"),)
