"""Roads get weights in a sparse matrix, and a sum over neighbours takes its places alone."""

import tensorflow as tf

ROADS = tf.constant([[0, 1], [1, 2], [2, 0], [2, 1]], tf.int64)
towns = tf.constant([[1.0, 0.2], [-0.5, 0.3], [0.8, -1.0]])


class Traffic(tf.Module):
    def __init__(self):
        super().__init__()
        self.mix = tf.Variable([[0.5, -0.2], [0.1, 0.9]], name="mix")
        self.load = tf.Variable([0.3, -0.1, 0.7, 0.2], name="load")

    def roads(self):
        weights = tf.nn.softplus(self.load)
        matrix = tf.SparseTensor(ROADS, weights, [3, 3])
        return tf.tanh(tf.matmul(towns, self.mix)), matrix

    def spread(self, features, matrix):
        starts, ends = tf.unstack(matrix.indices, axis=1)  # <- culprit
        sent = tf.gather(features, starts)
        return tf.math.unsorted_segment_sum(sent, ends, matrix.dense_shape[0])

    def __call__(self):
        features, matrix = self.roads()
        return self.spread(features, matrix)


traffic = Traffic()


def loss_fn():
    return tf.reduce_mean(tf.square(traffic() - 1.0))


variables = [traffic.mix, traffic.load]

STATUSES = {"mix": "ok", "load": "null"}
FINDINGS = (("GN104", "Softplus", "note"),)
