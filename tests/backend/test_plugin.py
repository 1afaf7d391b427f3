"""The plugin as TensorBoard asks it about itself."""

import grpc
import numpy as np
import pytest
from tensorboard.data import grpc_provider
from tensorboard.plugins import base_plugin

from tb_gradplugin.backend.loader import GradientHealthLoader
from tests import event_logs

# TensorBoard's own plugin_util imports its copy of html5lib, which complains.
pytestmark = pytest.mark.filterwarnings("ignore:html5lib's sanitizer:DeprecationWarning")


def load(data_provider):
    return GradientHealthLoader().load(base_plugin.TBContext(data_provider=data_provider))


def test_the_tab_is_active_where_a_run_has_gradient_health(tmp_path, provide):
    assert load(provide(tmp_path)).is_active() is False
    states = np.ones((1, 1), np.uint8)
    event_logs.write_run(tmp_path / "r", "aaaaaaaa", ["a"], [0], {"state": states})
    assert load(provide(tmp_path)).is_active() is True


def test_the_tab_is_inactive_where_the_data_server_does_not_answer():
    channel = grpc.insecure_channel("localhost:1")
    provider = grpc_provider.GrpcDataProvider("", grpc_provider.make_stub(channel))
    assert load(provider).is_active() is False
    channel.close()


def test_the_tab_has_its_name_and_its_module_is_one_of_its_routes(tmp_path, provide):
    plugin = load(provide(tmp_path))
    metadata = plugin.frontend_metadata()
    assert plugin.plugin_name == "gradient_health"
    assert metadata.tab_name == "Gradient Health"
    assert metadata.es_module_path == "/index.js"
    assert set(plugin.get_plugin_apps()) == {
        *("/index.js", "/static/*", "/runs", "/variables", "/statistic", "/curves", "/histogram"),
        *("/findings", "/verdicts"),
    }
