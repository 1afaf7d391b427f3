"""Whose a Python source file is: the user's, an installed library's, or a framework's."""

from __future__ import annotations

import enum
import functools
import os
import pathlib
import sys
import sysconfig

_FRAMEWORKS = ("tensorflow", "keras", "tf_keras", "numpy", "tensorboard")
_INSTALLED_FOLDERS = frozenset({"site-packages", "dist-packages"})
_GENERATED = ("<frozen ", "<__array_function__", "<attrs generated", "<decorator-gen")
_AUTOGRAPH = "__autograph_generated_file"


class Owner(enum.Enum):
    """Who wrote a file."""

    USER = "user"
    INSTALLED = "installed"
    """A library that is no framework; or the user's program, where it is itself installed."""
    FRAMEWORK = "framework"
    """TensorFlow, Keras, NumPy, TensorBoard, Python's own library, and this package."""
    AUTOGRAPH = "autograph"
    """Written by TensorFlow from a function of somebody else's."""


@functools.cache
def owner(file: str) -> Owner:
    """Who wrote `file`, by its place. Text that was typed in (`<stdin>`) is the user's."""
    if file.startswith("<"):
        return Owner.FRAMEWORK if file.startswith(_GENERATED) else Owner.USER
    if _AUTOGRAPH in file:
        return Owner.AUTOGRAPH
    path = _absolute(file)
    folders = _framework_folders()
    if path.startswith(folders) or os.path.realpath(path).startswith(folders):
        return Owner.FRAMEWORK
    if not _INSTALLED_FOLDERS.isdisjoint(path.split(os.sep)):
        # The name of the folder tells where a framework that is not loaded yet would lie.
        package = path.rpartition("-packages" + os.sep)[2].split(os.sep)[0]
        return Owner.FRAMEWORK if package in _FRAMEWORKS else Owner.INSTALLED
    return Owner.FRAMEWORK if path.startswith(_library_folders()) else Owner.USER


@functools.cache
def is_own_or_pythons(file: str) -> bool:
    """Whether `file` belongs to this package, or to Python's own library."""
    if file.startswith("<frozen "):
        return True
    path = _absolute(file)
    if path.startswith(str(pathlib.Path(__file__).parents[2]) + os.sep):
        return True
    is_installed = not _INSTALLED_FOLDERS.isdisjoint(path.split(os.sep))
    return path.startswith(_library_folders()) and not is_installed


@functools.cache
def shown_path(file: str, folder: str) -> str:
    """`file` as a reader in the working folder `folder` finds it shortest."""
    if file.startswith("<"):
        return file
    path = _absolute(file)
    return os.path.relpath(path, folder) if path.startswith(folder + os.sep) else path


def working_folder() -> str:
    """The working folder, empty where it has been deleted."""
    try:
        return os.getcwd()
    except FileNotFoundError:
        return ""


def _absolute(file: str) -> str:
    try:
        return os.path.abspath(file)
    except FileNotFoundError:
        return file


@functools.lru_cache(maxsize=1)
def _framework_folders() -> tuple[str, ...]:
    files = [str(pathlib.Path(__file__).parents[2] / "__init__.py")]
    for name in _FRAMEWORKS:
        # Looked up among what is loaded: Keras takes long to import, and may not be there.
        module = sys.modules.get(name)
        file = getattr(module, "__file__", None)
        if file and os.path.basename(file).startswith("__init__."):
            files.append(file)
    folders = {os.path.dirname(os.path.abspath(file)) for file in files if file}
    # TensorFlow loads part of itself from below its API folder, which may be linked.
    folders |= {os.path.realpath(folder) for folder in folders}
    return tuple(folder + os.sep for folder in sorted(folders))


@functools.lru_cache(maxsize=1)
def _library_folders() -> tuple[str, ...]:
    paths = sysconfig.get_paths()
    folders = {paths["stdlib"], paths["platstdlib"], os.path.dirname(os.__file__)}
    folders |= {os.path.realpath(folder) for folder in folders}
    return tuple(folder + os.sep for folder in sorted(folders))
