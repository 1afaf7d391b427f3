"""Two replicas on two logical CPU devices: a `fit`, or a loop of the user's own.

    python -m tests.recording.mirrored fit|loop LOGDIR

Prints, as JSON, the norms of the first replica's gradients that the oracle has: those that a tape
gives for the half of each batch that the first replica is handed.
"""

import json
import sys

import keras
import numpy as np
import tensorflow as tf

import tb_gradplugin as tbg

STEPS, BATCH = 6, 8


def data():
    random = np.random.default_rng(0)
    x = random.normal(size=[STEPS * BATCH, 4]).astype(np.float32)
    return x, x[:, :1] * 2 - x[:, 1:2]


def build():
    keras.utils.set_random_seed(1)
    model = keras.Sequential(
        [keras.Input([4]), keras.layers.Dense(3, "tanh"), keras.layers.Dense(1)]
    )
    model.compile(keras.optimizers.SGD(0.1), "mse")
    return model


def fit(strategy, logdir):
    x, y = data()
    with strategy.scope():
        model = build()
    dataset = tf.data.Dataset.from_tensor_slices((x, y)).batch(BATCH)
    model.fit(dataset, verbose=0, callbacks=[tbg.GradientHealth(logdir, every=1)])


def loop(strategy, logdir):
    x, y = data()
    with strategy.scope():
        model = build()
        optimizer = model.optimizer
        optimizer.build(model.trainable_variables)
    dataset = tf.data.Dataset.from_tensor_slices((x, y)).batch(BATCH)
    variables = model.trainable_variables
    with tbg.GradientRecorder(logdir, variables, every=1, verbose=False) as recorder:

        def replica_step(x, y):
            with tf.GradientTape() as tape:
                loss = tf.reduce_sum((model(x, training=True) - y) ** 2) / BATCH
            gradients = tape.gradient(loss, variables)
            recorder.record(gradients, loss=loss)
            optimizer.apply_gradients(zip(gradients, variables, strict=True))

        @tf.function
        def train_step(batch):
            strategy.run(replica_step, args=batch)

        for batch in strategy.experimental_distribute_dataset(dataset):
            train_step(batch)


def oracle():
    """The same training on one device, with both halves of each batch told apart."""
    x, y = data()
    model, norms = build(), []
    variables = [v.value for v in model.trainable_variables]
    for step in range(STEPS):
        halves = []
        for half in range(2):
            rows = slice(step * BATCH + half * BATCH // 2, step * BATCH + (half + 1) * BATCH // 2)
            with tf.GradientTape() as tape:
                loss = tf.reduce_sum((model(x[rows]) - y[rows]) ** 2) / BATCH
            halves.append([g.numpy().astype(np.float64) for g in tape.gradient(loss, variables)])
        norms.append([float(np.linalg.norm(gradient)) for gradient in halves[0]])
        for variable, one, other in zip(variables, *halves, strict=True):
            variable.assign_sub(0.1 * (one + other).astype(np.float32))
    return norms


if __name__ == "__main__":
    cpu = tf.config.list_physical_devices("CPU")[0]
    tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
    strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
    assert strategy.num_replicas_in_sync == 2
    {"fit": fit, "loop": loop}[sys.argv[1]](strategy, sys.argv[2])
    sys.stdout.write(json.dumps(oracle()) + "\n")
