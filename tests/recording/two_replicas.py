"""Two replicas on two logical CPU devices, whose gradients are what they are fed.

    python -m tests.recording.two_replicas fit|loop|eager|scope LOGDIR

A `fit`, a loop of the user's own with the step as a `tf.function` or without, or that loop with the
recorder made in the scope of the strategy.
"""

import sys

import keras
import numpy as np
import tensorflow as tf

import tb_gradplugin as tbg

NAN, STEPS = float("nan"), 8
SICK = {  # step: what the gradient of the first replica is, and that of the second one
    2: (1.0, NAN),
    3: (NAN, NAN),
    4: (NAN, 1.0),
    6: (0.0, NAN),
    7: (1.0, 0.0),
}


def fed():
    """float32 [STEPS, replicas]."""
    return np.array([SICK.get(step, (1.0, 2.0)) for step in range(STEPS)], np.float32)


class Fed(keras.layers.Layer):
    """The gradient of its variable is what it is fed."""

    def build(self, _):
        self.kernel = self.add_weight(shape=[1], initializer="zeros", name="kernel")

    def call(self, inputs):
        return inputs * self.kernel


def fit(strategy, logdir):
    with strategy.scope():
        model = keras.Sequential([keras.Input([1]), Fed()])
        model.compile(keras.optimizers.SGD(0.0), lambda _, y: tf.reduce_sum(y))
    x = fed().reshape([-1, 1])
    dataset = tf.data.Dataset.from_tensor_slices((x, np.zeros_like(x))).batch(2)
    model.fit(dataset, verbose=0, callbacks=[tbg.GradientHealth(logdir, every=1)])


def loop(strategy, logdir, eagerly=False, in_scope=False):
    with strategy.scope():
        kernel = tf.Variable([0.0], name="kernel", aggregation=tf.VariableAggregation.SUM)
        recorder = in_scope and tbg.GradientRecorder(logdir, [kernel], every=1, verbose=False)
    recorder = recorder or tbg.GradientRecorder(logdir, [kernel], every=1, verbose=False)

    def replica_step(x):
        recorder.record([x[0]])
        kernel.assign_add(x[0])

    def train_step(batch):
        strategy.run(replica_step, args=(batch,))

    step = train_step if eagerly else tf.function(train_step)
    dataset = tf.data.Dataset.from_tensor_slices(fed().reshape([-1, 1])).batch(2)
    with recorder:
        for batch in strategy.experimental_distribute_dataset(dataset):
            step(batch)


KINDS = {
    "fit": fit,
    "loop": loop,
    "eager": lambda *arguments: loop(*arguments, eagerly=True),
    "scope": lambda *arguments: loop(*arguments, in_scope=True),
}

if __name__ == "__main__":
    cpu = tf.config.list_physical_devices("CPU")[0]
    tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
    KINDS[sys.argv[1]](tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"]), sys.argv[2])
