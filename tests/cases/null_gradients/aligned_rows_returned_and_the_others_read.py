"""A model aligns its rows and hands these back, while its next layer takes the rows themselves."""

import tensorflow as tf


def turned(rows, angle):
    first, second = rows[:, :1], rows[:, 1:]
    cosine, sine = tf.cos(angle), tf.sin(angle)
    return tf.concat([cosine * first - sine * second, sine * first + cosine * second], axis=1)


class Reader(tf.keras.Model):
    def __init__(self):
        super().__init__(name="reader")
        self.angle = tf.keras.layers.Dense(1, name="angle")
        self.hidden = tf.keras.layers.Dense(4, activation="tanh", name="hidden")
        self.score = tf.keras.layers.Dense(1, name="score")

    def call(self, rows):
        angle = self.angle(rows)
        aligned = turned(rows, angle)
        read = self.hidden(rows)  # <- culprit
        return self.score(read), aligned


reader = Reader()
rows = tf.random.stateless_normal([5, 2], seed=[1, 2])
reader(rows)


def loss_fn():
    scores, _ = reader(rows)
    return tf.reduce_mean(tf.square(scores - 1.0))


variables = reader.trainable_variables

STATUSES = {
    "reader/angle/kernel": "null",
    "reader/angle/bias": "null",
    "reader/hidden/kernel": "ok",
    "reader/hidden/bias": "ok",
    "reader/score/kernel": "ok",
    "reader/score/bias": "ok",
}
FINDINGS = (("GN104", "ConcatV2", "warning"),)
