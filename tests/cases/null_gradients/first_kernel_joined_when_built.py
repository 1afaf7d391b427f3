"""Of the kernels that a layer keeps in a list, the first is joined of two when it is built."""

import tensorflow as tf


class Stack(tf.keras.layers.Layer):
    def build(self, shape):
        self.kernels = []
        for number in range(2):
            if number == 0:
                upper = self.add_weight(shape=(1, 3), name=f"upper_{number}")
                lower = self.add_weight(shape=(shape[-1] - 1, 3), name=f"lower_{number}")
                kernel = tf.concat([upper, lower], axis=0)  # <- culprit
            else:
                kernel = self.add_weight(shape=(3, 3), name=f"kernel_{number}")
            self.kernels.append(kernel)

    def call(self, inputs):
        for kernel in self.kernels:
            inputs = tf.tanh(tf.matmul(inputs, kernel))
        return inputs


layer = Stack(name="stack")
batch = tf.constant([[0.5, -1.0, 0.3], [0.2, 0.9, -0.4]])
layer(batch)


def loss_fn():
    return tf.reduce_mean(tf.square(layer(batch) - 1.0))


variables = layer.trainable_variables

STATUSES = {"stack/upper_0": "null", "stack/lower_0": "null", "stack/kernel_1": "ok"}
FINDINGS = (("GN107", "MatMul", "warning"),)
