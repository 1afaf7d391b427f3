"""A layer makes its weights in its call, by an initializer, and so anew each time."""

import tensorflow as tf

tf.random.set_seed(3)


class Attention(tf.Module):
    def __call__(self, words):
        glorot = tf.keras.initializers.GlorotNormal(seed=3)
        self.query = tf.Variable(glorot([words.shape[-1], 2]), name="query")  # <- culprit
        return tf.nn.softmax(tf.matmul(words, self.query), axis=0) * words[:, :2]


table = tf.Variable(tf.random.normal([4, 3]), name="table")
attention = Attention()
attention(table)


def loss_fn():
    return tf.reduce_sum(attention(table) ** 2)


variables = [table, attention.query]

STATUSES = {"table": "ok", "query": "null"}
FINDINGS = (("GN104", "", "warning"),)
