"""A browser, and servers over the runs of `runs`."""

import functools
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.demo_runs import trained_demo
from tests.end_to_end.servers import TensorBoard
from tests.end_to_end.tab import runs
from tests.end_to_end.tab.page import ARGUMENTS, Tab

__all__ = ["trained_demo"]  # A fixture.

Open = Callable[..., Tab]


@pytest.fixture(scope="module")
def browser(chromium) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serve(start_for_all, tmp_path_factory) -> Callable[[str], TensorBoard]:
    """Servers over the runs of `runs`, one for each way of reading logs."""

    @functools.cache
    def served(mode: str) -> TensorBoard:
        logdir = tmp_path_factory.mktemp("tab")
        last_steps = runs.write(logdir)
        server = start_for_all(logdir, mode=mode)
        server.wait_for_runs(**last_steps)
        return server

    return served


@pytest.fixture
def tab_server(serve) -> TensorBoard:
    """For what does not depend on how TensorBoard reads logs: the way that works everywhere."""
    return serve("python_reader")


@pytest.fixture
def new_tab(browser) -> Iterator[Open]:
    """Opens tabs; at the end the browser must have had nothing to complain of.

    Without a server the tab goes where it is led.
    """
    tabs: list[Tab] = []

    def new(server, **size) -> Tab:
        tabs.append(Tab(browser, server.url if server else "", **size))
        return tabs[-1]

    yield new
    for tab in tabs:
        tab.close()
    assert [complaint for tab in tabs for complaint in tab.complaints] == []


@pytest.fixture
def tab(new_tab, tab_server) -> Tab:
    return new_tab(tab_server)
