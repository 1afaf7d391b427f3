"""A method keeps the slopes that it makes, and hands a part of them out when it is called again."""

import tensorflow as tf


class Distances(tf.Module):
    def __init__(self, most):
        super().__init__()
        self.steepness = tf.Variable([0.5, 0.25], name="steepness")
        self.most = most
        self._slopes = None

    def slopes(self, count):
        if self._slopes is not None and count <= self.most:
            return self._slopes[:, :count]
        places = tf.range(self.most, dtype=tf.float32)
        slopes = -tf.nn.softplus(self.steepness)[:, None] * places
        self._slopes = slopes  # <- culprit
        return slopes[:, :count]


class Reader(tf.Module):
    def __init__(self):
        super().__init__()
        self.distances = Distances(8)
        self.weights = tf.Variable([[0.2], [0.7]], name="weights")

    def __call__(self, scores):
        biased = scores + self.distances.slopes(scores.shape[1])
        return tf.reduce_sum(tf.nn.softmax(biased) * self.weights * scores)


reader = Reader()
scores = tf.constant([[0.3, -0.1, 0.8], [1.2, 0.4, -0.6]])
before = reader(scores)
variables = [reader.distances.steepness, reader.weights]


def loss_fn():
    return tf.square(reader(scores) - 1.0)


STATUSES = {"steepness": "null", "weights": "ok"}
FINDINGS = (("GN107", "StridedSlice", "warning"),)
