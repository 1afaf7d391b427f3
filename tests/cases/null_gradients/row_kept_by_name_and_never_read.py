"""A tower gets the shift of its second step from where all are kept, and adds the first again."""

import tensorflow as tf


class Tower(tf.Module):
    def __init__(self):
        super().__init__()
        self.rows = {}

    def _row(self, key, start):
        row = self.rows.get(key)
        if row is None:
            row = self.rows[key] = tf.Variable([start, 0.5], name=key)
        return row

    def step(self, x, key):
        scale = self._row(key + "_scale", 1.5)
        shift = self._row(key + "_shift", 0.1)
        later_shift = self._row(key + "_later_shift", 0.2)  # noqa: F841  # <- culprit
        x = tf.nn.tanh(x * scale + shift)
        return tf.nn.tanh(x * scale + shift)

    def __call__(self, x):
        for key in ("first", "second"):
            x = self.step(x, key)
        return x


tower = Tower()
points = tf.constant([[1.0, 2.0], [0.5, -1.0]])
tower(points)


def loss_fn():
    return tf.reduce_mean(tf.square(tower(points) - 0.5))


variables = list(tower.rows.values())

STATUSES = {
    "first_scale": "ok",
    "first_shift": "ok",
    "first_later_shift": "null",
    "second_scale": "ok",
    "second_shift": "ok",
    "second_later_shift": "null",
}
FINDINGS = (("GN104", "", "warning"),)
