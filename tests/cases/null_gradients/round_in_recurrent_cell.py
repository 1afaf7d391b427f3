"""A cell of one's own in a Keras RNN rounds what comes in before it adds the state."""

import tensorflow as tf


class RoundingCell(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__(name="cell")
        self.state_size = 2
        self.incoming = tf.keras.layers.Dense(2, name="incoming")
        self.recurrent = tf.keras.layers.Dense(2, name="recurrent")

    def build(self, input_shape):
        self.incoming.build(input_shape)
        self.recurrent.build((None, 2))
        self.built = True

    def call(self, inputs, states):
        entering = tf.floor(self.incoming(inputs))  # <- culprit
        state = tf.tanh(entering + self.recurrent(states[0]) + 0.1)
        return state, [state]


recurrence = tf.keras.layers.RNN(RoundingCell(), name="recurrence")
sequences = tf.reshape(tf.range(24.0) / 24.0, [2, 4, 3])
recurrence(sequences)


def loss_fn():
    return tf.reduce_mean(tf.square(recurrence(sequences) - 0.5))


variables = recurrence.trainable_variables

STATUSES = {
    "recurrence/cell/incoming/kernel": "null",
    "recurrence/cell/incoming/bias": "null",
    "recurrence/cell/recurrent/kernel": "ok",
    "recurrence/cell/recurrent/bias": "ok",
}
FINDINGS = (("GN102", "Floor", "error"),)
