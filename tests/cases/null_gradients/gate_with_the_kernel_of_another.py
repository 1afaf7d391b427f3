"""A cell mixes what it forgets and what it writes, and writes with the kernel that forgets."""

import tensorflow as tf


class Cell(tf.Module):
    def __init__(self, width):
        super().__init__()
        self.u_forget = tf.Variable(0.1 * tf.eye(width), name="u_forget")
        self.c_forget = tf.Variable(tf.zeros([width]), name="c_forget")
        self.u_write = tf.Variable(0.2 * tf.eye(width), name="u_write")
        self.c_write = tf.Variable(tf.zeros([width]), name="c_write")

    def __call__(self, step, memory):
        forget = tf.sigmoid(step @ self.u_forget + self.c_forget)
        kept = tf.tanh((forget * memory) @ self.u_forget + self.c_write)  # <- culprit
        return forget * memory + (1.0 - forget) * kept


cell = Cell(2)
steps = tf.constant([[[1.0, -1.0]], [[0.5, 2.0]]])


def loss_fn():
    memory = tf.ones([1, 2])
    for step in tf.unstack(steps):
        memory = cell(step, memory)
    return tf.reduce_mean(tf.square(memory))


variables = [cell.u_forget, cell.c_forget, cell.u_write, cell.c_write]

STATUSES = {"u_forget": "ok", "c_forget": "ok", "u_write": "null", "c_write": "ok"}
FINDINGS = (("GN104", "", "warning"),)
