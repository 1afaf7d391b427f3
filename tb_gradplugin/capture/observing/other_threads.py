"""Threads that the program has compute something for it, of which its tape sees nothing."""

from __future__ import annotations

import contextlib
import threading
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tb_gradplugin.capture.observing import eager_ops
from tb_gradplugin.capture.observing.observation import Observation
from tb_gradplugin.capture.observing.patches import patched
from tb_gradplugin.capture.sources import frames
from tb_gradplugin.schema.findings import Location

_Lines = tuple[Location, ...]


@contextlib.contextmanager
def listening(observation: Observation) -> Iterator[None]:
    """Notes down the ops of threads that start meanwhile, and of tasks given to older ones."""
    start, run, submit = threading.Thread.start, threading.Thread.run, ThreadPoolExecutor.submit
    started: weakref.WeakKeyDictionary[Any, _Lines] = weakref.WeakKeyDictionary()

    def starting(thread: Any) -> None:
        started[thread] = frames.of_this_stack().locations
        start(thread)

    def running(thread: Any) -> None:
        _heard(run, observation, started.get(thread, ()))(thread)

    def submitted(pool: Any, task: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        handing = frames.of_this_stack().locations
        return submit(pool, _heard(task, observation, handing), *args, **kwargs)

    with (
        patched(threading.Thread, "start", starting),
        patched(threading.Thread, "run", running),
        patched(ThreadPoolExecutor, "submit", submitted),
    ):
        yield


def _heard(
    function: Callable[..., Any], observation: Observation, handing: _Lines
) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        thread = threading.get_ident()
        if observation.is_own_thread:
            return function(*args, **kwargs)
        known = observation.other_threads.get(thread)
        observation.other_threads[thread] = handing
        try:
            if known is not None:  # a thread of a pool, which is listened to already
                return function(*args, **kwargs)
            with eager_ops.listening(observation):
                return function(*args, **kwargs)
        finally:
            if known is None:
                del observation.other_threads[thread]
            else:
                observation.other_threads[thread] = known

    return call
