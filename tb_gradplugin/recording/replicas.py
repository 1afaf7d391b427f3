"""Recording under a distribution strategy: which replica records, and where what is kept lives."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import tensorflow as tf

from tb_gradplugin.recording.variable_table import held

_Made = TypeVar("_Made")


def is_first_replica() -> bool:
    """Whether what is being traced or run is the first replica of this process, or the only one.

    Rows of several replicas would count a step several times. Each replica's
    gradients are its own, before they are reduced; the first one's stand for all.
    """
    return _replica()[0] == 0


def worker() -> int:
    """Which of the processes this is that train in step; 0 is the chief, or the only one."""
    return _replica()[1]


def _replica() -> tuple[int, int]:
    """The number of the replica in its process, and that of the process."""
    replica = tf.distribute.get_replica_context()
    if replica is None or replica.num_replicas_in_sync == 1:
        return 0, 0
    here = min(len(replica.strategy.extended.worker_devices), replica.num_replicas_in_sync)
    number = tf.get_static_value(replica.replica_id_in_sync_group, partial=True)
    process, own = divmod(int(number or 0), max(here, 1))
    return own, process


def made_apart(make: Callable[[], _Made]) -> _Made:
    """What `make` returns, called where no strategy is in scope and nothing is being traced.

    A strategy would make variables of its own kinds: one for each replica, whose
    first values the workers agree on together, so that one of them alone would
    wait for ever; or one on a parameter server, cut into shards. Ours are written
    by one replica and read by the host, so they are plain and live beside it.
    """
    if tf.executing_eagerly() and not tf.distribute.has_strategy():
        return make()
    made: list[_Made] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            made.append(make())
        except BaseException as error:
            failed.append(error)

    # Both are known to each thread by itself. A function in whose first trace variables are created
    # would be traced a second time.
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]
    return made[0]


def are_on_parameter_servers(variables: Iterable[Any]) -> bool:
    """Whether any of the variables is held by a `ParameterServerStrategy`.

    Its workers update them whenever they are done, so that what one step changed
    cannot be told from what others did meanwhile.
    """
    return any(tf.DeviceSpec.from_string(v.device or "").job == "ps" for v in map(held, variables))
