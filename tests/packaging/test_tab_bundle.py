"""The tab is bundled when its sources or the bundle changed, and only then."""

import shutil
import subprocess
import sys

import pytest


@pytest.fixture
def tree(archives, tmp_path):
    """A source tree whose bundle is current."""
    return shutil.copytree(archives.unpacked, tmp_path / "tree")


def is_current(tree) -> bool:
    program = "import sys, tab_bundle; sys.exit(not tab_bundle.is_current())"
    folder = tree / "build_backend"
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, check=False)
    return done.returncode == 0


def test_a_bundle_beside_the_sources_that_it_was_made_from_is_current(tree):
    assert is_current(tree)


def test_a_bundle_without_sources_is_current(tree):
    shutil.rmtree(tree / "frontend")
    assert is_current(tree)


@pytest.mark.parametrize("name", ["src/index.ts", "package.json", "package-lock.json"])
def test_a_changed_source_makes_it_outdated(tree, name):
    with (tree / "frontend" / name).open("a") as source:
        source.write("\n")
    assert not is_current(tree)


def test_a_renamed_source_makes_it_outdated(tree):
    (tree / "frontend/src/index.ts").rename(tree / "frontend/src/indices.ts")
    assert not is_current(tree)


def test_what_npm_installs_does_not_make_it_outdated(tree):
    (tree / "frontend/node_modules/lit").mkdir(parents=True)
    (tree / "frontend/node_modules/lit/index.js").write_text("export {}")
    assert is_current(tree)


@pytest.mark.parametrize("name", ["index.js", "bundle.json"])
def test_a_missing_or_changed_file_of_the_bundle_makes_it_outdated(tree, name):
    path = tree / "tb_gradplugin/backend/static" / name
    content = path.read_text()
    path.write_text(content.replace("e", "E"))
    assert not is_current(tree)
    path.unlink()
    assert not is_current(tree)


def test_without_sources_and_without_bundle_a_build_says_what_is_missing(tree):
    shutil.rmtree(tree / "frontend")
    shutil.rmtree(tree / "tb_gradplugin/backend/static")
    done = subprocess.run(
        [sys.executable, tree / "build_backend/tab_bundle.py"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "frontend/package.json must exist" in done.stderr
    assert "Traceback" not in done.stderr
