"""A vector-quantised autoencoder: argmin, gather, stop_gradient, and every variable learns."""

import tensorflow as tf

encoder = tf.keras.layers.Dense(2, name="encoder")
decoder = tf.keras.layers.Dense(3, name="decoder")
codebook = tf.Variable([[0.1, 0.2], [-0.3, 0.5], [0.7, -0.1]], name="codebook")
x = tf.constant([[1.0, 0.5, -0.2], [0.3, -1.0, 0.8]])
decoder(encoder(x))


def loss_fn():
    latent = encoder(x)
    distances = tf.reduce_sum(tf.square(latent[:, None] - codebook), axis=-1)
    nearest = tf.gather(codebook, tf.argmin(distances, axis=-1))
    passed = latent + tf.stop_gradient(nearest - latent)
    return (
        tf.reduce_mean(tf.square(decoder(passed) - x))
        + tf.reduce_mean(tf.square(nearest - tf.stop_gradient(latent)))
        + 0.25 * tf.reduce_mean(tf.square(latent - tf.stop_gradient(nearest)))
    )


variables = [*encoder.trainable_variables, codebook, *decoder.trainable_variables]

STATUSES = {
    "encoder/kernel": "ok",
    "encoder/bias": "ok",
    "codebook": "ok",
    "decoder/kernel": "ok",
    "decoder/bias": "ok",
}
FINDINGS = ()
