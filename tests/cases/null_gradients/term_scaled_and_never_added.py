"""A forecast has two heads; the loss of rain is weighted by `*=`, and what is returned lacks it."""

import tensorflow as tf

weather = tf.constant([[0.2, 0.7, -0.4], [1.1, -0.3, 0.5], [-0.6, 0.9, 0.8]])
heat, rain = tf.constant([[1.0], [0.4], [-0.2]]), tf.constant([[1.0], [0.0], [1.0]])
trunk = tf.keras.layers.Dense(4, activation="tanh", name="trunk")
heat_head = tf.keras.layers.Dense(1, name="heat_head")
rain_head = tf.keras.layers.Dense(1, name="rain_head")
for layer, size in ((trunk, 3), (heat_head, 4), (rain_head, 4)):
    layer.build((None, size))


def forecast_loss(guessed_heat, guessed_rain, is_binary=True):
    if is_binary:
        rain_loss = tf.keras.losses.binary_crossentropy(rain, guessed_rain, from_logits=True)
    else:
        rain_loss = tf.keras.losses.mean_squared_error(rain, guessed_rain)
    rain_loss *= 3.0
    heat_loss = tf.square(guessed_heat - heat)
    heat_loss = tf.reduce_sum(heat_loss, axis=-1)
    heat_loss *= 0.5
    return tf.reduce_mean(heat_loss)  # <- culprit


def loss_fn():
    hidden = trunk(weather)
    return forecast_loss(heat_head(hidden), rain_head(hidden))


variables = [*heat_head.trainable_variables, *rain_head.trainable_variables]

STATUSES = {
    "heat_head/kernel": "ok",
    "heat_head/bias": "ok",
    "rain_head/kernel": "null",
    "rain_head/bias": "null",
}
FINDINGS = (("GN104", "Mul", "warning"),)
