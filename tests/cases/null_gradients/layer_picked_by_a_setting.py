"""A setting picks the first of the vectors that a head lists, and the last one is not used."""

import tensorflow as tf

settings = {"depth": 2, "picked": 0}


class Project(tf.Module):
    def __init__(self, place, squashes):
        super().__init__()
        self.weight = tf.Variable([[0.5, -0.25], [0.75, 1.0]], name=f"weight{place}")
        self.squashes = squashes

    def __call__(self, inputs):
        inputs = inputs @ self.weight
        return tf.tanh(inputs) if self.squashes else inputs


class Head(tf.Module):
    def __init__(self):
        super().__init__()
        depth = settings["depth"]
        self.steps = [Project(place, squashes=place + 1 < depth) for place in range(depth)]

    def __call__(self, vectors):
        every = [tf.identity(vectors)]
        for place, step in enumerate(self.steps):
            vectors = step(every[-1])
            if place + 1 < len(self.steps):
                vectors = 2.0 * vectors
            every.append(vectors)
        projected = every[-1]
        return projected, every[settings["picked"]]  # <- culprit


head = Head()
scale = tf.Variable([1.0, 0.5], name="scale")
inputs = tf.constant([[0.5, -1.0], [2.0, 0.25]])


def loss_fn():
    projected, picked = head(inputs * scale)
    if settings["picked"] == settings["depth"]:
        return tf.reduce_mean(tf.square(projected))
    return tf.reduce_mean(tf.square(picked - 1.0))


variables = [*(step.weight for step in head.steps), scale]

STATUSES = {"weight0": "null", "weight1": "null", "scale": "ok"}
FINDINGS = (("GN104", "MatMul", "note"),)
