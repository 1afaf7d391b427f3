"""Features go through a queue on their way to the head."""

import tensorflow as tf

front = tf.Variable([[0.5, -1.0], [0.3, 0.2]], name="front")
back = tf.Variable([[0.4], [0.8]], name="back")
batch = tf.constant([[1.0, 2.0], [0.5, -0.5]])
queue = tf.queue.FIFOQueue(4, [tf.float32], shapes=[[2, 2]])


def loss_fn():
    queue.enqueue(tf.matmul(batch, front))  # <- culprit
    features = queue.dequeue()
    return tf.reduce_mean(tf.square(tf.matmul(features, back) - 1.0))


variables = [front, back]

STATUSES = {"front": "null", "back": "ok"}
FINDINGS = (("GN113", "QueueEnqueueV2", "error"),)
