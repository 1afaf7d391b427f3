"""A loss compares throws under the old and the new aim, and the new one has the old spread."""

import tensorflow as tf

centre = tf.keras.layers.Dense(2, name="centre")
spread = tf.keras.layers.Dense(2, name="spread")


def aim(seen):
    return {"centre": centre(seen), "spread": spread(seen)}


def thrown(seen):
    aimed = aim(seen)
    noise = tf.random.stateless_normal([4, 2], seed=[3, 4])
    return {"seen": seen, "throws": aimed["centre"] + noise, "aim": aimed}


def likelihood(throws, aimed):
    distance = (throws - aimed["centre"]) * tf.exp(-aimed["spread"])
    return tf.reduce_sum(-0.5 * tf.square(distance) - aimed["spread"], axis=1)


round_before = thrown(tf.random.stateless_normal([4, 3], seed=[1, 2]))


def loss_fn():
    older = round_before["aim"]
    newer = {
        "centre": centre(round_before["seen"]),
        "spread": older["spread"],  # <- culprit
    }
    throws = round_before["throws"]
    ratio = tf.exp(likelihood(throws, newer) - likelihood(throws, older))
    return -tf.reduce_mean(ratio)


variables = centre.trainable_variables + spread.trainable_variables

STATUSES = {
    "centre/kernel": "ok",
    "centre/bias": "ok",
    "spread/kernel": "null",
    "spread/bias": "null",
}
FINDINGS = (("GN107", "Neg", "warning"),)
