"""`tb-gradplugin check` on a training that Keras ended before its first step."""

import json
import subprocess
import sys

import pytest

from tests.cli.check_logs import run

_TRAINING = """
import sys
import keras, numpy as np, tensorflow as tf
import tb_gradplugin as tbg

class Sure(keras.layers.Layer):
    def call(self, scores):
        return tf.cast(tf.argmax(scores, axis=-1), tf.float32)

model = keras.Sequential([keras.Input([4]), keras.layers.Dense(3), Sure()])
model.compile("sgd", "mse")
x, y = np.ones([8, 4], "float32"), np.ones([8], "float32")
try:
    model.fit(x, y, verbose=0, callbacks=[tbg.GradientHealth(sys.argv[1])])
except ValueError:
    pass
"""


@pytest.fixture(scope="module")
def cut_off(tmp_path_factory):
    logdir = tmp_path_factory.mktemp("logs")
    program = logdir.with_suffix(".py")
    program.write_text(_TRAINING)
    subprocess.run(
        [sys.executable, str(program), str(logdir / "cut")], capture_output=True, check=True
    )
    return logdir


def test_it_says_why_no_step_was_made(cut_off):
    done = run(cut_off)
    said = " ".join(done.stdout.split())
    assert (done.returncode, done.stderr) == (1, "")
    assert "not judged No step has been recorded yet." in said
    assert "GN102 non-differentiable-op" in said
    assert "return tf.cast(tf.argmax(scores, axis=-1), tf.float32)" in said
    assert "1 of 1 run is unhealthy. The check fails on: warning." in said


def test_programs_and_servers_are_told_too(cut_off):
    (found,) = json.loads(run(cut_off, "--format", "json").stdout)["runs"]
    assert (found["judged"], found["unhealthy"]) == (False, True)
    assert found["problem"] == "No step has been recorded yet."
    assert (found["rows"], found["first_step"], found["last_step"]) == (0, None, None)
    assert [one["code"] for one in found["findings"]] == ["GN102"]
    assert "GN102" in run(cut_off, "--format", "github").stdout
    assert '<failure message="`sequential' in run(cut_off, "--format", "junit").stdout


def test_what_is_not_looked_for_does_not_make_it_healthy(cut_off):
    done = run(cut_off, "--fail-on", "never")
    assert done.returncode == 2
    assert "1 of 1 run cannot be judged." in done.stdout
