"""Of the stages of a network, kept in a dict, one takes the entry before the last one."""

import tensorflow as tf

layers = {}


def stage(inputs, name, units):
    if name not in layers:
        layers[name] = tf.keras.layers.Dense(units, activation="tanh", name=name)
    return layers[name](inputs)


def network(inputs):
    ends = {}
    ends["stage1a"] = stage(inputs, "stage1a", 4)
    ends["stage1b"] = stage(ends["stage1a"], "stage1b", 4)
    ends["rest1"] = tf.nn.relu(ends["stage1b"])
    ends["stage2a"] = stage(ends["rest1"], "stage2a", 3)
    ends["stage2b"] = stage(ends["rest1"], "stage2b", 3)  # <- culprit
    ends["score"] = tf.reduce_sum(ends["stage2b"], axis=1)
    return ends["score"], ends


features = tf.constant([[0.5, -1.0], [1.5, 2.0]])
network(features)


def loss_fn():
    score, ends = network(features)
    return tf.reduce_mean(tf.square(score - 1.0)) + 0.1 * tf.reduce_sum(ends["stage1b"])


variables = [layers[name].kernel for name in ("stage1a", "stage1b", "stage2a", "stage2b")]

STATUSES = {
    "stage1a/kernel": "ok",
    "stage1b/kernel": "ok",
    "stage2a/kernel": "null",
    "stage2b/kernel": "ok",
}
FINDINGS = (("GN104", "Tanh", "warning"),)
