"""TensorBoard's reader in Python, in the process of the test, over real event files."""

import pathlib
from collections.abc import Callable

import pytest
from tensorboard.backend.event_processing import data_provider, plugin_event_multiplexer
from tensorboard.context import RequestContext
from tensorboard.data import provider

from tb_gradplugin.backend.queries import RunQueries
from tb_gradplugin.backend.tensors import Scope
from tests.event_logs import PLUGIN


@pytest.fixture(scope="session")
def watch() -> Callable[[pathlib.Path], tuple[provider.DataProvider, Callable[[], None]]]:
    """What a plugin would be given for a folder of runs, and what reads on in the folder."""

    def start(logdir: pathlib.Path) -> tuple[provider.DataProvider, Callable[[], None]]:
        multiplexer = plugin_event_multiplexer.EventMultiplexer(tensor_size_guidance={PLUGIN: 1000})

        def read_on() -> None:
            multiplexer.AddRunsFromDirectory(str(logdir))
            multiplexer.Reload()

        read_on()
        return data_provider.MultiplexerDataProvider(multiplexer, str(logdir)), read_on

    return start


@pytest.fixture(scope="session")
def provide(watch) -> Callable[[pathlib.Path], provider.DataProvider]:
    """What a plugin would be given for a folder of runs that is read once."""
    return lambda logdir: watch(logdir)[0]


@pytest.fixture(scope="session")
def queries(provide) -> Callable[[pathlib.Path], RunQueries]:
    """The plugin's questions, put to a folder of runs."""
    return lambda logdir: RunQueries(provide(logdir))


@pytest.fixture(scope="session")
def scope() -> Scope:
    """The experiment that a plain `tensorboard` serves."""
    return Scope(RequestContext(), "")
