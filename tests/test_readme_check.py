"""The test that the README shows, run as it stands."""

import re
import subprocess
import sys

import pytest

TRAIN = """
import keras
import tensorflow as tf


def compiled_model():
    model = keras.Sequential(
        [
            keras.Input((8,)),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Lambda(lambda x: {between}),
            keras.layers.Dense(3),
        ]
    )
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model
"""


@pytest.fixture
def run(repository, tmp_path):
    """Runs the test of the README beside a model; returns what pytest printed, and its code."""
    readme = (repository / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"### In a test\n.*?```python\n(.*?)```", readme, re.DOTALL)

    def run(between):
        (tmp_path / "train.py").write_text(TRAIN.format(between=between))
        (tmp_path / "test_gradients.py").write_text(block)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "test_gradients.py"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout, done.returncode

    return run


def test_the_test_of_the_readme_passes_with_a_sound_model(run):
    printed, code = run("x * 2.0")
    assert (code, "1 passed" in printed) == (0, True)


def test_the_test_of_the_readme_fails_with_a_cut_and_shows_its_line(run):
    printed, code = run("tf.round(x)")
    assert (code, "1 failed" in printed) == (1, True)
    assert "GradientHealthError: Of 4 variables, 2 receive no gradient." in printed
    assert "GN102 non-differentiable-op" in printed
    assert re.search(r"where +train\.py:11 +keras\.layers\.Lambda\(lambda x: tf\.round", printed)
