"""What was installed works: from the wheel, and in place from a clone."""

import pathlib
import shutil
import subprocess
import venv

import pytest

import tb_gradplugin


@pytest.fixture(scope="session")
def installed(archives, run_without_node, tmp_path_factory) -> pathlib.Path:
    """A folder with the wheel from the sdist in it; libraries come from this environment."""
    folder = tmp_path_factory.mktemp("installed")
    run_without_node(
        *("-m", "pip", "install", "--no-deps", "--no-index", "--target", folder),
        archives.wheel_from_sdist,
    )
    return folder


def test_the_loader_imports_from_the_wheel(installed, run_without_node):
    printed = run_without_node(
        "-c",
        f"import sys; sys.path.insert(0, {str(installed)!r})\n"
        "import tb_gradplugin.backend.loader as loader; print(loader.__file__)",
    )
    assert printed.strip() == str(installed / "tb_gradplugin" / "backend" / "loader.py")


def test_tensorboard_finds_the_loader_of_the_wheel(installed, run_without_node):
    printed = run_without_node(
        "-c",
        f"import sys; sys.path.insert(0, {str(installed)!r})\n"
        "from importlib import metadata\n"
        "from tensorboard.plugins import base_plugin\n"
        f"(found,) = metadata.distributions(name='tb-gradplugin', path=[{str(installed)!r}])\n"
        "(entry,) = found.entry_points.select(group='tensorboard_plugins')\n"
        "loader = entry.load()\n"
        "print(issubclass(loader, base_plugin.TBLoader), loader.__module__)\n",
    )
    assert printed.split() == ["True", "tb_gradplugin.backend.loader"]


def test_the_tab_lies_where_the_loader_does(installed):
    static = installed / "tb_gradplugin" / "backend" / "static"
    assert (static / "index.js").stat().st_size > 1000


def test_an_editable_install_works_without_node(archives, tmp_path, run_without_node):
    clone = shutil.copytree(archives.unpacked, tmp_path / "clone")
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    run_without_node(
        *("-m", "pip", "--python", python, "install", "--no-deps", "--editable", clone)
    )
    done = subprocess.run(
        [environment / "bin" / "tb-gradplugin", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"tb-gradplugin {tb_gradplugin.__version__}\n"
    home = subprocess.run(
        [python, "-c", "import tb_gradplugin; print(tb_gradplugin.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert home.stdout.strip() == str(clone / "tb_gradplugin" / "__init__.py")
