"""A frozen backbone: layer.trainable is False, and the trainable variables are asked about."""

import tensorflow as tf

backbone = tf.keras.Sequential(
    [tf.keras.Input([3]), tf.keras.layers.Dense(4, name="backbone")], name="pretrained"
)
backbone.trainable = False
model = tf.keras.Sequential([tf.keras.Input([3]), backbone, tf.keras.layers.Dense(1, name="head")])


def loss_fn():
    return tf.reduce_mean(tf.square(model(tf.ones([2, 3])) - 1.0))


variables = model.trainable_variables

STATUSES = {"sequential/head/kernel": "ok", "sequential/head/bias": "ok"}
FINDINGS = ()
