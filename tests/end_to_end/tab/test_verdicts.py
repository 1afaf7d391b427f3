"""What the numbers of a run are judged to be, beside the findings and on the map."""

import re

from playwright.sync_api import expect

from tests.end_to_end.tab import found


def test_a_limit_that_is_changed_judges_the_run_anew_and_goes_into_the_address(tab):
    tab.open(run="mixed")
    tab.wait_for_map("mixed")
    tab.frame.locator("button.found").click()
    null = tab.findings.locator("li[data-finding]").filter(has_text="null ·")
    expect(null).to_have_count(1)
    tab.findings.locator("gradient-limits summary").click()
    limit = tab.findings.locator("[data-limit='null.steps'] input")
    limit.fill("0.5")
    expect(tab.findings.locator("[data-limit='null.steps']")).to_contain_text("whole number")
    expect(null).to_have_count(1)
    limit.fill("1000")
    expect(null).to_have_count(0)
    tab.page.wait_for_url(re.compile(r"limits=null\.steps%3A1000"))
    tab.findings.get_by_role("button", name="Back to the usual limits").click()
    expect(null).to_have_count(1)
    assert "limits=" not in tab.page.url


def test_where_something_began_is_marked_below_the_map_and_leads_to_it(new_tab, serve, mode):
    why = new_tab(serve(mode)).open(run=found.RUN)
    why.wait_for_map(found.RUN, found.STEPS)
    marks = why.map.locator(".incident")
    expect(marks).to_have_count(2)
    expect(marks.nth(1)).to_have_attribute("aria-label", re.compile("^error at step 20"))
    marks.nth(1).click()
    head = why.finding("non-differentiable-op").locator("button.head")
    expect(head).to_be_focused()
    expect(head).to_have_attribute("aria-expanded", "true")
