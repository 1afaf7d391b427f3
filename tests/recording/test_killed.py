"""A killed process loses at most what came after the last flush."""

import subprocess
import sys
import textwrap

import pytest

import tb_gradplugin as tbg

TRAINING = """
    import sys
    import tensorflow as tf
    import tb_gradplugin as tbg
    variable = tf.Variable([1.0, 2.0], name="w")
    recorder = tbg.GradientRecorder(sys.argv[1], [variable], every=1, max_rows=None)
    step = tf.function(lambda: recorder.record([variable * 2]))
    for number in range(100_000):
        step()
        if number % 3 == 0:
            recorder.flush()
            print(number, flush=True)
"""


@pytest.mark.parametrize("flushes", [1, 40])
def test_every_flushed_row_of_a_killed_training_is_there(tmp_path, flushes):
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(TRAINING), str(tmp_path / "run")],
        stdout=subprocess.PIPE,
        text=True,
    ) as training:
        for _ in range(flushes):
            flushed = int(training.stdout.readline())
        training.kill()
        training.wait(timeout=60)
    log = tbg.read(tmp_path / "run")
    assert log.steps.tolist() == list(range(len(log.steps)))
    assert len(log.steps) > flushed
