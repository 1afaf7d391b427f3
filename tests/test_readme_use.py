"""The lines of the README on recording, reading and asking why run as they stand."""

import pathlib
import re
import subprocess
import sys

import pytest

USE, WHY = "## Use it", "### Why is it None?"

BEFORE = """
import keras
import numpy as np
import tensorflow as tf

import tb_gradplugin as tbg

random = np.random.default_rng(0)
x, y = random.normal(size=[64, 4]).astype("float32"), random.integers(0, 3, size=64)
model = keras.Sequential([keras.Input([4]), keras.layers.Dense(3)])
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
optimizer = keras.optimizers.SGD(0.1)
model.compile(optimizer, loss_fn)
"""

# The block of the loop ends where its loop would begin.
LOOP = """
    for _ in range(3):
        train_step(x, y)
"""

SUMMARY = """
with tf.summary.create_file_writer("logs/run1").as_default():
    variables = [v.value for v in model.trainable_variables]
    for step in range(3):
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x))
        gradients = tape.gradient(loss, variables)
        {line}
"""

AFTER = """
assert len(log.steps) == len(norms) == {steps}
assert (norms > 0).all()
"""


@pytest.fixture(scope="module")
def readme(repository):
    return (repository / "README.md").read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """From one heading to the next of any level."""
    return re.split(r"^##+ ", text.partition(heading + "\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def blocks(text: str, kind: str) -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [content for of_kind, content in found if of_kind == kind]


def run(program: str, folder: pathlib.Path) -> str:
    """What a program printed."""
    (folder / "train.py").write_text(program, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "train.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_keras_is_recorded_by_its_one_line_and_read_back_by_two(readme, tmp_path):
    fit, _, read = blocks(section(readme, USE), "python")
    run(BEFORE + fit + read + AFTER.format(steps=2), tmp_path)


def test_a_loop_is_recorded_as_the_readme_shows(readme, tmp_path):
    _, loop, read = blocks(section(readme, USE), "python")
    run(BEFORE + loop + LOOP + read + AFTER.format(steps=3), tmp_path)


def test_gradients_are_written_in_the_style_of_summaries_as_the_readme_shows(readme, tmp_path):
    *_, read = blocks(section(readme, USE), "python")
    (line,) = re.findall(r"`(tbg\.summary\.gradients\(.*?\))`", section(readme, USE))
    run(BEFORE + SUMMARY.format(line=line) + read + AFTER.format(steps=3), tmp_path)


def test_why_a_gradient_is_none_is_said_as_the_readme_shows(readme, tmp_path):
    (program,), (shown,) = (blocks(section(readme, WHY), kind) for kind in ("python", ""))
    of_any_version = re.compile(r"\+ \d+ framework frames?")
    said = run(program, tmp_path)
    assert of_any_version.sub("", said) == of_any_version.sub("", shown)


def test_the_command_explains_the_code_that_the_readme_names(readme):
    found = re.findall(r"`tb-gradplugin (explain(?: \w+)?)`", section(readme, WHY))
    assert found == ["explain", "explain GN102"]
    command = [sys.executable, "-c", "from tb_gradplugin.cli.main import main; main()"]
    for words in found:
        done = subprocess.run(
            [*command, *words.split()], capture_output=True, text=True, encoding="utf-8", check=True
        )
        assert "GN102" in done.stdout
