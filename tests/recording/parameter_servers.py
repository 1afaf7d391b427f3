"""Two workers and two parameter servers in one process, under `ParameterServerStrategy`.

    python -m tests.recording.parameter_servers LOGDIR in|out|without|after

The recorder is made in the scope of the strategy, outside of it, or not at all; or outside, after
variables of the same shapes have been recorded before there was a cluster.

The loss is linear in the variables, so that the gradients of a step are those of its batch,
whatever other workers did meanwhile. Prints the trained variables and what was warned of, as JSON.
"""

import json
import os
import sys
import warnings

import keras
import numpy as np
import tensorflow as tf

import tb_gradplugin as tbg
from tests.recording.cluster import free_addresses

STEPS, BATCH, FEATURES, RATE = 150, 4, 3, 0.01

servers = []
"""They serve for as long as they are referred to."""


def batch(step):
    """float32 [BATCH, FEATURES] and [BATCH, 1]."""
    random = np.random.default_rng(step)
    x = random.normal(size=[BATCH, FEATURES]).astype(np.float32)
    return x, random.normal(size=[BATCH, 1]).astype(np.float32)


def oracle():
    """The gradients of each step by batch, and the variables; NumPy, float64."""
    kernels, biases = [], []
    for step in range(STEPS):
        x, y = (part.astype(np.float64) for part in batch(step))
        kernels.append((x.T @ y / BATCH).ravel())
        biases.append(y.mean(axis=0))
    kernel, bias = 0.5 - RATE * np.sum(kernels, axis=0), -RATE * np.sum(biases, axis=0)
    return kernels, biases, kernel.tolist() + bias.tolist()


def strategy_of_a_new_cluster():
    addresses = free_addresses(4)
    cluster = tf.train.ClusterSpec({"worker": addresses[:2], "ps": addresses[2:]})
    # With one thread, a worker that waits for a parameter server keeps it from answering.
    config = tf.compat.v1.ConfigProto(inter_op_parallelism_threads=4)
    for job in ("worker", "ps"):
        servers.extend(
            tf.distribute.Server(cluster, job, index, protocol="grpc", config=config)
            for index in range(2)
        )
    resolver = tf.distribute.cluster_resolver.SimpleClusterResolver(cluster, rpc_layer="grpc")
    return tf.distribute.ParameterServerStrategy(resolver)


def train(strategy, recorder_in, logdir):
    def recorder(where):
        if where == recorder_in:
            return tbg.GradientRecorder(logdir, variables, every=1, verbose=False)
        return None

    coordinator = tf.distribute.coordinator.ClusterCoordinator(strategy)
    with strategy.scope():
        model = keras.Sequential([keras.Input([FEATURES]), keras.layers.Dense(1)])
        model.layers[0].set_weights([np.full([FEATURES, 1], 0.5), np.zeros(1)])
        optimizer = keras.optimizers.SGD(RATE)
        optimizer.build(model.trainable_variables)
        variables = model.trainable_variables
        inside = recorder("in")
    recorder = inside or recorder("out")

    def replica_step(x, y):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(x, training=True) * y)
        gradients = tape.gradient(loss, variables)
        if recorder:
            recorder.record(gradients, loss=tf.reduce_mean(x))
        optimizer.apply_gradients(zip(gradients, variables, strict=True))

    @tf.function
    def train_step(x, y):
        strategy.run(replica_step, args=(x, y))

    for step in range(STEPS):
        coordinator.schedule(train_step, args=tuple(map(tf.constant, batch(step))))
    coordinator.join()
    if recorder:
        recorder.close()
    return [float(number) for v in variables for number in v.numpy().ravel()]


def record_without_a_cluster(logdir):
    variables = [tf.Variable(tf.zeros([FEATURES, 1])), tf.Variable(tf.zeros([1]))]
    with tbg.GradientRecorder(logdir, variables, every=1, verbose=False) as recorder:
        record = tf.function(lambda: recorder.record([tf.ones([FEATURES, 1]), tf.ones([1])]))
        for _ in range(3):
            record()


if __name__ == "__main__":
    logdir, recorder_in = sys.argv[1:3]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        if recorder_in == "after":
            record_without_a_cluster(f"{logdir}_before")
            recorder_in = "out"
        trained = train(strategy_of_a_new_cluster(), recorder_in, logdir)
    ours = [str(w.message) for w in caught if "tb_gradplugin" in str(w.message)]
    sys.stdout.write(json.dumps({"variables": trained, "warnings": ours}) + "\n")
    sys.stdout.flush()
    os._exit(0)  # Servers cannot be stopped otherwise.
