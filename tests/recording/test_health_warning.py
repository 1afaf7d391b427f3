"""Where a warning points: at the line of the program that leads to it, never into this package."""

import subprocess
import sys
import warnings

import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tests.recording import keras_models


def caught(training):
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        training()
    return [one for one in found if issubclass(one.category, tbg.GradientHealthWarning)]


def source_of(warning):
    with open(warning.filename, encoding="utf-8") as file:
        return file.read().splitlines()[warning.lineno - 1].strip()


@pytest.mark.filterwarnings("ignore:Gradients do not exist:UserWarning")
def test_of_a_fit_at_the_line_that_calls_it(tmp_path):
    model = keras_models.with_unused_head()

    def training():
        model.fit(keras_models.X, keras_models.Y, callbacks=[tbg.GradientHealth(tmp_path)])

    (warning,) = caught(training)
    assert warning.filename == __file__
    assert source_of(warning).startswith("model.fit(keras_models.X, keras_models.Y, ")


def test_of_a_loop_at_the_line_that_records(tmp_path):
    variable = tf.Variable(1.0)
    recorder = tbg.GradientRecorder(tmp_path, [variable])

    def training():
        with tf.GradientTape() as tape:
            loss = tf.round(variable)
        recorder.record([tape.gradient(loss, variable)], loss=loss)

    (warning, *_) = caught(training)
    recorder.close()
    assert source_of(warning) == "recorder.record([tape.gradient(loss, variable)], loss=loss)"


def test_its_category_loads_neither_tensorflow_nor_keras():
    program = (
        "import sys, tb_gradplugin as tbg; tbg.GradientHealthWarning; "
        "sys.exit('tensorflow' in sys.modules or 'keras' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_program_that_was_typed_in_is_named_as_python_names_it(tmp_path):
    program = (
        "import keras, numpy as np, tb_gradplugin as tbg\n"
        "d = keras.layers.Dense(1); d.build([None, 2])\n"
        "class Net(keras.Model):\n"
        "    def __init__(self): super().__init__(); self.a = keras.layers.Dense(1); self.d = d\n"
        "    def call(self, x): return self.a(x)\n"
        "m = Net(); m.compile('sgd', 'mse')\n"
        "x = np.ones([8, 2], 'float32')\n"
        f"m.fit(x, x[:, :1], verbose=0, callbacks=[tbg.GradientHealth({str(tmp_path)!r})])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "<string>:8: GradientHealthWarning: tb_gradplugin: GN104" in done.stderr
