"""In CI a test that would be skipped fails instead."""

import os
import re
import shutil
import subprocess
import sys

import pytest

PROGRAM = """
import pytest

def test_that_runs():
    pass

def test_without_a_browser():
    pytest.skip("There is no browser.")

@pytest.mark.skipif(True, reason="marked")
def test_marked():
    pass

@pytest.mark.xfail(strict=True)
def test_known_to_fail():
    assert False
"""


@pytest.mark.parametrize(
    ("ci", "outcome"),
    [
        ("true", "1 failed, 1 passed, 1 xfailed, 2 errors"),
        ("1", "1 failed, 1 passed, 1 xfailed, 2 errors"),
        ("", "1 passed, 3 skipped, 1 xfailed"),
        ("false", "1 passed, 3 skipped, 1 xfailed"),
    ],
)
def test_a_skip_is_a_failure_in_ci_only(tmp_path, repository, ci, outcome):
    shutil.copy(repository / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_some.py").write_text(PROGRAM)
    (tmp_path / "test_module.py").write_text("import pytest\npytest.importorskip('no_such_module')")
    options = ("-p", "no:cacheprovider", "--continue-on-collection-errors")
    # A worker would load TensorFlow first, which these tests have no use for.
    environment = {k: v for k, v in os.environ.items() if k != "PYTEST_XDIST_WORKER"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options],
        cwd=tmp_path,
        env={**environment, "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )
    assert re.sub(r" in .*", "", done.stdout.splitlines()[-1]).strip("= ") == outcome
    if ci in ("1", "true"):
        assert "There is no browser.\nIn CI nothing may be skipped." in done.stdout
        assert "could not import 'no_such_module'" in done.stdout
