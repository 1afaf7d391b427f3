"""Which Keras layer an op belongs to, from the name scope that Keras opens for each call."""

from __future__ import annotations

import re
from collections.abc import Iterable

_REPEATED = re.compile(r"_\d+$")


class LayerScopes:
    """Knows the layers of a model by their paths."""

    def __init__(self, paths: Iterable[str]) -> None:
        """Takes Keras paths of layers, such as "encoder/dense_1"."""
        self._by_name: dict[str, list[str]] = {}
        for path in dict.fromkeys(paths):
            self._by_name.setdefault(path.rsplit("/", 1)[-1], []).append(path)
        self._of_scope: dict[str, str | None] = {}

    def layer_of(self, op_name: str) -> str | None:
        """Path of the innermost layer whose call made the op; None outside of known layers."""
        scope, _, _ = op_name.rpartition("/")
        if not scope or not self._by_name:
            return None
        if scope not in self._of_scope:
            self._of_scope[scope] = self._found(scope.split("/"))
        return self._of_scope[scope]

    def _found(self, parts: list[str]) -> str | None:
        # The last known name in the scope; a scope that is opened again gets a number.
        for last in range(len(parts) - 1, -1, -1):
            for name in (parts[last], _REPEATED.sub("", parts[last])):
                paths = self._by_name.get(name)
                if paths:
                    outer = set(parts[:last]) | {_REPEATED.sub("", part) for part in parts[:last]}
                    return max(paths, key=lambda path: len(outer.intersection(path.split("/"))))
        return None
