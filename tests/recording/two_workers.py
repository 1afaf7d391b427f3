"""One of two workers of a `MultiWorkerMirroredStrategy`, each a process of its own.

    TF_CONFIG=... python -m tests.recording.two_workers LOGDIR in|out [SICK STEP]

The recorder is made in the scope of the strategy or outside of it. In the sick step the batch of
the second worker is not finite.

Prints as JSON the trained variables, those of the same training without a recorder, and what was
warned of.
"""

import json
import sys
import warnings

import keras
import numpy as np
import tensorflow as tf

import tb_gradplugin as tbg

STEPS, BATCH, FEATURES, RATE = 12, 4, 3, 0.1


def batch(worker, step, sick_step=-1):
    """What one worker is fed in one step: float32 [BATCH, FEATURES] and [BATCH, 1]."""
    random = np.random.default_rng([worker, step])
    x = random.normal(size=[BATCH, FEATURES]).astype(np.float32)
    y = x[:, :1] * 2 - x[:, 1:2] + worker
    if step == sick_step and worker == 1:
        x[0, 0] = np.nan
    return x, y


def oracle():
    """Norms of the first replica's gradients [STEPS, 2], and the variables; NumPy, float64."""
    kernel, bias, norms = np.full([FEATURES, 1], 0.5), np.zeros(1), []
    for step in range(STEPS):
        kernels, biases = [], []
        for worker in range(2):
            x, y = (part.astype(np.float64) for part in batch(worker, step))
            error = x @ kernel + bias - y
            kernels.append(2 * x.T @ error / BATCH)
            biases.append(2 * error.sum(axis=0) / BATCH)
        norms.append([np.linalg.norm(kernels[0]), np.linalg.norm(biases[0])])
        kernel = kernel - RATE * sum(kernels)
        bias = bias - RATE * sum(biases)
    return np.array(norms), kernel.ravel().tolist() + bias.tolist()


def train(strategy, worker, recorder_in, logdir, sick_step):
    def recorder(where):
        if where == recorder_in:
            return tbg.GradientRecorder(logdir, variables, every=1, verbose=False)
        return None

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
            loss = tf.reduce_mean((model(x, training=True) - y) ** 2)
        gradients = tape.gradient(loss, variables)
        if recorder:
            recorder.record(gradients, loss=loss)
        optimizer.apply_gradients(zip(gradients, variables, strict=True))

    @tf.function
    def train_step(x, y):
        strategy.run(replica_step, args=(x, y))

    for step in range(STEPS):
        train_step(*map(tf.constant, batch(worker, step, sick_step)))
    if recorder:
        recorder.close()
    return [float(number) for v in variables for number in v.numpy().ravel()]


if __name__ == "__main__":
    logdir, recorder_in, sick_step = sys.argv[1], sys.argv[2], int((*sys.argv, "-1")[3])
    strategy = tf.distribute.MultiWorkerMirroredStrategy()
    assert strategy.num_replicas_in_sync == 2
    worker = strategy.cluster_resolver.task_id
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        trained = train(strategy, worker, recorder_in, logdir, sick_step)
    ours = [str(w.message) for w in caught if "tb_gradplugin" in str(w.message)]
    without = train(strategy, worker, "nowhere", logdir, sick_step)
    outcome = {"variables": trained, "without": without, "warnings": ours}
    sys.stdout.write(json.dumps(outcome) + "\n")
