"""Virtual environments with the built wheel in them, kept from one run to the next."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys

from tests.matrix.environments import Environment

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent
FOLDER = REPOSITORY / "build" / "matrix"
"""Where environments, wheels and results lie; git ignores it, and `make clean` removes it."""

SHOWN = ("tensorflow", "keras", "tensorboard", "protobuf", "numpy")
"""Distributions whose versions are reported."""

_LAST_LINES = 8

_PROBE = """
import importlib.metadata, json, platform, sys
import tb_gradplugin
found = {"python": platform.python_version(), "package": tb_gradplugin.__file__}
for name in sys.argv[1:]:
    try:
        found[name] = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        found[name] = ""
print(json.dumps(found))
"""


class InstallationError(RuntimeError):
    """There is no such Python, or pip cannot install what is asked for."""


@dataclasses.dataclass(frozen=True)
class Installed:
    """An environment that is ready.

    Attributes:
      python: its executable.
      versions: of Python and of `SHOWN`; empty for what is not installed.
    """

    python: pathlib.Path
    versions: dict[str, str]


def build_wheel(folder: pathlib.Path) -> pathlib.Path:
    """Builds the wheel of this checkout in an empty folder.

    Raises:
      InstallationError: it cannot be built.
    """
    _run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, REPOSITORY)
    (wheel,) = folder.glob("*.whl")
    return wheel


def copy_tests(environment: Environment) -> pathlib.Path:
    """A copy of the tests and of the demo, without the package: they import what is installed."""
    tree = FOLDER / environment.name / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    made = shutil.ignore_patterns("__pycache__", "logs", ".*_cache")
    for name in ("tests", "demo"):
        shutil.copytree(REPOSITORY / name, tree / name, ignore=made)
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(REPOSITORY / name, tree)
    return tree


def install(
    environment: Environment, wheel: pathlib.Path, below: pathlib.Path = FOLDER
) -> Installed:
    """Makes the environment, or brings the wheel in one that is there already up to date.

    Raises:
      InstallationError: there is no such Python, or pip fails.
    """
    folder = below / environment.name
    python = folder / "venv" / "bin" / "python"
    stamp = folder / "installed.json"
    wanted = [environment.python, *environment.requirements]
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    before = json.loads(stamp.read_text()) if stamp.is_file() else {}
    if before.get("wanted") != wanted:
        stamp.unlink(missing_ok=True)
        _run(_python(environment.python), "-m", "venv", "--clear", folder / "venv")
    if before != {"wanted": wanted, "wheel": digest}:
        install = (python, "-m", "pip", "install", "--quiet")
        package = f"tb-gradplugin{environment.extras} @ {wheel.as_uri()}"
        if before.get("wanted") == wanted:
            _run(*install, "--force-reinstall", "--no-deps", wheel)
        # The whole of it each time, since another wheel may ask for something else.
        _run(*install, package, *environment.requirements)
        stamp.write_text(json.dumps({"wanted": wanted, "wheel": digest}))
    return Installed(python, _versions(python, folder))


def environment_variables() -> dict[str, str]:
    """Those of this process, without what would bring in libraries from elsewhere."""
    foreign = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "CI", "PYTHONWARNINGS")
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**kept, "PYTHONNOUSERSITE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def has_python(version: str) -> bool:
    """Whether there is a Python of that version on PATH that runs."""
    found = shutil.which(f"python{version}")
    return (
        found is not None and not subprocess.run([found, "-c", ""], capture_output=True).returncode
    )


def _python(version: str) -> str:
    """The Python of that version on PATH.

    Raises:
      InstallationError: there is none.
    """
    if not has_python(version):
        raise InstallationError(f"There is no python{version} on PATH.")
    return f"python{version}"


def _versions(python: pathlib.Path, folder: pathlib.Path) -> dict[str, str]:
    versions = json.loads(_run(python, "-c", _PROBE, *SHOWN))
    package = pathlib.Path(versions.pop("package"))
    if not package.is_relative_to(folder):
        raise InstallationError(f"The package must come from the wheel. Received: {package}")
    return versions


def _run(*command: object) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=FOLDER,
        env=environment_variables(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        lines = [line for line in said if not line.startswith("WARNING:")][-_LAST_LINES:]
        name = pathlib.Path(str(command[0])).name
        raise InstallationError(
            "\n".join((f"`{' '.join([name, *map(str, command[1:4])])} ...` failed:", *lines))
        )
    return done.stdout
