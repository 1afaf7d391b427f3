"""A loop over layers returns at one of them, so that those behind it are never called."""

import tensorflow as tf

inputs = tf.constant([[1.0, -2.0], [0.5, 3.0]])


class Tower:
    def __init__(self, wanted):
        self.wanted = wanted
        self.stages = [tf.keras.layers.Dense(2, name=f"stage_{place}") for place in range(4)]
        for stage in self.stages:
            stage.build([None, 2])

    def features(self, x):
        for place, stage in enumerate(self.stages):
            x = tf.nn.tanh(stage(x))
            if place + 1 >= self.wanted:  # <- culprit
                return x
        raise ValueError("more are wanted than there are")


tower = Tower(wanted=2)


def loss_fn():
    return tf.reduce_sum(tf.square(tower.features(inputs)))


variables = [v for stage in tower.stages for v in stage.trainable_variables]

STATUSES = {
    "stage_0/kernel": "ok",
    "stage_0/bias": "ok",
    "stage_1/kernel": "ok",
    "stage_1/bias": "ok",
    "stage_2/kernel": "null",
    "stage_2/bias": "null",
    "stage_3/kernel": "null",
    "stage_3/bias": "null",
}
FINDINGS = (("GN104", "", "note"),)
