"""Two networks have a loss each; that of the one is given what the other made before."""

import tensorflow as tf

tf.random.set_seed(2)


class Forgery:
    def __init__(self):
        self.painter = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(4)])
        self.judge = tf.keras.Sequential([tf.keras.Input([4]), tf.keras.layers.Dense(1)])

    def painter_loss(self, noise):
        return tf.reduce_mean(tf.nn.softplus(-self.judge(self.painter(noise))))

    def judge_loss(self, real, painted):
        errors = tf.nn.softplus(-self.judge(real)) + tf.nn.softplus(self.judge(painted))
        return tf.reduce_mean(errors)


forgery = Forgery()
real = tf.random.normal([3, 4])
painted = forgery.painter(tf.random.normal([3, 2]))


def loss_fn():
    return forgery.judge_loss(real, painted)


variables = [*forgery.painter.trainable_variables, *forgery.judge.trainable_variables]

STATUSES = {
    "sequential/dense/kernel": "null",
    "sequential/dense/bias": "null",
    "sequential_1/dense_1/kernel": "ok",
    "sequential_1/dense_1/bias": "ok",
}
FINDINGS = (("GN107", "MatMul", "note"),)
