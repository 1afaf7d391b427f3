"""Bundles the TypeScript sources of the tab into the package, where that is needed.

A bundle is current when the digests in its stamp are those of the sources and
of the files that were made from them. A tree without the sources takes the
bundle that it has.

Run as a program it bundles the tab; with arguments, such as `run check`, it
hands them to npm.
"""

from __future__ import annotations

import hashlib
import json
import pathlib
import sys
from collections.abc import Iterator

import node

ROOT = pathlib.Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
STATIC = ROOT / "tb_gradplugin" / "backend" / "static"
ENTRY = STATIC / "index.js"
STAMP = STATIC / "bundle.json"

# What npm installs and what unit tests leave behind are no sources.
_NOT_SOURCES = frozenset({"node_modules", "dist", "coverage"})


class BundleError(RuntimeError):
    """The tab could not be bundled."""


def requirements() -> list[str]:
    """What a build needs beside setuptools: Node.js, or nothing."""
    return [] if is_current() else [node.REQUIREMENT]


def ensure() -> None:
    """Bundles the tab unless the bundle is current.

    Raises:
      BundleError: the sources are missing, or the build leaves no entry module.
      NodeError: there is no Node.js, or npm fails.
    """
    if is_current():
        return
    if not _has_sources():
        raise BundleError("frontend/package.json must exist, or the tab must be bundled already.")
    install_packages()
    node.find().run_npm(FRONTEND, "run", "build")
    if not ENTRY.is_file():
        raise BundleError(f"`npm run build` must leave {ENTRY.relative_to(ROOT)} behind.")
    STAMP.write_text(json.dumps(_digests(), indent=1, sort_keys=True) + "\n")


def is_current() -> bool:
    """Whether there is a bundle, made from the sources beside it if there are any."""
    if not ENTRY.is_file() or not STAMP.is_file():
        return False
    return not _has_sources() or json.loads(STAMP.read_text()) == _digests()


def install_packages() -> None:
    """Installs what package-lock.json names, unless that has been done."""
    lock, installed = FRONTEND / "package-lock.json", FRONTEND / "node_modules/.package-lock.json"
    if installed.is_file() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    node.find().run_npm(FRONTEND, "ci", "--ignore-scripts", "--no-audit", "--no-fund")


def _has_sources() -> bool:
    return (FRONTEND / "package.json").is_file()


def _digests() -> dict[str, object]:
    sources = hashlib.sha256()
    for path in sorted(_files(FRONTEND)):
        sources.update(f"{path.relative_to(FRONTEND).as_posix()}\0{_digest(path)}\n".encode())
    outputs = {
        path.relative_to(STATIC).as_posix(): _digest(path)
        for path in _files(STATIC)
        if path != STAMP
    }
    return {"sources": sources.hexdigest(), "outputs": outputs}


def _files(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name in _NOT_SOURCES:
            continue
        if path.is_dir():
            yield from _files(path)
        else:
            yield path


def _digest(path: pathlib.Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    try:
        if sys.argv[1:]:
            install_packages()
            node.find().run_npm(FRONTEND, *sys.argv[1:])
        else:
            ensure()
    except (BundleError, node.NodeError) as error:
        sys.exit(str(error))
