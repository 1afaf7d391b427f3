"""The files of the tab, as the build leaves them in `static/`."""

from __future__ import annotations

import pathlib

FOLDER = pathlib.Path(__file__).resolve().parent / "static"
ENTRY = "index.js"

_CONTENT_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
}


class UnknownFileError(LookupError):
    """There is no file of that name."""


def read(name: str, folder: pathlib.Path = FOLDER) -> tuple[bytes, str]:
    """Content and content type of a file.

    Args:
      name: path below `folder` with forward slashes. It is looked up among the
        names of the files that are there, never joined to a path. A link that
        leads out of `folder` is no such file.
      folder: where the files are.

    Raises:
      UnknownFileError: there is no such file.
    """
    path = _files(folder).get(name)
    if path is not None:
        content_type = _CONTENT_TYPES.get(path.suffix.lower(), "application/octet-stream")
        return path.read_bytes(), content_type
    if name == ENTRY:
        raise UnknownFileError(
            "The Gradient Health tab must be built when tb-gradplugin is installed. Install it "
            "again with: pip install . (or pip install -e .) in its folder. "
            f"Received: no {ENTRY} in {FOLDER.parent.parent.name}/backend/static"
        )
    raise UnknownFileError(
        f"The file must be one of the Gradient Health tab. Received: file={name[:200]!r}"
    )


def _files(folder: pathlib.Path) -> dict[str, pathlib.Path]:
    whole = folder.resolve()
    found = (
        path
        for path in folder.rglob("*")
        if path.is_file() and path.resolve().is_relative_to(whole)
    )
    return {path.relative_to(folder).as_posix(): path for path in found}
