"""Imports point down only, and the light parts of the package stay light."""

import pathlib
import subprocess
import sys

import pytest

from tests import layering

PACKAGE = layering.PACKAGE
WITHOUT_TENSORFLOW = ("cli", "backend", "diagnosis", "health", "messages", "schema")


def test_imports_of_the_package_point_down(repository):
    assert layering.violations(repository / PACKAGE) == []


def test_every_folder_of_the_table_that_exists_was_read(repository):
    folders = {path.parent.name for path in (repository / PACKAGE).glob("*/*.py")}
    assert folders <= {folder for row in layering.ROWS for folder in row}
    assert {"schema", "health", "recording", "backend", "cli"} <= folders
    inside = {path.parent.name for path in (repository / PACKAGE / "capture").glob("*/*.py")}
    assert inside == {folder for row in layering.ROWS_OF_CAPTURE for folder in row} - {
        layering.ROOT
    }


@pytest.fixture
def planted(tmp_path: pathlib.Path):
    """Writes one module of a made-up package and returns what the checker says of it."""

    def plant(name: str, source: str) -> list[str]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
        return layering.violations(tmp_path)

    return plant


@pytest.mark.parametrize(
    ("name", "source", "problem"),
    [
        (
            "schema/tags.py",
            "from tb_gradplugin.health import status",
            "schema/tags.py:1: schema imports tb_gradplugin.health.status, which lies above it",
        ),
        (
            "backend/plugin.py",
            "import tb_gradplugin.recording.ring",
            (
                "backend/plugin.py:1: backend imports tb_gradplugin.recording.ring, "
                "which lies beside it"
            ),
        ),
        (
            "health/status.py",
            "from tb_gradplugin import diagnosis",
            "health/status.py:1: health imports tb_gradplugin.diagnosis, which lies beside it",
        ),
        (
            "recording/deep/er.py",
            "def record():\n  from ...cli import main",
            "recording/deep/er.py:2: recording imports tb_gradplugin.cli.main, which lies above it",
        ),
        (
            "capture/trace.py",
            "from .. import explain",
            "capture/trace.py:1: capture imports tb_gradplugin.explain, which lies above it",
        ),
        (
            "explain.py",
            "import importlib\nimportlib.import_module('tb_gradplugin.backend.plugin')",
            (
                "explain.py:2: (package root) imports tb_gradplugin.backend.plugin, "
                "which lies above it"
            ),
        ),
        (
            "schema/tags.py",
            "import tb_gradplugin",
            "schema/tags.py:1: schema imports tb_gradplugin, which lies above it",
        ),
        (
            "schema/tags.py",
            "if TYPE_CHECKING:\n  from tb_gradplugin.backend import plugin",
            "schema/tags.py:2: schema imports tb_gradplugin.backend.plugin, which lies above it",
        ),
        (
            "backend/plugin.py",
            "def f():\n  try:\n    import tensorflow as tf\n  except ImportError:\n    pass",
            "backend/plugin.py:3: backend imports tensorflow, which only recording and capture may",
        ),
        (
            "health/status.py",
            "from keras.src import backend",
            "health/status.py:1: health imports keras, which only recording and capture may",
        ),
        (
            "recording/recorder.py",
            "from tensorboard.compat.proto import event_pb2",
            (
                "recording/recorder.py:1: recording imports tensorboard, "
                "which only backend and cli may"
            ),
        ),
        (
            "__init__.py",
            "__import__('werkzeug')",
            "__init__.py:1: (package root) imports werkzeug, which only backend and cli may",
        ),
        ("extras/odd.py", "", "extras/odd.py: the folder extras is in no row"),
        (
            "capture/ops/probes.py",
            "from tb_gradplugin.capture.observing import patches",
            (
                "capture/ops/probes.py:1: capture: ops imports "
                "tb_gradplugin.capture.observing.patches, which lies above it"
            ),
        ),
        (
            "capture/graphs/graph_trace.py",
            "from tb_gradplugin.capture import eager_run",
            (
                "capture/graphs/graph_trace.py:1: capture: graphs imports "
                "tb_gradplugin.capture.eager_run, which lies above it"
            ),
        ),
        (
            "capture/state/held_state.py",
            "from ..unread_variables import siblings",
            (
                "capture/state/held_state.py:1: capture: state imports "
                "tb_gradplugin.capture.unread_variables.siblings, which lies beside it"
            ),
        ),
    ],
)
def test_a_planted_violation_is_found(planted, name, source, problem):
    assert planted(name, source) == [problem]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("cli/check.py", "from tb_gradplugin.backend import queries\nimport tensorboard"),
        ("backend/plugin.py", "from tb_gradplugin import __version__\nimport werkzeug"),
        (
            "backend/deep/er.py",
            "from ..loader import Loader\nfrom tb_gradplugin.schema import tags",
        ),
        (
            "recording/recorder.py",
            "import tensorflow as tf\nfrom tb_gradplugin.capture import trace",
        ),
        ("capture/eager_run.py", "from tb_gradplugin.capture.observing import patches"),
        ("capture/state/held_state.py", "from tb_gradplugin.schema import tags"),
        ("check.py", "from tb_gradplugin import explain\nfrom tb_gradplugin.capture import trace"),
        ("__init__.py", "if TYPE_CHECKING:\n  from tb_gradplugin.recording import recorder"),
        (
            "diagnosis/cut.py",
            "import tensorflow_free_library\nfrom tb_gradplugin.messages import m",
        ),
    ],
)
def test_an_import_that_points_down_is_allowed(planted, name, source):
    assert planted(name, source) == []


def test_importing_the_package_loads_no_library():
    loaded = _loaded_after(f"import {PACKAGE}; {PACKAGE}.__version__; dir({PACKAGE})")
    heavy = {"tensorflow", "keras", "tensorboard", "werkzeug", "numpy", "google.protobuf"}
    assert not heavy & loaded


def test_the_loader_loads_neither_tensorflow_nor_the_rest_of_the_backend():
    loaded = _loaded_after(
        "import tensorboard.plugins.base_plugin, tensorboard.util.tb_logging, sys;"
        "before = set(sys.modules);"
        f"import {PACKAGE}.backend.loader"
    )
    assert "tensorflow" not in loaded
    assert {name for name in loaded if name.startswith(f"{PACKAGE}.backend.")} == {
        f"{PACKAGE}.backend.loader"
    }


def test_what_shows_gradients_imports_where_tensorflow_cannot(repository):
    package = repository / PACKAGE
    modules = [
        ".".join((PACKAGE, *path.relative_to(package).with_suffix("").parts))
        for folder in WITHOUT_TENSORFLOW
        for path in sorted((package / folder).rglob("*.py"))
    ]
    modules = [module.removesuffix(".__init__") for module in modules]
    assert len(modules) > 10
    blocked = "import sys; sys.modules.update(tensorflow=None, keras=None, tf_keras=None);"
    _loaded_after(blocked + f"import {', '.join(modules)}")


def _loaded_after(code: str) -> set[str]:
    program = f"{code}\nimport sys; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())
