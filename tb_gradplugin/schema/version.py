"""The version of the agreement, and what a reader does with another one."""

from __future__ import annotations

SCHEMA_VERSION = 1
"""Raised when an older reader would misunderstand what a newer writer wrote."""


class UnknownSchemaVersionError(ValueError):
    """A log was written under an agreement that this version does not know."""


def require_known_version(version: int) -> None:
    """Refuses a log that this version cannot read.

    Args:
      version: what the writer stored; 0 where it stored nothing.

    Raises:
      UnknownSchemaVersionError: `version` is newer than `SCHEMA_VERSION`, or
        no version at all.
    """
    if version > SCHEMA_VERSION:
        raise UnknownSchemaVersionError(
            f"Gradient health was written here by a newer tb-gradplugin: schema version {version}, "
            f"while this one reads up to version {SCHEMA_VERSION}. "
            "Upgrade it where the log is read: pip install --upgrade tb-gradplugin"
        )
    if version < 1:
        raise UnknownSchemaVersionError(
            "Gradient health was written here without a schema version, so it cannot be read. "
            f"Received: schema version {version}"
        )
