"""The archives of the distribution, built once from a copy of the repository as a clone has it."""

import dataclasses
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile

import filelock
import pytest

from tests import shared_folders

NODE = ("node", "nodejs", "npm", "npx", "corepack")
# The safe way, where Python knows it; the oldest ones of 3.10 and 3.11 do not.
EXTRACTION = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
NOWHERE = "http://127.0.0.1:9/"


@dataclasses.dataclass(frozen=True)
class Archives:
    """Where each lies, and the unpacked source archive."""

    wheel: pathlib.Path
    sdist: pathlib.Path
    wheel_from_sdist: pathlib.Path
    unpacked: pathlib.Path


@pytest.fixture(scope="session")
def run_without_node(tmp_path_factory):
    """Runs Python with arguments where no Node.js is on PATH and npm reaches no registry.

    `npm_works=True` lets npm reach its registry.
    """
    scripts = tmp_path_factory.mktemp("bin")
    for folder in os.environ["PATH"].split(os.pathsep):
        for program in pathlib.Path(folder).glob("*"):
            link = scripts / program.name
            if program.name not in NODE and not os.path.lexists(link):
                link.symlink_to(program)

    def run(*arguments: object, npm_works: bool = False, **options) -> str:
        environment = {**os.environ, "PATH": str(scripts), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        if not npm_works:
            environment |= {"NPM_CONFIG_REGISTRY": NOWHERE, "NPM_CONFIG_FETCH_RETRIES": "0"}
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            **options,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="session")
def checkout(repository, repository_files, tmp_path_factory) -> pathlib.Path:
    """A copy of the repository, without anything that was made from it."""
    folder = tmp_path_factory.mktemp("clone") / "checkout"
    for path in repository_files:
        copy = folder / path.relative_to(repository)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    return folder


@pytest.fixture(scope="session")
def archives(checkout, run_without_node, tmp_path_factory) -> Archives:
    """A wheel and an sdist from the checkout, and a wheel from the sdist without npm.

    The workers of pytest-xdist build them once together; each unpacks the sdist for itself.
    """
    out = shared_folders.of_all_workers(tmp_path_factory) / "archives"
    built, rebuilt, done = out / "built", out / "rebuilt", out / "done"
    with filelock.FileLock(out.with_suffix(".lock")):
        if not done.exists():
            build = ("-m", "build", "--outdir", built)
            run_without_node(*build, "--wheel", checkout, npm_works=True)
            run_without_node(*build, "--sdist", checkout)
            (sdist,) = built.glob("*.tar.gz")
            run_without_node("-m", "pip", "wheel", "--no-deps", "--wheel-dir", rebuilt, sdist)
            done.touch()
    (wheel,), (sdist,) = built.glob("*.whl"), built.glob("*.tar.gz")
    (wheel_from_sdist,) = rebuilt.glob("*.whl")
    unpacked = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(unpacked, **EXTRACTION)
    (folder,) = unpacked.iterdir()
    return Archives(wheel, sdist, wheel_from_sdist, folder)
