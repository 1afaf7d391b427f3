"""What one may expect of any page: access for everyone, files to save, help, small windows."""

import csv
import io
import json
import pathlib

import pytest
from playwright.sync_api import expect

from tests.end_to_end.tab import found, runs
from tests.end_to_end.tab.runs import HOSTILE_RUN, MIXED_NAMES, MIXED_STEPS

AXE = pathlib.Path(__file__).parents[3] / "frontend/node_modules/axe-core/axe.min.js"


def violations(tab):
    """What axe-core has to say of the tab: rule, element, and why."""
    if not AXE.is_file():
        pytest.skip("The tab's packages are not installed: see build_backend/tab_bundle.py.")
    frame = tab.page.query_selector("iframe[src*='name=gradient_health']").content_frame()
    frame.evaluate(AXE.read_text(encoding="utf-8"))
    answer = frame.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        (rule["id"], str(node["target"]), node["failureSummary"])
        for rule in answer["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_on_the_map_with_a_variable_and_findings(new_tab, tab_server, dark):
    tab = new_tab(tab_server).open(run=found.RUN, variable=found.LAST, dark=dark)
    tab.wait_for_map(found.RUN)
    expect(tab.detail.locator("[data-panel]")).not_to_have_count(0)
    tab.point_at(3, 3)
    assert violations(tab) == []


def test_axe_finds_nothing_where_no_map_is(new_tab, tab_server):
    tab = new_tab(tab_server).open(run="newer")
    expect(tab.frame.locator("[data-notice=problem]")).to_be_visible()
    assert violations(tab) == []


def test_axe_finds_nothing_in_the_help_and_in_the_list_of_files(tab):
    tab.open(run="mixed")
    tab.wait_for_map("mixed")
    tab.frame.get_by_role("button", name="How to read this").click()
    help_text = tab.frame.get_by_role("dialog")
    expect(help_text).to_contain_text("each pixel shows the worst of what it covers")
    expect(help_text).to_contain_text("There is no gradient: it is None.")
    assert violations(tab) == []
    tab.page.keyboard.press("Escape")
    expect(help_text).to_have_count(0)
    tab.tools.get_by_role("button", name="Save as a file").click()
    assert violations(tab) == []


def saved(tab, within, label):
    within.get_by_role("button", name="Save as a file").click()
    with tab.page.expect_download() as download:
        within.get_by_role("button", name=label).click()
    return download.value.suggested_filename, pathlib.Path(download.value.path()).read_bytes()


def test_what_the_map_shows_is_saved_as_a_table(tab):
    tab.open(run="mixed", filter="kernel")
    tab.wait_for_map("mixed")
    name, content = saved(tab, tab.tools, "L2 norm of each variable and step")
    assert name == "mixed.l2_norm.csv"
    head, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
    assert head[4:] == [str(step) for step in MIXED_STEPS]
    assert [row[0] for row in rows] == [each for each in MIXED_NAMES if "kernel" in each]
    norms = runs.mixed_norms()[:, MIXED_NAMES.index("out/kernel")]
    assert [float(cell) for cell in rows[2][4:]] == pytest.approx(norms.tolist(), rel=1e-6)
    assert set(rows[0][4:]) == {""}
    name, content = saved(tab, tab.tools, "Both, with the findings")
    assert [each["name"] for each in json.loads(content)["variables"]] == MIXED_NAMES


def test_a_picture_of_the_view_has_its_size_and_its_colours(tab):
    tab.open(run="mixed", variable=runs.ZERO_LATER)
    tab.wait_for_map("mixed")
    name, content = saved(tab, tab.tools, "Picture of this view")
    assert name == "mixed.png"
    assert content.startswith(b"\x89PNG")
    size = tab.frame.locator("gradient-run").evaluate("run => [run.clientWidth, run.clientHeight]")
    width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
    assert [width, height] == pytest.approx(size, abs=1)
    # A page of one colour would take a few kilobytes.
    assert len(content) > 30_000


def test_all_curves_of_a_variable_are_saved(tab):
    tab.open(run="mixed", variable=runs.ZERO_LATER)
    tab.wait_for_map("mixed")
    expect(tab.detail.locator("[data-panel=histogram]")).to_have_count(1)
    name, content = saved(tab, tab.detail, "All of its curves")
    assert name == "mixed.in_bias.csv"
    head, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
    assert head[:4] == ["step", "wall_time", "status", "l2_norm"]
    assert len(rows) == len(MIXED_STEPS)
    assert rows[60][2] == "zero"
    assert float(rows[60][3]) == 0


@pytest.mark.parametrize("width", [1000, 2560])
def test_nothing_sticks_out_of_a_narrow_or_a_wide_window(new_tab, tab_server, width):
    tab = new_tab(tab_server, width=width, height=800).open(run=found.RUN, variable=found.LAST)
    tab.wait_for_map(found.RUN)
    document = tab.frame.locator("html")
    assert document.evaluate("html => html.scrollWidth <= html.clientWidth")
    frame = tab.page.locator("iframe").first.bounding_box()
    for part in (tab.tools, tab.stage, tab.detail, tab.findings, tab.verdict):
        box = part.bounding_box()
        assert box["x"] >= frame["x"]
        assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1
    assert tab.stage.bounding_box()["height"] > 90


def test_hostile_names_are_text_wherever_they_are_shown(tab):
    hostile = "<img src=x onerror=alert(1)>"
    tab.open(run=HOSTILE_RUN, variable=f"{hostile}/kernel", filter="<img.*>", folded="*")
    tab.wait_for_map(HOSTILE_RUN)
    expect(tab.tools.locator("input.names")).to_have_value("<img.*>")
    tab.tools.locator("input.names").fill("")
    expect(tab.detail.locator("h2")).to_have_text(f"{hostile}/kernel")
    expect(tab.detail.locator("[data-panel]")).not_to_have_count(0)
    name, content = saved(tab, tab.tools, "L2 norm of each variable and step")
    assert "<" not in name
    assert hostile in content.decode()
    made = tab.frame.locator("img, script:not([type=module]), iframe, [onerror]")
    assert made.count() == 0


def test_the_tab_works_below_a_path_prefix(new_tab, start_tensorboard, tmp_path):
    with runs.Growing(tmp_path / "training") as training:
        training.go_on(10)
        server = start_tensorboard(tmp_path, "--path_prefix=/some/where", mode="python_reader")
        server.wait_for_runs(training=9)
        tab = new_tab(server).open(run="training", variable=MIXED_NAMES[0])
        tab.wait_for_map("training", 10)
        expect(tab.detail.locator("[data-panel=histogram]")).to_have_count(1)
        assert "/some/where" in tab.page.url
