"""Generates gradient_health_pb2.py and its .pyi from gradient_health.proto.

grpcio-tools 1.62.3 is the newest whose output every protobuf from 3.20 on
imports. It lives in a virtual environment of its own, because it wants an
older protobuf than TensorFlow does, and it needs a Python up to 3.12.
"""

from __future__ import annotations

import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCHEMA = pathlib.PurePosixPath("tb_gradplugin/schema")
GENERATED = ("gradient_health_pb2.py", "gradient_health_pb2.pyi")

GENERATOR = "grpcio-tools==1.62.3"
"""What the committed files come from."""
RECENT_GENERATOR = "grpcio-tools>=1.66.2"
"""Has wheels for Python 3.13: good for comparing descriptors, not for generating."""


class ProtocError(RuntimeError):
    """There is no Python for the generator, or it failed."""


def old_python() -> str | None:
    """A Python that `GENERATOR` has wheels for, or None."""
    if sys.version_info < (3, 13):
        return sys.executable
    for version in ("3.12", "3.11", "3.10"):
        found = shutil.which(f"python{version}")
        if found and _succeeds(found, "-c", "import venv, ensurepip"):
            return found
    return None


def install(requirement: str, python: str) -> str:
    """Installs a generator, unless that has been done, and returns its Python.

    Raises:
      ProtocError: pip fails.
    """
    name = "".join(c if c.isalnum() or c in ".-" else "_" for c in requirement)
    folder = ROOT / "build" / name
    executable = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if _succeeds(executable, "-c", "import grpc_tools.protoc"):
        return str(executable)
    _run(python, "-m", "venv", "--clear", folder)
    # The generator imports pkg_resources, which setuptools 82 dropped.
    _run(executable, "-m", "pip", "install", "--quiet", requirement, "setuptools<82")
    return str(executable)


def compile_to(folder: pathlib.Path, python: str) -> None:
    """Writes both generated files below `folder`, at their place in the package.

    Raises:
      ProtocError: the generator fails.
    """
    _run(
        *(python, "-m", "grpc_tools.protoc", f"--proto_path={ROOT}"),
        *(f"--python_out={folder}", f"--pyi_out={folder}"),
        SCHEMA / "gradient_health.proto",
    )


def descriptor_set(path: pathlib.Path, python: str) -> None:
    """Writes a serialized FileDescriptorSet of the .proto to `path`.

    Raises:
      ProtocError: the compiler fails.
    """
    _run(
        *(python, "-m", "grpc_tools.protoc", f"--proto_path={ROOT}"),
        *(f"--descriptor_set_out={path}", SCHEMA / "gradient_health.proto"),
    )


def _succeeds(*command: object) -> bool:
    try:
        return subprocess.run([str(c) for c in command], capture_output=True).returncode == 0
    except OSError:
        return False


def _run(*command: object) -> None:
    done = subprocess.run([str(c) for c in command], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise ProtocError(f"{' '.join(map(str, command))} must succeed. Received: {done.stderr}")


if __name__ == "__main__":
    chosen = old_python()
    if chosen is None:
        sys.exit(f"{GENERATOR} must have a Python from 3.10 to 3.12 on PATH.")
    compile_to(ROOT, install(GENERATOR, chosen))
