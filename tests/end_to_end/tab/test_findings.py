"""The findings beside the map: what they say, and the ways from them to the map and back."""

import re

import pytest
from playwright.sync_api import expect

from tests.end_to_end.tab import found

STOPPED, CHOSEN, PART, MEANT = (
    "stop-gradient",
    "non-differentiable-op",
    "partial-gradient",
    "unused-in-loss",
)


def is_open(finding):
    return finding.locator("button.head[aria-expanded=true]")


@pytest.fixture
def why(tab):
    return opened(tab)


def opened(tab):
    tab.open(run=found.RUN)
    tab.wait_for_map(found.RUN, found.STEPS)
    return tab


def test_findings_are_listed_worst_first_with_a_mark_of_their_own(new_tab, serve, mode):
    why = opened(new_tab(serve(mode)))
    heads = why.findings.locator("button.head")
    expect(heads).to_have_count(4)
    for head, severity, name in zip(
        heads.all(),
        ("error", "error", "warning", "note"),
        (STOPPED, CHOSEN, PART, MEANT),
        strict=True,
    ):
        expect(head).to_contain_text(name)
        expect(head).to_contain_text(f"{severity}:")
        expect(head.locator(f"[data-severity={severity}]")).to_have_count(1)
    marks = why.findings.locator(".mark svg").evaluate_all(
        """marks => marks.map(mark => [
            [...mark.querySelectorAll("path, circle")].map(part => part.outerHTML).join(),
            getComputedStyle(mark).color,
        ])"""
    )
    assert len({shape for shape, _ in marks}) == len({colour for _, colour in marks}) == 3
    expect(heads.first).to_contain_text("GN101 stop-gradient · certain · 30 variables")
    expect(heads.first).to_contain_text("since step 0")
    expect(heads.nth(1)).to_contain_text("since step 20")
    expect(why.frame.locator("button.found")).to_have_text(
        re.compile(r"2 errors\s+1 warning\s+1 note")
    )


def test_an_opened_finding_says_where_the_path_why_and_what_to_do(why):
    finding = why.finding(STOPPED)
    expect(is_open(finding)).to_have_count(1)
    where = finding.locator("[data-part=where]")
    expect(where).to_contain_text("train.py:48 in loss_fn")
    expect(where.locator("pre")).to_have_text(found.LINE["source"])
    expect(where).to_contain_text("op StopGradient loss_fn/StopGradient in layer encoder")
    steps = finding.locator("[data-part=path] li")
    names = [text.split("\n")[0].strip() for text in steps.all_inner_texts()]
    assert names[:4] == ["loss", "Mean", "SquaredDifference", "StopGradient train.py:48"]
    assert names[-1] == found.CUT_NAMES[0]
    assert "more ops" in names[-3]
    expect(finding.locator("[data-cut]")).to_have_count(1)
    expect(finding.locator("[data-cut]")).to_contain_text("the gradient ends here")
    expect(finding.locator("[data-part=why]")).to_contain_text("passes values forward")
    expect(finding.locator("[data-part=help] p")).to_have_count(2)
    expect(finding.locator("[data-part='ruled out']")).to_contain_text("unused-in-loss")
    meant = why.finding(MEANT)
    meant.locator("button.head").click()
    expect(meant.locator("[data-part=note]")).to_contain_text("other heads are trained")


def test_the_names_of_many_variables_stand_behind_a_button(why):
    names = why.finding(STOPPED).locator("[data-part=variables] .name")
    expect(names).to_have_count(8)
    why.finding(STOPPED).get_by_role("button", name="and 22 more").click()
    expect(names).to_have_count(30)


def test_a_variable_of_a_finding_leads_to_its_row_on_the_map(why):
    why.frame.get_by_role("button", name="Rows with names, to scroll through").click()
    expect(why.thumbnail).to_have_count(1)
    why.finding(CHOSEN).locator("button.head").click()
    why.finding(CHOSEN).get_by_role("button", name=found.LAST, exact=True).click()
    expect(why.detail.locator("h2")).to_have_text(found.LAST)
    # The first step on which it had no gradient, of a row that was out of sight.
    expect(why.spoken).to_have_text(re.compile(rf"^{found.LAST}, step 20: no gradient"))
    cell, view = why.cell_box(), why.stage.bounding_box()
    assert view["y"] <= cell["y"] <= view["y"] + view["height"]
    assert "variable=" + found.LAST.replace("/", "%2F") in why.page.url


