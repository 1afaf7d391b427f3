"""What a second network says is computed before; a helper has it follow the first."""

import tensorflow as tf

tf.random.set_seed(5)


def scorer(name):
    return tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)], name=name)


def follow(slow, fast, rate):
    for one, other in zip(slow.variables, fast.variables, strict=True):
        one.assign_add(rate * (other - one))


leader, double = scorer("leader"), scorer("double")
follow(double, leader, 1.0)
states = tf.random.normal([4, 3])
wanted = 1.0 + 0.9 * tf.reduce_max(double(states), axis=1)


def loss_fn():
    return tf.reduce_mean(tf.square(tf.reduce_max(leader(states), axis=1) - wanted))


variables = [*leader.trainable_variables, *double.trainable_variables]

STATUSES = {
    "leader/dense/kernel": "ok",
    "leader/dense/bias": "ok",
    "double/dense_1/kernel": "null",
    "double/dense_1/bias": "null",
}
FINDINGS = (("GN107", "Sub", "note"),)
