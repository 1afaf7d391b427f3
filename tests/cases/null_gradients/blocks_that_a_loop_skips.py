"""A loop goes through all blocks, and a Python condition skips some of them."""

import tensorflow as tf

blocks = [tf.keras.layers.Dense(2, name=f"block_{number}") for number in range(3)]
for one in blocks:
    one.build([None, 2])
kept = {"block_0"}
features = tf.constant([[1.0, 2.0], [3.0, 4.0]])


def loss_fn():
    x = features
    for _, block in enumerate(blocks):
        if block.name not in kept:  # <- culprit
            continue
        x = block(x)
    return tf.reduce_sum(tf.square(x))


variables = [variable for block in blocks for variable in block.trainable_variables]

STATUSES = {
    "block_0/kernel": "ok",
    "block_0/bias": "ok",
    "block_1/kernel": "null",
    "block_1/bias": "null",
    "block_2/kernel": "null",
    "block_2/bias": "null",
}
FINDINGS = (("GN115", "", "note"),)
