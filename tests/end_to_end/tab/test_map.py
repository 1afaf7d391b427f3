"""Finding one's way on the map: zooming, panning, and choosing which rows it has."""

import re

import pytest
from playwright.sync_api import expect

from tests.end_to_end.tab import runs
from tests.end_to_end.tab.runs import MIXED_NAMES


@pytest.fixture
def large(tab):
    tab.open(run="large")
    tab.wait_for_map("large", 1000)
    return tab


@pytest.fixture
def mixed(tab):
    tab.open(run="mixed")
    tab.wait_for_map("mixed")
    return tab


def pointed(tab):
    """Variable and step in the tooltip."""
    expect(tab.tooltip).to_be_visible()
    name = tab.tooltip.locator(".name").inner_text()
    step = tab.tooltip.locator(".value", has_text="Step").locator("b").inner_text()
    return name, int(step.replace(",", ""))


def middle(tab):
    box = tab.stage.bounding_box()
    return box["x"] + 0.6 * box["width"], box["y"] + 0.45 * box["height"]


def zoom_in(tab, notches=14):
    tab.page.mouse.move(*middle(tab))
    for _ in range(notches):
        tab.page.mouse.wheel(0, -100)
    expect(tab.thumbnail).to_have_count(1)


def test_the_wheel_zooms_about_the_pointer_and_a_key_shows_the_whole_again(large):
    large.page.mouse.move(*middle(large))
    before = pointed(large)
    zoom_in(large)
    # The pointer has not moved; to read its cell anew it must.
    x, y = middle(large)
    large.page.mouse.move(x + 1, y)
    name, step = pointed(large)
    assert abs(step - before[1]) <= 6
    assert abs(int(re.findall(r"\d+", name)[0]) - int(re.findall(r"\d+", before[0])[0])) <= 1
    box = large.cell_box()
    assert box["width"] > 8
    assert box["height"] > 8
    large.stage.focus()
    large.page.keyboard.press("0")
    expect(large.thumbnail).to_have_count(0)


def test_turns_of_the_wheel_within_one_frame_add_up(large):
    large.stage.evaluate(
        """stage => {
            const { x, y, width, height } = stage.getBoundingClientRect();
            const place = { clientX: x + width / 2, clientY: y + height / 2 };
            const turn = { bubbles: true, cancelable: true, deltaY: -100, ...place };
            for (let i = 0; i < 10; i++) stage.dispatchEvent(new WheelEvent("wheel", turn));
        }"""
    )
    expect(large.thumbnail).to_have_count(1)
    large.page.mouse.move(*middle(large))
    # 1,000 columns share some 1,000 pixels at first; 10 turns make each nine times as wide.
    assert large.cell_box()["width"] > 6


def test_a_drag_moves_the_map_and_chooses_nothing(large):
    zoom_in(large)
    x, y = middle(large)
    # Where the pointer is already, a move of it would be none.
    large.page.mouse.move(x + 40, y)
    large.page.mouse.move(x, y)
    _, before = pointed(large)
    large.page.mouse.down()
    large.page.mouse.move(x - 100, y, steps=5)
    large.page.mouse.up()
    # What is held stays below the pointer.
    assert abs(pointed(large)[1] - before) <= 1
    large.page.mouse.move(x, y)
    assert pointed(large)[1] > before + 3
    expect(large.detail).to_have_count(0)


def test_the_thumbnail_leads_to_another_part(large):
    zoom_in(large)
    box = large.thumbnail.bounding_box()
    large.page.mouse.click(box["x"] + box["width"] - 2, box["y"] + box["height"] - 2)
    large.page.mouse.move(*middle(large))
    name, step = pointed(large)
    assert step > 900
    assert int(re.findall(r"\d+", name)[0]) > 40


def test_keys_zoom_pan_and_keep_the_cursor_in_sight(large):
    large.point_at(0, 0)
    for _ in range(8):
        large.page.keyboard.press("+")
    expect(large.thumbnail).to_have_count(1)
    view = large.stage.bounding_box()
    for key in ("End", "Shift+End", "Home", "Shift+Home"):
        large.page.keyboard.press(key)
        cell = large.cell_box()
        assert view["x"] <= cell["x"] <= view["x"] + view["width"]
        assert view["y"] <= cell["y"] <= view["y"] + view["height"]
    large.page.keyboard.press("Alt+ArrowRight")
    expect(large.map.locator(".cell")).to_have_count(0)
    for _ in range(8):
        large.page.keyboard.press("-")
    expect(large.thumbnail).to_have_count(0)


