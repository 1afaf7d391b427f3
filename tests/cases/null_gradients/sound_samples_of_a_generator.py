"""A discriminator learns from samples that were made before; a helper trains either network."""

import tensorflow as tf

tf.random.set_seed(2)
generator = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(4)], name="generator")
critic = tf.keras.Sequential([tf.keras.Input([4]), tf.keras.layers.Dense(1)], name="critic")


def cost_of_critic(real, fake):
    return tf.reduce_mean(tf.nn.softplus(critic(fake)) + tf.nn.softplus(-critic(real)))


def cost_of_generator(noise):
    return tf.reduce_mean(tf.nn.softplus(-critic(generator(noise))))


def train(network, optimizer, cost, *given):
    with tf.GradientTape() as tape:
        loss = cost(*given)
    gradients = tape.gradient(loss, network.trainable_variables)
    optimizer.apply_gradients(zip(gradients, network.trainable_variables, strict=True))


def turn(real, noise):
    samples = generator(noise)
    train(critic, tf.keras.optimizers.SGD(0.1), cost_of_critic, real, samples)
    train(generator, tf.keras.optimizers.SGD(0.1), cost_of_generator, noise)


real, noise = tf.random.normal([3, 4]), tf.random.normal([3, 2])
turn(real, noise)
samples = generator(noise)


def loss_fn():
    return cost_of_critic(real, samples)


variables = [*critic.trainable_variables, *generator.trainable_variables]

STATUSES = {
    "critic/dense_1/kernel": "ok",
    "critic/dense_1/bias": "ok",
    "generator/dense/kernel": "null",
    "generator/dense/bias": "null",
}
FINDINGS = (("GN107", "MatMul", "note"),)
