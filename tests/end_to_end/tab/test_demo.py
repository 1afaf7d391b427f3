"""The runs of the demo, trained for real, as the tab shows them."""

import pytest

from tests.demo_runs import NULL_VARIABLES, RUNS, TrainedDemo, recording


@pytest.fixture(scope="module")
def demo_server(mode, start_tensorboard, trained_demo: TrainedDemo):
    server = start_tensorboard(trained_demo.logdir, mode=mode)
    server.wait_for_runs(**{run: recording(trained_demo.logdir / run).steps[-1] for run in RUNS})
    return server


def test_the_variables_without_gradient_are_named_and_no_others(new_tab, demo_server):
    tab = new_tab(demo_server).open(run="null")
    tab.wait_for_map("null")
    without = [name for name, cells in tab.variables().items() if "no gradient" in cells]
    assert without == list(NULL_VARIABLES)
    assert "4 of 10 variables have no gradient" in tab.verdict.inner_text()


def test_the_sound_network_is_called_healthy(new_tab, demo_server):
    tab = new_tab(demo_server).open(run="sound")
    tab.wait_for_map("sound")
    assert all("present" in cells for cells in tab.variables().values())


def test_steps_that_are_not_finite_are_told_though_the_last_one_is(new_tab, demo_server):
    tab = new_tab(demo_server).open(run="non-finite")
    tab.wait_for_map("non-finite")
    assert "non-finite" in tab.verdict.inner_text()


def test_the_first_layers_of_the_deep_network_vanish(new_tab, demo_server):
    tab = new_tab(demo_server).open(run="vanishing")
    tab.wait_for_map("vanishing")
    cells = tab.variables()
    assert "vanishing" in next(iter(cells.values()))
    assert "present" in list(cells.values())[-1]
