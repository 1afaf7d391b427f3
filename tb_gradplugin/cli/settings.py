"""What a project sets once, in the table `[tool.tb_gradplugin]` of its pyproject.toml."""

from __future__ import annotations

import dataclasses
import difflib
import pathlib
import sys
from collections.abc import Mapping
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = "pyproject.toml"
TABLE = "tool.tb_gradplugin"
_KEYS = ("fail-on", "thresholds")


class SettingsError(ValueError):
    """A file of settings cannot be used."""


@dataclasses.dataclass(frozen=True)
class Settings:
    """What a file sets.

    Attributes:
      fail_on: words of `fail_on.WORDS`, not checked yet; None where it is not set.
      thresholds: name -> value, not checked yet.
      path: of the file; None where there is none.
    """

    fail_on: tuple[str, ...] | None = None
    thresholds: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    path: pathlib.Path | None = None


def found_from(folder: pathlib.Path) -> Settings:
    """The settings of the nearest file that has our table, in the folder or above it.

    Args:
      folder: where the search begins.

    Raises:
      SettingsError: a file on the way cannot be read, or the table holds what is no setting.
    """
    start = folder.resolve()
    for parent in (start, *start.parents):
        path = parent / FILE
        if path.is_file():
            table = _table(path)
            if table is not None:
                return _settings(path, table)
    return Settings()


def _table(path: pathlib.Path) -> Any:
    """Our table in a file; None where there is none."""
    try:
        content: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"`{path}` must be readable TOML. Received: {error}") from error
    for part in TABLE.split("."):
        if not isinstance(content, dict) or part not in content:
            return None
        content = content[part]
    return content


def _settings(path: pathlib.Path, table: Any) -> Settings:
    if not isinstance(table, dict):
        raise SettingsError(f"[{TABLE}] must be a table. Received: {table!r} in {path}")
    for key in table:
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, n=1, cutoff=0.5)
            hint = f" The nearest: {near[0]}." if near else ""
            raise SettingsError(
                f"A key of [{TABLE}] must be one of {', '.join(_KEYS)}. "
                f"Received: {key!r} in {path}.{hint}"
            )
    words = table.get("fail-on")
    if isinstance(words, str):
        words = words.split(",")
    if words is not None and not (
        isinstance(words, list) and all(isinstance(word, str) for word in words)
    ):
        raise SettingsError(
            f"`fail-on` in [{TABLE}] must be a list of strings. Received: {words!r} in {path}"
        )
    thresholds = table.get("thresholds", {})
    if not isinstance(thresholds, dict):
        raise SettingsError(
            f"`thresholds` in [{TABLE}] must be a table of numbers. "
            f"Received: {thresholds!r} in {path}"
        )
    return Settings(None if words is None else tuple(words), _flat(thresholds), path)


def _flat(table: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Name -> value: TOML takes the dot in a name without quotes for a table in a table."""
    flat: dict[str, Any] = {}
    for key, value in table.items():
        name = f"{before}{key}"
        if isinstance(value, dict):
            flat |= _flat(value, f"{name}.")
        else:
            flat[name] = value
    return flat
