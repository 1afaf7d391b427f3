"""A small log that is complete: written by the recorder itself, with one of everything in it."""

from __future__ import annotations

import contextlib
import io
import pathlib
import warnings

STEPS = 14
_SICK_FROM = 9


def write_log(folder: pathlib.Path, *, initial_step: int = 0, steps: int = STEPS) -> pathlib.Path:
    """Records a short training, and returns the path of its one event file.

    It has a variable table, a row on every step, histograms, counters, an
    incident, findings of missing gradients, and a verdict on what is not finite.
    """
    import tensorflow as tf

    import tb_gradplugin as tbg

    used = tf.Variable([1.0, -2.0, 3.0], name="used")
    cut = tf.Variable([0.5], name="cut")
    # Without this one all that is missing were meant, and the log healthy up to its NaN.
    unused = tf.Variable([0.5], name="unused")
    before = set(folder.glob("*")) if folder.exists() else set()
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        tbg.GradientRecorder(
            folder, [used, cut, unused], initial_step=initial_step, every=1, max_rows=None
        ) as recorder,
    ):
        warnings.simplefilter("ignore")  # The training is sick on purpose.

        @tf.function
        def train_step(scale: tf.Tensor) -> None:
            with tf.GradientTape() as tape:
                loss = tf.reduce_sum(used * used * scale) + tf.reduce_sum(tf.stop_gradient(cut))
            gradients = tape.gradient(loss, [used, cut, unused])
            recorder.record(gradients, loss=loss)
            used.assign_sub(0.01 * tf.where(tf.math.is_finite(gradients[0]), gradients[0], 0.0))

        for step in range(steps):
            train_step(tf.constant(float("nan") if step >= _SICK_FROM else 1.0 + step))
            if step % 5 == 4:
                recorder.flush()
    (path,) = set(folder.glob("*")) - before
    return path
