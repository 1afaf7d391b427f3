"""Attributes of classes and modules that are replaced for a while."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Iterator
from typing import Any

from tensorflow.python.autograph.impl import api

_ABSENT = object()


@contextlib.contextmanager
def patched(owner: Any, name: str, replacement: Any) -> Iterator[None]:
    """Gives `owner` another attribute, and back its own, or none if it inherited it.

    Autograph leaves a function that is put there as it is, as it leaves what belongs to TensorFlow
    and Keras: to convert all that it calls takes half a minute.
    """
    own = vars(owner).get(name, _ABSENT)
    if inspect.isfunction(replacement):
        api.autograph_artifact(replacement)
    setattr(owner, name, replacement)
    try:
        yield
    finally:
        if own is _ABSENT:
            delattr(owner, name)
        else:
            setattr(owner, name, own)


class Proxy:
    """A module as others see it, with some of its functions replaced."""

    def __init__(self, module: Any, **replacements: Any):
        self._module = module
        vars(self).update(replacements)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)
