"""What tests of every folder share."""

import gc
import importlib.util
import logging
import os
import pathlib
import shutil
import subprocess
from collections.abc import Iterator

import pytest

_MADE = (
    *(".git/", ".hypothesis/", ".venv/", "build/", "dist/", "logs/", "demo/logs/"),
    *("frontend/node_modules/", "tb_gradplugin/backend/static/", "PKG-INFO"),
)
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FIREFOXES = ("firefox-esr", "firefox")


def pytest_configure() -> None:
    """Leaves what imports make, which are no variables, out of the searches for variables.

    An explanation goes through all objects of the process; these are most of them.
    """
    if os.environ.get("PYTEST_XDIST_WORKER") and importlib.util.find_spec("tensorflow"):
        import keras  # noqa: F401 (and TensorFlow)

        gc.collect()
        gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process of tests more than there are cores: a third of their time is waiting."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def _no_search_fails() -> Iterator[None]:
    """A defect in a search that an explanation survives fails the test that meets it."""
    failures: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = failures.append
    logger = logging.getLogger("tb_gradplugin.capture.sources.contained")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield
    logger.removeHandler(handler)
    for failure in failures:
        raise AssertionError(failure.getMessage()) from failure.exc_info[1]


@pytest.fixture(scope="session")
def repository() -> pathlib.Path:
    """The folder that holds pyproject.toml."""
    return pathlib.Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def repository_files(repository: pathlib.Path) -> list[pathlib.Path]:
    """Every file that is, or may become, part of the repository; nothing that was made from it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0 and (repository / ".git").exists():
        paths = [repository / name for name in listed.stdout.split("\0") if name]
    else:
        # An unpacked source archive.
        paths = list(repository.rglob("*"))
    return sorted({path for path in paths if path.is_file() and not _is_made(path, repository)})


def _is_made(path: pathlib.Path, repository: pathlib.Path) -> bool:
    name = path.relative_to(repository).as_posix()
    return name.startswith(_MADE) or any(
        part == "__pycache__" or part.endswith((".egg-info", "_cache")) for part in name.split("/")
    )


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a browser: the one that CHROMIUM names, else the first on PATH."""
    return _browser("CHROMIUM", _CHROMIUMS)


@pytest.fixture(scope="session")
def firefox() -> str:
    """Path of another one: the one that FIREFOX names, else the first on PATH."""
    return _browser("FIREFOX", _FIREFOXES)


def _browser(variable: str, names: tuple[str, ...]) -> str:
    for name in (os.environ.get(variable), *names):
        found = shutil.which(name) if name else None
        if found:
            return found
    pytest.skip(f"There is no browser: install {names[0]}, or set {variable} to its path.")


def _nothing_may_be_skipped() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,  # noqa: ARG001  pytest passes it by name
) -> Iterator[None]:
    report = yield
    return _failed_if_skipped(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    return _failed_if_skipped(report)


def _failed_if_skipped(report):
    if report.skipped and _nothing_may_be_skipped() and not hasattr(report, "wasxfail"):
        _, _, reason = report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason}\nIn CI nothing may be skipped."
    return report
