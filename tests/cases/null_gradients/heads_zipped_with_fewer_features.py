"""Heads go through `zip` with the features of a backbone, which gives fewer of them."""

import tensorflow as tf

inputs = tf.constant([[1.0, -2.0], [0.5, 3.0]])


class Head(tf.keras.layers.Layer):
    def __init__(self, name):
        super().__init__(name=name)
        self.inner = tf.keras.layers.Dense(3, name="inner")
        self.outer = tf.keras.layers.Dense(1, name="outer")

    def call(self, x):
        hidden = tf.nn.tanh(self.inner(x))
        return self.outer(hidden)


class Detector:
    def __init__(self):
        self.heads = [Head(f"head_{place}") for place in range(3)]
        for head in self.heads:
            head(inputs)

    @property
    def names(self):
        return [head.name for head in self.heads]

    def features(self, x):
        return [x, tf.square(x)]

    def scores(self, x):
        return [
            head(feature)
            for _, (head, feature) in enumerate(
                zip(self.heads, self.features(x), strict=False)  # <- culprit
            )
        ]


class Sum:
    def __call__(self, scores):
        return tf.add_n([tf.reduce_sum(tf.square(one)) for one in scores])


detector = Detector()
total = Sum()


def loss_fn():
    scores = detector.scores(inputs)
    return total(scores) + 0.0 * len(detector.names)


variables = [v for head in detector.heads for v in head.trainable_variables]

STATUSES = dict(zip([each.path for each in variables], [*["ok"] * 8, *["null"] * 4], strict=True))
FINDINGS = (("GN104", "", "note"),)
