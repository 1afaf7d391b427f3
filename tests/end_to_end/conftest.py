"""Real TensorBoard processes over real logs; those over common runs serve a whole session."""

import contextlib
import pathlib
import shutil
from collections.abc import Callable, Iterator

import numpy as np
import pytest

import tb_gradplugin
from tests import event_logs
from tests.end_to_end import logs
from tests.end_to_end.servers import MODES, TensorBoard, data_server_is_available

Start = Callable[..., TensorBoard]


@contextlib.contextmanager
def _starting() -> Iterator[Start]:
    started: list[TensorBoard] = []

    def start(logdir: pathlib.Path, *arguments: str, **options) -> TensorBoard:
        if options.get("mode", "data_server") == "data_server" and not data_server_is_available():
            pytest.skip("There is no tensorboard-data-server for this platform.")
        started.append(TensorBoard(logdir, *arguments, **options))
        return started[-1]

    yield start
    for server in started:
        server.close()


@pytest.fixture(scope="module")
def start_tensorboard() -> Iterator[Start]:
    """Starts servers, as `TensorBoard(...)` does, and ends them with the tests of a file.

    Each looks for new data once a second, for as long as it runs.
    """
    with _starting() as start:
        yield start


@pytest.fixture(scope="session")
def start_for_all() -> Iterator[Start]:
    """Starts servers that the tests of all files share."""
    with _starting() as start:
        yield start


@pytest.fixture(scope="session", params=sorted(MODES))
def mode(request) -> str:
    """Each way in which TensorBoard reads logs, one after the other."""
    return request.param


@pytest.fixture(scope="session")
def logdir(tmp_path_factory) -> pathlib.Path:
    """The runs of `tests.end_to_end.logs`."""
    folder = tmp_path_factory.mktemp("logs")
    logs.write(folder)
    return folder


@pytest.fixture(scope="session")
def server(start_for_all, logdir, mode) -> TensorBoard:
    """A server over `logdir` that has read all of it."""
    server = start_for_all(logdir, mode=mode)
    server.wait_for_runs(**logs.LAST_STEPS)
    return server


@pytest.fixture(scope="session")
def without_tensorflow(tmp_path_factory) -> pathlib.Path:
    """A folder for `python_path` in which `import tensorflow` fails."""
    folder = tmp_path_factory.mktemp("without_tensorflow")
    (folder / "tensorflow").mkdir()
    (folder / "tensorflow" / "__init__.py").write_text(
        'raise ImportError("TensorFlow is not installed here.")\n'
    )
    return folder


@pytest.fixture
def copied_package(tmp_path, without_tensorflow) -> pathlib.Path:
    """A folder for `python_path` with a copy of the package to be changed, and an empty tab."""
    folder = tmp_path / "packages"
    shutil.copytree(without_tensorflow, folder)
    package = pathlib.Path(tb_gradplugin.__file__).parent
    ignored = shutil.ignore_patterns("static", "__pycache__")
    copy = shutil.copytree(package, folder / package.name, ignore=ignored)
    (copy / "backend" / "static").mkdir()
    (copy / "backend" / "static" / "index.js").touch()
    return folder


@pytest.fixture
def one_run(tmp_path) -> pathlib.Path:
    """A folder with the run "run": 50 steps of two variables."""
    logdir = tmp_path / "logs"
    vectors = {name: np.ones((50, 2), np.float32) for name in ("l2_norm", "mean")}
    vectors["state"] = np.ones((50, 2), np.uint8)
    event_logs.write_run(logdir / "run", logs.A, ["a", "b"], range(50), vectors)
    return logdir
