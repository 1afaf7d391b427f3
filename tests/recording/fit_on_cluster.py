"""A bare `fit` under a strategy of several machines, without the monitor and with it.

    python -m tests.recording.fit_on_cluster LOGDIR servers
    TF_CONFIG=... python -m tests.recording.fit_on_cluster LOGDIR workers

Prints what each of the two raised, as JSON.
"""

import json
import os
import sys

import keras
import numpy as np
import tensorflow as tf

import tb_gradplugin as tbg
from tests.recording import parameter_servers

KINDS = {
    "workers": tf.distribute.MultiWorkerMirroredStrategy,
    "servers": parameter_servers.strategy_of_a_new_cluster,
}


def raised(strategy, *callbacks):
    with strategy.scope():
        model = keras.Sequential([keras.Input([3]), keras.layers.Dense(1)])
        model.compile("sgd", "mse")
    try:
        model.fit(np.ones([8, 3]), np.ones([8, 1]), 4, verbose=0, callbacks=list(callbacks))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


if __name__ == "__main__":
    strategy = KINDS[sys.argv[2]]()
    outcomes = [raised(strategy), raised(strategy, tbg.GradientHealth(sys.argv[1]))]
    sys.stdout.write(json.dumps(outcomes) + "\n")
    sys.stdout.flush()
    os._exit(0)  # Servers cannot be stopped otherwise.
