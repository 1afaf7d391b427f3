"""Q-learning with a target network behind stop_gradient, asked about both networks."""

import tensorflow as tf

online = tf.keras.Sequential(
    [tf.keras.Input([3]), tf.keras.layers.Dense(2, name="online")], name="online_network"
)
target = tf.keras.Sequential(
    [tf.keras.Input([3]), tf.keras.layers.Dense(2, name="target")], name="target_network"
)
target.set_weights(online.get_weights())
states, rewards = tf.ones([4, 3]), tf.constant([0.0, 1.0, 0.0, 2.0])


def loss_fn():
    values = tf.reduce_max(target(states * 0.5), axis=-1)
    expected = tf.stop_gradient(rewards + 0.9 * values)  # <- culprit
    chosen = online(states)[:, 0]
    return tf.reduce_mean(tf.square(expected - chosen))


variables = [*online.trainable_variables, *target.trainable_variables]

STATUSES = {
    "online_network/online/kernel": "ok",
    "online_network/online/bias": "ok",
    "target_network/target/kernel": "null",
    "target_network/target/bias": "null",
}
FINDINGS = (("GN101", "StopGradient", "note"),)
