"""Threads that the program has compute something for it, of which its tape sees nothing."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tb_gradplugin.capture import eager_ops
from tb_gradplugin.capture.observation import Observation
from tb_gradplugin.capture.patches import patched


@contextlib.contextmanager
def listening(observation: Observation) -> Iterator[None]:
    """Notes down the ops of threads that start meanwhile, and of tasks given to older ones."""
    submit = ThreadPoolExecutor.submit

    def submitted(pool: Any, task: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return submit(pool, _heard(task, observation), *args, **kwargs)

    with (
        patched(threading.Thread, "run", _heard(threading.Thread.run, observation)),
        patched(ThreadPoolExecutor, "submit", submitted),
    ):
        yield


def _heard(function: Callable[..., Any], observation: Observation) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        thread = threading.get_ident()
        if observation.is_own_thread or thread in observation.other_threads:
            return function(*args, **kwargs)
        observation.other_threads.add(thread)
        try:
            with eager_ops.listening(observation):
                return function(*args, **kwargs)
        finally:
            observation.other_threads.discard(thread)

    return call