def test_a_link_opens_the_part_that_was_in_sight(large, new_tab):
    zoom_in(large)
    large.page.wait_for_url(re.compile(r"steps=\d+~\d+.*rows="))
    # The address follows once the map has come to rest.
    large.page.wait_for_timeout(1000)
    x, y = middle(large)
    large.page.mouse.move(x, y + 1)
    seen = pointed(large)
    other = new_tab(None)
    other.page.goto(large.page.url)
    other.wait_for_map("large", 1000)
    expect(other.thumbnail).to_have_count(1)
    other.page.mouse.move(x, y + 1)
    name, step = pointed(other)
    assert abs(step - seen[1]) <= 2
    assert name.split("/")[1] == seen[0].split("/")[1]


def test_an_address_that_changes_leads_the_map_at_once(mixed):
    assert mixed.thumbnail.count() == 0
    mixed.page.evaluate("location.hash += '&p.gradient_health.rows=1.0~2.0'")
    expect(mixed.thumbnail).to_have_count(1)
    mixed.page.go_back()
    expect(mixed.thumbnail).to_have_count(0)


def test_rows_are_filtered_by_a_regular_expression_and_by_state(mixed):
    names = mixed.tools.locator("input.names")
    names.fill("^(in|out)/.*l$")
    expect(mixed.tools.get_by_role("status")).to_have_text("2 of 6 variables")
    assert mixed.rows() == ["in/kernel", "out/kernel"]
    names.fill("(")
    expect(mixed.tools.get_by_role("status")).to_contain_text("not a regular expression")
    names.fill("no such name")
    expect(mixed.frame.get_by_text("No variable is like that.")).to_be_visible()
    names.fill("")
    state = mixed.tools.locator("select[data-key=state]")
    state.select_option("nonfinite")
    assert mixed.rows() == [runs.ONE_BAD_STEP]
    state.select_option("healthy")
    assert mixed.rows() == ["middle/kernel", "out/bias"]


def test_the_worst_come_first_where_that_is_asked_for(mixed, new_tab):
    mixed.tools.locator("select[data-key=order]").select_option("severity")
    worst = [runs.NULL, runs.ONE_BAD_STEP, runs.ZERO_LATER, runs.VANISHING]
    assert mixed.rows()[:4] == worst
    other = new_tab(None)
    other.page.goto(mixed.page.url)
    other.wait_for_map("mixed")
    assert other.rows()[:4] == worst


def test_a_layer_is_folded_into_one_row_that_shows_its_worst(mixed):
    box = mixed.stage.bounding_box()
    mixed.point_at(0, 30)
    height = mixed.cell_box()["y"]
    mixed.page.mouse.click(box["x"] + 30, height + 6)
    assert mixed.rows() == [MIXED_NAMES[0], *MIXED_NAMES[2:]]
    mixed.tools.get_by_role("button", name="Fold every group into one row").click()
    assert len(mixed.rows()) == 3
    mixed.page.keyboard.press("Shift+Home")
    assert any(pixel.red > pixel.green + pixel.blue for pixel in mixed.pixels_at_cursor())
    mixed.tools.get_by_role("button", name="Unfold all groups").click()
    assert mixed.rows() == MIXED_NAMES


@pytest.mark.parametrize("ratio", [1, 1.5, 2])
def test_the_map_is_as_fine_as_the_screen(new_tab, tab_server, ratio):
    tab = new_tab(tab_server, ratio=ratio).open(run="large")
    tab.wait_for_map("large")
    for name in ("cells", "steps"):
        shown = tab.map.locator(f"canvas.{name}").evaluate(
            """canvas => {
                const { width } = canvas.getBoundingClientRect();
                return [canvas.width, width * devicePixelRatio];
            }"""
        )
        assert shown[0] == pytest.approx(shown[1], abs=1)
