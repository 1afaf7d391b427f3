"""What the demo says where something that it needs is missing."""

import subprocess
import sys

import pytest

from tests.demo_runs import RUN_PY

WITHOUT = """
import runpy, sys
sys.modules[{module!r}] = None
sys.path.insert(0, {folder!r})
sys.argv = ["run.py"]
runpy.run_path({script!r}, run_name="__main__")
"""


@pytest.mark.parametrize(
    ("module", "command"),
    [
        ("sklearn", "pip install scikit-learn"),
        ("tensorflow", "pip install tensorflow"),
        ("tb_gradplugin", "pip install ."),
    ],
)
def test_a_missing_library_is_named_with_the_command_that_installs_it(module, command):
    program = WITHOUT.format(module=module, folder=str(RUN_PY.parent), script=str(RUN_PY))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"The demo needs the module {module}. To install it: {command}")
    assert len(done.stderr.splitlines()) == 1