def test_a_row_without_gradient_leads_to_its_finding_and_the_finding_back(why):
    expect(is_open(why.finding(CHOSEN))).to_have_count(0)
    why.point_at(0, 0)
    why.page.keyboard.press("Shift+End")
    why.page.keyboard.press("Enter")
    expect(why.detail.locator("h2")).to_have_text(found.LAST)
    chosen = why.findings.locator("li[data-finding][aria-current]")
    expect(chosen).to_have_count(1)
    expect(chosen).to_contain_text(CHOSEN)
    expect(is_open(chosen)).to_have_count(1)
    expect(chosen.locator("button.head")).to_be_in_viewport()
    # From another cell, the finding leads back.
    why.point_at(3, 3)
    chosen.get_by_role("button", name=found.LAST, exact=True).click()
    expect(why.spoken).to_have_text(re.compile(rf"^{found.LAST}, step 20"))


def test_the_pane_of_a_variable_leads_to_findings_that_are_hidden(why):
    why.findings.get_by_role("button", name="Hide the findings").click()
    expect(why.findings).to_have_count(0)
    why.frame.locator("button[data-status=null]").click()
    why.stage.focus()
    why.page.keyboard.press("Enter")
    # A row that is chosen shows its finding; hidden again, the pane still leads to it.
    expect(is_open(why.finding(STOPPED))).to_have_count(1)
    why.frame.locator("button.found").click()
    expect(why.findings).to_have_count(0)
    why.detail.get_by_role("button", name="Why: stop-gradient").click()
    head = why.finding(STOPPED).locator("button.head")
    expect(head).to_be_focused()
    expect(head).to_have_attribute("aria-expanded", "true")


def test_a_healthy_row_leads_to_no_finding(why):
    why.point_at(found.NAMES.index("model/block_40/kernel"), 0)
    why.page.keyboard.press("Enter")
    expect(why.detail).to_have_count(1)
    expect(why.detail.locator(".why")).to_have_count(0)
    expect(why.findings.locator("[aria-current]")).to_have_count(0)


def test_keys_go_through_the_findings_and_open_them(why):
    heads = why.findings.locator("button.head")
    heads.nth(2).focus()
    why.page.keyboard.press("Tab")
    expect(heads.nth(3)).to_be_focused()
    expect(heads.nth(3)).to_have_attribute("aria-expanded", "false")
    why.page.keyboard.press("Enter")
    expect(heads.nth(3)).to_have_attribute("aria-expanded", "true")
    why.page.keyboard.press("Tab")
    name = why.finding(MEANT).get_by_role("button", name=found.NAMES[-2], exact=True)
    expect(name).to_be_focused()
    why.page.keyboard.press("Enter")
    expect(why.detail.locator("h2")).to_have_text(found.NAMES[-2])
    heads.nth(3).focus()
    why.page.keyboard.press("Space")
    expect(heads.nth(3)).to_have_attribute("aria-expanded", "false")
    for role in ("list", "listitem", "heading"):
        assert why.findings.get_by_role(role).count() > 0


def test_whatever_a_finding_holds_is_text(new_tab, serve, mode):
    tab = new_tab(serve(mode)).open(run=found.HOSTILE_FINDINGS, limits="null.steps:1000000")
    tab.wait_for_map(found.HOSTILE_FINDINGS)
    for head in tab.findings.locator("button.head").all():
        if head.get_attribute("aria-expanded") == "false":
            head.click()
    expect(tab.findings.locator(".body")).to_have_count(tab.findings.locator("button.head").count())
    assert tab.findings.get_by_text(found.HOSTILE).count() > 10
    made = tab.frame.locator("img, script:not([type=module]), iframe, [onmouseover], [onerror]")
    assert made.count() == 0
    # Nothing of it is a variable of the table, so nothing leads there.
    expect(tab.findings.locator("button.name")).to_have_count(0)
    document = tab.frame.locator("html")
    assert document.evaluate("html => html.scrollWidth <= html.clientWidth")


