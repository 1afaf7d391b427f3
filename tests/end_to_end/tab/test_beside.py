"""The list of runs, and several runs beside each other."""

import re

import pytest
from playwright.sync_api import expect

from tests.end_to_end.tab import found
from tests.end_to_end.tab.runs import HOSTILE_RUN
from tests.end_to_end.tab.test_habits import violations


def test_each_run_says_how_much_is_wrong_with_it(new_tab, serve, mode):
    tab = new_tab(serve(mode)).open(run="mixed")
    tab.wait_for_map("mixed")
    runs = tab.frame.locator("gradient-runs li")
    judged = runs.filter(has_text="mixed").locator(".judged")
    expect(judged).to_contain_text(re.compile(r"\d+ (error|warning)"))
    expect(judged.locator("[data-severity]").first).to_be_visible()
    expect(runs.filter(has_text=HOSTILE_RUN).locator(".judged")).to_contain_text("no findings")


def test_runs_are_found_by_a_regular_expression_that_stays_in_the_address(tab):
    tab.open(run="mixed")
    tab.wait_for_map("mixed")
    runs = tab.frame.locator("gradient-runs li")
    field = tab.frame.get_by_label("Filter runs by a regular expression")
    everything = runs.count()
    field.fill("^(mixed|large)$")
    expect(runs).to_have_count(2)
    tab.page.wait_for_url(re.compile("runfilter="))
    field.fill("(mixed")
    expect(tab.frame.locator("gradient-runs #problem")).to_contain_text("not a regular expression")
    expect(runs).to_have_count(everything)
    field.fill("nobody")
    expect(tab.frame.locator("gradient-runs .none")).to_have_text("No run has such a name.")
    tab.open(run="mixed", runfilter="^large$")
    tab.page.reload()
    expect(runs).to_have_count(1)


def test_runs_ticked_in_the_list_are_shown_beside_each_other(tab):
    tab.open(run="mixed")
    tab.wait_for_map("mixed")
    for run in ("mixed", HOSTILE_RUN):
        box = tab.frame.get_by_label(f"Compare run {run}", exact=True)
        box.focus()
        tab.page.keyboard.press("Space")
    tab.frame.get_by_role("button", name="Compare 2").click()
    panes = tab.frame.locator("gradient-beside .pane")
    expect(panes).to_have_count(2)
    expect(panes.nth(1).locator("h2")).to_have_text(HOSTILE_RUN)
    tab.page.wait_for_url(re.compile("view=beside"))
    assert tab.frame.locator("img").count() == 0
    tab.frame.get_by_label(f"Take out run {HOSTILE_RUN}").click()
    expect(tab.frame.locator("[data-notice=choose]")).to_contain_text("Choose two to four runs")


def test_cursor_and_sight_of_maps_beside_each_other_go_together(new_tab, tab_server):
    tab = new_tab(tab_server, width=1600)
    tab.open(run="mixed", view="beside", runs=f"mixed,{found.RUN}")
    panes = tab.frame.locator("gradient-beside .pane")
    for pane in (panes.nth(0), panes.nth(1)):
        pane.locator("gradient-map[data-run]").wait_for()
    stage = panes.nth(0).locator(".stage")
    stage.focus()
    tab.page.keyboard.press("Shift+Home")
    reading = panes.nth(1).locator(".reading")
    expect(reading).to_contain_text("step 0")
    expect(panes.nth(1).locator(".cell")).to_have_count(1)
    for _ in range(4):
        tab.page.keyboard.press("+")
    expect(panes.nth(0).locator("gradient-thumbnail")).to_have_count(1)
    expect(panes.nth(1).locator("gradient-thumbnail")).to_have_count(1)
    # Also when the address already says what is in sight.
    tab.page.wait_for_url(re.compile("rows="))
    tab.page.keyboard.press("0")
    expect(panes.nth(1).locator("gradient-thumbnail")).to_have_count(0)
    tab.page.wait_for_url(lambda address: "rows=" not in address)
    expect(panes.nth(1).locator("gradient-thumbnail")).to_have_count(0)
    tab.page.keyboard.press("Enter")
    curves = tab.frame.locator("gradient-run-curves")
    expect(curves).to_have_attribute("data-lines", "2")
    curves.get_by_role("button", name="mixed").click()
    tab.wait_for_map("mixed")
    expect(tab.frame.locator("gradient-beside")).to_have_count(0)
    expect(tab.detail).to_have_count(1)


def test_runs_clicked_on_with_ctrl_join_the_run_in_view(tab):
    tab.open(run="mixed")
    tab.wait_for_map("mixed")
    runs = tab.frame.locator("gradient-runs li")
    runs.filter(has_text="large").locator("button").click(modifiers=["Control"])
    names = tab.frame.locator("gradient-beside .pane header h2")
    expect(names).to_have_text(["mixed", "large"])
    runs.filter(has_text="mixed").locator("button").click(modifiers=["Control"])
    expect(names).to_have_text(["large"])


def test_in_a_narrow_window_maps_are_below_each_other_and_still_judged(new_tab, tab_server):
    tab = new_tab(tab_server, width=1000)
    tab.open(run="mixed", view="beside", runs="mixed,large")
    panes = tab.frame.locator("gradient-beside .pane")
    expect(panes.nth(0).locator(".judged")).to_contain_text(re.compile(r"\d+ (error|warning)"))
    first, second = (panes.nth(place).bounding_box() for place in (0, 1))
    assert second["y"] >= first["y"] + first["height"]


def test_a_run_that_cannot_be_shown_says_so_in_its_own_pane(tab):
    tab.open(run="mixed", view="beside", runs="mixed,newer,gone")
    panes = tab.frame.locator("gradient-beside .pane")
    panes.nth(0).locator("gradient-map[data-run]").wait_for()
    expect(panes.nth(1)).to_contain_text("schema version 99")
    expect(panes.nth(2)).to_contain_text("There is no run of this name in these logs.")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_on_maps_beside_each_other(new_tab, tab_server, dark):
    tab = new_tab(tab_server)
    tab.open(run="mixed", view="beside", runs="mixed,newer", variable="in/bias", dark=dark)
    tab.frame.locator("gradient-run-curves").wait_for()
    tab.frame.locator("gradient-beside .judged [data-severity]").first.wait_for()
    assert violations(tab) == []
