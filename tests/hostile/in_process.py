"""TensorBoard's reader in Python, in this process."""

from __future__ import annotations

import pathlib

from tensorboard.backend.event_processing import data_provider, plugin_event_multiplexer
from tensorboard.data import provider

from tb_gradplugin.backend.loader import SAMPLES_PER_TAG
from tests.event_logs import PLUGIN


def provide(logdir: pathlib.Path) -> provider.DataProvider:
    """What a plugin would be given for a folder of runs that is read once."""
    guidance = {PLUGIN: SAMPLES_PER_TAG}
    multiplexer = plugin_event_multiplexer.EventMultiplexer(tensor_size_guidance=guidance)
    multiplexer.AddRunsFromDirectory(str(logdir))
    multiplexer.Reload()
    return data_provider.MultiplexerDataProvider(multiplexer, str(logdir))
