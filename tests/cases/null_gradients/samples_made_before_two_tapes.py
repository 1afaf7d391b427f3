"""One step has two tapes and a loss for each network; the samples of the first come too early."""

import tensorflow as tf

painter = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(4)], name="painter")
judge = tf.keras.Sequential([tf.keras.Input([4]), tf.keras.layers.Dense(1)], name="judge")
optimizers = [tf.keras.optimizers.SGD(0.1), tf.keras.optimizers.SGD(0.1)]


def cost_of_painter(painted):
    return tf.reduce_mean(tf.nn.softplus(-painted))


def cost_of_judge(painted, real):
    return tf.reduce_mean(tf.nn.softplus(painted) + tf.nn.softplus(-real))


def step(noise, pictures):
    samples = painter(noise)
    with tf.GradientTape() as first, tf.GradientTape() as second:
        painted, real = judge(samples), judge(pictures)
        cost = cost_of_painter(painted)
        cost_2 = cost_of_judge(painted, real)
    slopes = first.gradient(cost, painter.trainable_variables)
    optimizers[0].apply_gradients(zip(slopes, painter.trainable_variables, strict=True))
    slopes = second.gradient(cost_2, judge.trainable_variables)
    optimizers[1].apply_gradients(zip(slopes, judge.trainable_variables, strict=True))


samples = painter(tf.random.normal([3, 2], seed=1))  # <- culprit


def loss_fn():
    return cost_of_painter(judge(samples))


variables = [*painter.trainable_variables, *judge.trainable_variables]

STATUSES = {
    "painter/dense/kernel": "null",
    "painter/dense/bias": "null",
    "judge/dense_1/kernel": "ok",
    "judge/dense_1/bias": "ok",
}
FINDINGS = (("GN107", "MatMul", "warning"),)