def test_notes_alone_are_counted_and_shown_when_asked_for(tab):
    # Those that are not explained would be judged to be missing.
    tab.open(run=found.NOTED, limits="null.steps:1000000")
    tab.wait_for_map(found.NOTED)
    button = tab.frame.locator("button.found")
    expect(button).to_have_text(re.compile("1 note"))
    expect(tab.findings).to_have_count(0)
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(is_open(tab.finding(MEANT))).to_have_count(1)


def test_a_training_that_ended_before_its_first_step_says_why(tab):
    tab.open(run=found.RAISED)
    notice = tab.frame.locator("[data-notice=stepless]")
    expect(notice).to_contain_text(f"No step of {found.RAISED} has been recorded")
    expect(is_open(tab.finding(STOPPED))).to_have_count(1)
    expect(tab.findings.locator("pre")).to_have_text(found.LINE["source"])


def test_an_address_with_a_variable_opens_its_finding(tab):
    tab.open(run=found.RUN, variable=found.LAST)
    tab.wait_for_map(found.RUN)
    expect(is_open(tab.finding(CHOSEN))).to_have_count(1)
    expect(is_open(tab.finding(STOPPED))).to_have_count(0)


def test_what_is_found_later_appears_and_what_was_opened_stays(
    new_tab, start_tensorboard, tmp_path, mode
):
    with found.Training(tmp_path / "training") as training:
        for step in range(5):
            training.row(step)
        server = start_tensorboard(tmp_path, mode=mode)
        server.wait_for_runs(training=4)
        tab = new_tab(server).open(run="training")
        tab.wait_for_map("training", 5)
        expect(tab.findings).to_have_count(0)
        for count, each in enumerate(([found.PART], [found.PART, found.STOPPED]), 1):
            training.found(*each)
            training.row(4 + count)
            server.wait_for_runs(training=4 + count)
            tab.reload()
            expect(tab.findings.locator("button.head")).to_have_count(count)
        expect(is_open(tab.finding(PART))).to_have_count(1)
        expect(is_open(tab.finding(STOPPED))).to_have_count(0)
        expect(tab.findings.locator("button.head").first).to_contain_text(STOPPED)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1000, 1600])
def test_words_stand_out_from_their_ground_and_nothing_is_cut_off(new_tab, tab_server, dark, width):
    tab = new_tab(tab_server, width=width).open(run=found.RUN, dark=dark)
    tab.wait_for_map(found.RUN)
    expect(is_open(tab.finding(STOPPED))).to_have_count(1)
    contrasts = tab.findings.evaluate(CONTRASTS)
    assert len(contrasts) > 20
    assert [words for words, contrast in contrasts if contrast < 4.5] == []
    assert tab.findings.evaluate(
        """list => [...list.shadowRoot.querySelectorAll("*")].every(
            part => part.scrollWidth <= part.clientWidth + 1
                || getComputedStyle(part).display === "inline"
                || part.matches(".unseen")
        )"""
    )
    box, view = tab.findings.bounding_box(), tab.page.locator("iframe").first.bounding_box()
    assert box["x"] + box["width"] <= view["x"] + view["width"]
    assert tab.map.bounding_box()["width"] > 0.5 * width - 150


CONTRASTS = """list => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const luminance = colours => {
        canvas.clearRect(0, 0, 1, 1);
        for (const colour of colours) {
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
        }
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(part => {
            const share = part / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const grounds = [];
    const walker = document.createTreeWalker(list.shadowRoot, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode;
        if (!text.data.trim() || text.parentElement.closest("style, .unseen")) continue;
        const colour = getComputedStyle(text.parentElement).color;
        const behind = [];
        for (let part = text.parentElement; part; part = part.parentElement) {
            behind.unshift(getComputedStyle(part).backgroundColor);
        }
        behind.unshift(getComputedStyle(document.body).backgroundColor,
            getComputedStyle(list).backgroundColor);
        const [a, b] = [luminance([...behind, colour]), luminance(behind)];
        grounds.push([text.data, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]);
    }
    return grounds;
}"""
