"""A training that records each step until its standard input ends, as a program of its own.

python -m tests.benchmarks.live_training FOLDER SEED
"""

from __future__ import annotations

import pathlib
import sys
import threading
import time

LAYERS = 6
PAUSE_SECONDS = 0.05
"""Between two steps: the machine is to be loaded by tabs, not by trainings."""


def train(
    folder: pathlib.Path, seed: int, end: threading.Event, layers: int = LAYERS, steps: int = 10**9
) -> None:
    """Trains a chain of dense layers on random numbers, and records each step.

    Args:
      folder: of the run.
      seed: of the numbers.
      end: ends it after the step.
      layers: of two variables each.
      steps: most of them.
    """
    import tensorflow as tf

    import tb_gradplugin as tbg

    tf.random.set_seed(seed)
    kernels = [
        tf.Variable(tf.random.normal([8, 8], stddev=0.4), name=f"layer_{place}/kernel")
        for place in range(layers)
    ]
    biases = [tf.Variable(tf.zeros([8]), name=f"layer_{place}/bias") for place in range(layers)]
    variables = [one for pair in zip(kernels, biases, strict=True) for one in pair]
    inputs, labels = tf.random.normal([16, 8]), tf.random.normal([16, 8])
    recorder = tbg.GradientRecorder(
        folder, variables, every=1, max_rows=None, on_unhealthy=lambda _: None, verbose=False
    )

    @tf.function
    def train_step() -> None:
        with tf.GradientTape() as tape:
            values = inputs
            for kernel, bias in zip(kernels, biases, strict=True):
                values = tf.nn.tanh(values @ kernel + bias)
            loss = tf.reduce_mean(tf.square(values - labels))
        gradients = tape.gradient(loss, variables)
        recorder.record(gradients, loss=loss)
        for variable, gradient in zip(variables, gradients, strict=True):
            variable.assign_sub(0.1 * gradient)

    with recorder:
        for _ in range(steps):
            train_step()
            if end.wait(PAUSE_SECONDS if steps == 10**9 else 0):
                break
            time.sleep(0)


def main() -> None:
    """Trains until standard input is closed."""
    end = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        end.set()

    threading.Thread(target=wait, daemon=True).start()
    train(pathlib.Path(sys.argv[1]), int(sys.argv[2]), end)


if __name__ == "__main__":
    main()
