"""Logs as large as those that the tab is timed on, written by the tests' own writer."""

from __future__ import annotations

import pathlib

import numpy as np
from tensorboard.compat.proto import event_pb2

from tb_gradplugin.schema.states import State
from tests import event_logs

DIGEST = "aaaaaaaa"
SICK = 0.02
"""Share of the variables that have no gradient, and of those whose gradient becomes zero."""

_PARTS = ("attention/query", "attention/key", "attention/value", "mlp", "norm")


def names(variables: int) -> list[str]:
    """Names as a network of transformer blocks has them: two variables to a layer."""
    return [
        f"model/block_{i // 10}/{_PARTS[i // 2 % 5]}/{('kernel', 'bias')[i % 2]}"
        for i in range(variables)
    ]


def write(folder: pathlib.Path, variables: int, steps: int) -> None:
    """Writes one run: norms from 1e-11 to 10 that fall and shiver, and every state.

    Args:
      folder: of the run.
      variables: number of them.
      steps: recorded, 50 apart.
    """
    random = np.random.default_rng(7)
    level = np.linspace(-11, 1, variables) + random.normal(0, 0.3, variables)
    fall = np.linspace(0, -1.5, steps)[:, None]
    norms = 10.0 ** (level + fall + random.normal(0, 0.15, (steps, variables)))
    states = np.full(norms.shape, State.PRESENT, np.uint8)
    count = max(1, int(SICK * variables))
    without, zero = np.split(random.permutation(variables)[: 2 * count], 2)
    states[:, without] = State.NULL
    states[steps // 2 :, zero] = State.ZERO
    states[517 % steps, variables // 3] = State.NONFINITE
    norms[np.isin(states, (State.NULL, State.NONFINITE))] = np.nan
    norms[states == State.ZERO] = 0.0
    norms = norms.astype(np.float32)
    vectors = {
        "state": states,
        "l2_norm": norms,
        "max_abs": norms * np.float32(0.3),
        "update_ratio": norms * np.float32(1e-3),
    }
    event_logs.write_run(folder, DIGEST, names(variables), range(0, 50 * steps, 50), vectors)


def write_scalar(folder: pathlib.Path) -> None:
    """Writes a run without gradients, so that there is another tab to come from."""
    with event_logs.EventFile(folder) as file:
        event = event_pb2.Event(step=0, wall_time=event_logs.START)
        event.summary.value.add(tag="loss", simple_value=1.0)
        file.event(event)
