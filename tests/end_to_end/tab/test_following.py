"""The tab while things change around it: logs that grow, servers that fail, other tabs."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.end_to_end.tab import runs
from tests.end_to_end.tab.runs import MIXED_NAMES


def test_an_address_leads_to_what_was_looked_at(tab, new_tab, tab_server):
    tab.open(run="large", statistic="mean")
    tab.wait_for_map("large")
    expect(tab.map).to_have_attribute("data-statistic", "mean")
    tab.frame.locator("gradient-runs li[data-run='mixed'] button").click()
    tab.wait_for_map("mixed")
    tab.point_at(2, 3)
    tab.page.keyboard.press("Enter")
    expect(tab.detail.locator("h2")).to_have_text(MIXED_NAMES[2])
    address = tab.page.url
    assert "p.gradient_health.run=mixed" in address
    other = new_tab(tab_server)
    other.page.goto(address)
    other.wait_for_map("mixed")
    expect(other.map).to_have_attribute("data-statistic", "mean")
    expect(other.detail.locator("h2")).to_have_text(MIXED_NAMES[2])


def test_what_fails_is_said_and_can_be_tried_again(tab):
    tab.page.route("**/gradient_health/runs", lambda route: route.abort())
    tab.open(run="mixed")
    notice = tab.frame.locator("[data-notice=failure]")
    expect(notice).to_contain_text("TensorBoard does not answer.")
    tab.page.unroute("**/gradient_health/runs")
    notice.get_by_role("button", name="Try again").click()
    tab.wait_for_map("mixed")

    tab.page.route("**/gradient_health/runs", lambda route: route.abort())
    tab.frame.get_by_role("button", name="Refresh").click()
    expect(tab.frame.locator(".banner")).to_contain_text("TensorBoard does not answer.")
    expect(tab.map).to_have_count(1)
    # The browser itself tells the console of each request that it could not make.
    assert all("ERR_FAILED" in complaint for complaint in tab.complaints)
    tab.complaints.clear()


def test_a_folder_without_gradients_shows_the_line_to_add(new_tab, start_tensorboard, tmp_path):
    tab = new_tab(start_tensorboard(tmp_path, mode="python_reader")).open()
    notice = tab.frame.locator("[data-notice=empty]")
    expect(notice).to_contain_text('callbacks=[tbg.GradientHealth("logs/run1")]')
    expect(notice).to_contain_text("recorder.record(gradients)")


@pytest.fixture
def training(tmp_path) -> Iterator[runs.Growing]:
    with runs.Growing(tmp_path / "training") as training:
        yield training


def test_new_steps_appear_and_all_else_stays(new_tab, start_tensorboard, tmp_path, training, mode):
    training.go_on(30)
    server = start_tensorboard(tmp_path, mode=mode)
    server.wait_for_runs(training=29)
    tab = new_tab(server).open(run="training")
    tab.wait_for_map("training", 30)
    tab.point_at(4, 12)
    tab.page.keyboard.press("Enter")
    expect(tab.detail).to_have_count(1)
    tab.map.evaluate("map => { map.known = true; }")
    said = tab.spoken.inner_text()

    training.go_on(20)
    server.wait_for_runs(training=49)
    tab.reload()
    tab.wait_for_map("training", 50)
    expect(tab.verdict).to_contain_text("at step 49.")
    # The same element: nothing was taken away in between.
    assert tab.map.evaluate("map => map.known === true")
    assert tab.spoken.inner_text() == said
    expect(tab.tooltip).to_contain_text(MIXED_NAMES[4])
    expect(tab.detail.locator("h2")).to_have_text(MIXED_NAMES[4])
    expect(tab.detail.locator("gradient-curve").first).to_have_attribute("data-points", "50")
    expect(tab.detail.locator("dl")).to_contain_text("Step 12")


def test_a_tab_out_of_sight_asks_for_nothing_until_it_is_back(tab):
    tab.open(plugin="gradient_health", run="mixed")
    tab.wait_for_map("mixed")
    tab.click_tab("Time Series")
    expect(tab.stage).not_to_be_in_viewport()
    asked: list[str] = []
    tab.page.on("request", lambda request: asked.append(request.url))
    with tab.page.expect_response(re.compile("/data/runs|/experiment")):
        tab.reload()
    tab.page.wait_for_timeout(500)
    assert not [url for url in asked if "/gradient_health/" in url]
    with tab.page.expect_response("**/gradient_health/runs"):
        tab.click_tab("Gradient Health")
    expect(tab.stage).to_be_in_viewport()
