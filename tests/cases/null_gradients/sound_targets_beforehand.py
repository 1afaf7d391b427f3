"""A target network is asked beforehand, weights stay near earlier ones, and a probe is logged."""

import tensorflow as tf

values = tf.keras.layers.Dense(2, name="values")
target = tf.keras.layers.Dense(2, name="target")
probe = tf.keras.layers.Dense(1, name="probe")
for layer in (values, target, probe):
    layer.build((None, 3))
states = tf.constant([[0.5, -1.0, 0.3], [0.2, 0.9, -0.4]])
expected = 0.9 * target(states).numpy().max(axis=1)
earlier = [tf.identity(variable) for variable in values.trainable_variables]
history = []


def loss_fn():
    chosen = tf.reduce_max(values(states), axis=1)
    moved = [tf.reduce_sum((v - e) ** 2) for v, e in zip(values.variables, earlier, strict=True)]
    history.append(float(tf.reduce_mean(probe(states))))
    shrunk = [tf.reduce_sum(tf.square(variable)) for variable in values.variables]
    return tf.reduce_mean(tf.square(chosen - expected)) + tf.add_n(moved) + 0.1 * tf.add_n(shrunk)


variables = [
    *values.trainable_variables,
    *target.trainable_variables,
    *probe.trainable_variables,
]

STATUSES = {
    "values/kernel": "ok",
    "values/bias": "ok",
    "target/kernel": "null",
    "target/bias": "null",
    "probe/kernel": "null",
    "probe/bias": "null",
}
FINDINGS = (("GN104", "Mean", "note"), ("GN107", "Sub", "note"))
