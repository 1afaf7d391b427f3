"""Runs that our own recorder writes: sound, sick and explained, and lived anew."""

from __future__ import annotations

import pathlib
import warnings

RUNS = ("restarted", "sick", "sound")


def write(logdir: pathlib.Path) -> None:
    """Records each of `RUNS` below a folder."""
    record(logdir / "sound", range(14), is_sick=False)
    record(logdir / "sick", range(14), is_sick=True)
    record(logdir / "restarted", range(12), is_sick=True)
    record(logdir / "restarted", range(6, 16), is_sick=False)


def record(folder: pathlib.Path, steps: range, *, is_sick: bool) -> None:
    """Trains and records one session.

    Args:
      folder: of the run.
      steps: of the session.
      is_sick: whether a variable is cut off, and each third step is infinite.
    """
    import tensorflow as tf

    import tb_gradplugin as tbg

    variables = [
        tf.Variable(tf.random.stateless_normal([4, 3], [1, place]), name=f"block_{place}/kernel")
        for place in range(3)
    ]
    inputs = tf.random.stateless_normal([8, 4], [2, 3])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # That it is sick is no matter here.
        recorder = tbg.GradientRecorder(folder, variables, initial_step=steps[0], verbose=False)

        @tf.function
        def train_step(scale):
            with tf.GradientTape() as tape:
                first, second, third = (tf.nn.tanh(inputs @ kernel) for kernel in variables)
                third = tf.stop_gradient(third) if is_sick else third
                loss = tf.reduce_mean(first * second * scale) + tf.reduce_mean(third)
            recorder.record(tape.gradient(loss, variables), loss=loss)

        with recorder:
            for step in steps:
                train_step(tf.constant(float("inf") if is_sick and step % 3 == 1 else 1.0))
