"""The tab as its users meet it: in TensorBoard, in a browser."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.end_to_end.tab import found, runs
from tests.end_to_end.tab.runs import HOSTILE_RUN, MIXED_NAMES, MIXED_STEPS


def test_the_map_of_200_variables_and_1000_steps_is_there_soon_after_the_click(
    new_tab, serve, mode
):
    tab = new_tab(serve(mode)).open(plugin="timeseries")
    tab.page.get_by_role("tab", name="Gradient Health").wait_for()
    start = time.perf_counter()
    tab.click_tab("Gradient Health")
    seconds = tab.seconds_until_map(start, "large")
    print(f"\nFrom the click to the map: {seconds:.2f} s")  # noqa: T201  what `-s` is for
    assert tab.map.get_attribute("data-columns") == "1000"
    assert len(tab.variables()) == 200


def test_a_variable_without_gradient_is_told_from_all_others_by_word_and_colour(
    new_tab, serve, mode
):
    tab = new_tab(serve(mode)).open(run="mixed")
    tab.wait_for_map("mixed", len(MIXED_STEPS))
    cells = tab.variables()
    assert list(cells) == MIXED_NAMES
    assert cells[runs.NULL][1] == "no gradient"
    assert cells[runs.ZERO_LATER][1:] == ["zero", "zero on 60 steps, first at 600"]
    assert cells[runs.ONE_BAD_STEP][1:] == ["present", "non-finite on 1 step, first at 70"]
    assert cells[runs.VANISHING][1] == "vanishing"
    expect(tab.verdict).to_contain_text(
        "1 of 6 variables has no gradient, 1 is zero, 1 vanishes at step 1,190."
    )
    expect(tab.verdict).to_contain_text("Earlier: 1 was non-finite, last at step 70.")

    colours = {}
    for name in (runs.NULL, "middle/kernel", runs.VANISHING, "out/bias"):
        tab.point_at(MIXED_NAMES.index(name), 0)
        colours[name] = tab.pixels_at_cursor()
    # The state has two colours, its own and that of its texture; so has a marked number.
    assert len(colours[runs.NULL]) == 2
    assert len(colours[runs.VANISHING]) == 2
    assert len(colours["middle/kernel"]) == len(colours["out/bias"]) == 1
    assert all(pixel.red > pixel.blue and pixel.alpha == 255 for pixel in colours[runs.NULL])
    (small,), (large,) = colours["middle/kernel"], colours["out/bias"]
    assert small.blue > small.red
    assert small.red + small.green + small.blue < large.red + large.green + large.blue


def test_a_single_bad_step_is_seen_on_a_map_with_fewer_pixels_than_steps(new_tab, tab_server):
    tab = new_tab(tab_server, width=800, height=600).open(run="large")
    tab.wait_for_map("large")
    # Where 1,000 steps share some 600 pixels, that of the legend leads to the one cell.
    tab.frame.locator("button[data-status='null']").click()
    expect(tab.spoken).to_have_text(re.compile(r"^model/block_15/part_0, step 517: no gradient"))
    assert any(pixel.red > pixel.green + pixel.blue for pixel in tab.pixels_at_cursor())


def test_a_click_on_a_row_shows_its_curve(tab):
    tab.open(run="mixed")
    tab.wait_for_map("mixed")
    tab.point_at(MIXED_NAMES.index(runs.ZERO_LATER), 30)
    box = tab.cell_box()
    tab.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(tab.detail.locator("h2")).to_have_text(runs.ZERO_LATER)
    expect(tab.detail).to_contain_text("2 × 3 · 6 elements · float32")
    expect(tab.detail).to_contain_text("zero on 60 steps (600 to 1,190)")
    curve = tab.detail.locator("gradient-curve").first
    # A zero has no place on a logarithmic axis; the 60 steps before have.
    expect(curve).to_have_attribute("data-points", "60")
    expect(tab.detail.locator("dl")).to_contain_text("Step 300")

    # The curve stands below its columns: pointing at one points at the other.
    tab.point_at(MIXED_NAMES.index(runs.ZERO_LATER), 30)
    box = tab.cell_box()
    tab.page.mouse.move(box["x"] + box["width"] / 2, curve.bounding_box()["y"] + 40)
    assert tab.cell_box()["x"] == pytest.approx(box["x"], abs=1)

    tab.frame.locator("gradient-top-bar select").select_option("mean")
    expect(curve).to_have_attribute("data-points", "120")
    tab.detail.get_by_role("button", name="Close").click()
    expect(tab.detail).to_have_count(0)


def test_keys_move_from_cell_to_cell_and_say_what_is_there(tab):
    tab.open(run="mixed")
    tab.wait_for_map("mixed")
    tab.point_at(MIXED_NAMES.index(runs.ONE_BAD_STEP), 0)
    tab.page.keyboard.press("Shift+ArrowRight")
    expect(tab.spoken).to_have_text(re.compile(rf"^{runs.ONE_BAD_STEP}, step 70: non-finite"))
    expect(tab.tooltip).to_be_visible()
    expect(tab.tooltip).to_contain_text("At least one element of the gradient is NaN or infinite.")
    tab.page.keyboard.press("ArrowLeft")
    norm = runs.mixed_norms()[MIXED_STEPS.index(60), 3]
    expect(tab.spoken).to_have_text(
        f"{runs.ONE_BAD_STEP}, step 60: present, L2 norm of the gradient {norm:.4g}"
    )
    tab.page.keyboard.press("Enter")
    expect(tab.detail.locator("h2")).to_have_text(runs.ONE_BAD_STEP)
    tab.page.keyboard.press("Escape")
    expect(tab.detail).to_have_count(0)


@pytest.mark.parametrize("width", [1000, 1600])
def test_the_tooltip_is_never_cut_off(new_tab, tab_server, width):
    tab = new_tab(tab_server, width=width, height=700).open(run="mixed")
    tab.wait_for_map("mixed")
    frame = tab.page.locator("iframe").first.bounding_box()
    last = len(MIXED_STEPS) - 1
    for row, keys in [(0, "Home"), (5, "Home"), (0, "End"), (5, "End")]:
        tab.point_at(row, 0)
        tab.page.keyboard.press(keys)
        box = tab.tooltip.bounding_box()
        assert box["x"] >= frame["x"]
        assert box["y"] >= frame["y"]
        assert box["x"] + box["width"] <= frame["x"] + frame["width"]
        assert box["y"] + box["height"] <= frame["y"] + frame["height"]
    assert str(MIXED_STEPS[last]) in tab.spoken.inner_text().replace(",", "")
    document = tab.frame.locator("html")
    assert document.evaluate("html => html.scrollWidth <= html.clientWidth")


def test_dark_mode_is_followed_at_once(tab):
    brightness = "html => getComputedStyle(html.querySelector('body')).backgroundColor"
    tab.open(run="mixed", dark=True)
    tab.wait_for_map("mixed")
    document = tab.frame.locator("html")
    assert document.evaluate(brightness) == "rgb(48, 48, 48)"
    tab.point_at(0, 0)
    dark = tab.pixels_at_cursor()
    tab.page.evaluate("document.body.classList.remove('dark-mode')")
    expect(document).not_to_have_class(re.compile("dark"))
    assert document.evaluate(brightness) == "rgb(255, 255, 255)"
    assert not dark & tab.pixels_at_cursor()


def test_names_are_text_and_nothing_else(tab):
    tab.open(run=HOSTILE_RUN)
    tab.wait_for_map(HOSTILE_RUN)
    names = list(tab.variables())
    assert "<script>alert(2)</script>" in names
    assert "<img src=x onerror=alert(1)>/kernel" in names
    for row in range(len(names)):
        tab.point_at(row, 1)
        tab.page.keyboard.press("Enter")
        expect(tab.detail).to_have_count(1)
    made = tab.frame.locator("img, script:not([type=module]), iframe")
    assert made.count() == 0
    assert tab.frame.locator("gradient-runs").get_by_text(HOSTILE_RUN).count() == 1


def test_each_run_has_its_health_beside_its_name(tab):
    tab.open(run="large")
    tab.wait_for_map("large")
    runs = tab.frame.locator("gradient-runs li")
    expect(runs.filter(has_text="mixed")).to_contain_text("no gradient 1 · zero 1 · vanishing 1")
    expect(runs.filter(has_text="large")).to_contain_text("earlier no gradient 1")
    expect(runs.filter(has_text="newer")).to_contain_text("not readable")
    # The third, fourth ... run of TensorBoard's list, in TensorBoard's colours.
    colour = "dot => getComputedStyle(dot).backgroundColor"
    dots = {run: runs.filter(has_text=run).locator(".dot") for run in ("large", "mixed")}
    assert dots["large"].evaluate(colour) == "rgb(18, 181, 203)"
    assert dots["mixed"].evaluate(colour) == "rgb(229, 37, 146)"


def test_the_run_that_is_shown_is_in_sight_in_its_list(new_tab, tab_server):
    tab = new_tab(tab_server, height=420).open(run=found.NOTED)
    tab.wait_for_map(found.NOTED)
    item = tab.frame.locator(f"gradient-runs li[data-run='{found.NOTED}']")
    expect(item).to_contain_text("no gradient 32")
    expect(item).to_be_in_viewport(ratio=0.9)


def test_a_filter_that_finds_nothing_leads_back_to_all_variables(tab):
    tab.open(run="mixed", filter="nothing like this", state="sick")
    tab.frame.get_by_role("button", name="Show all").click()
    tab.wait_for_map("mixed")
    assert list(tab.variables()) == MIXED_NAMES


def test_a_run_that_cannot_be_read_says_why(tab):
    tab.open(run="newer")
    expect(tab.frame.locator("[data-notice=problem]")).to_contain_text("schema version 99")


def test_a_million_cells_follow_the_pointer(new_tab, start_tensorboard, tmp_path):
    last_steps = runs.write_huge(tmp_path)
    server = start_tensorboard(tmp_path, mode="python_reader")
    server.wait_for_runs(**last_steps)
    tab = new_tab(server, width=1600, height=1000).open()
    tab.wait_for_map("huge", 1000)
    seconds = tab.stage.evaluate(
        """async stage => {
            const box = stage.getBoundingClientRect();
            const frame = () => new Promise(requestAnimationFrame);
            await frame();
            const durations = [];
            for (let move = 0; move < 120; move++) {
                const start = performance.now();
                stage.dispatchEvent(new PointerEvent("pointermove", {
                    bubbles: true,
                    clientX: box.x + box.width * (0.3 + 0.005 * move),
                    clientY: box.y + box.height * (0.1 + 0.006 * move),
                }));
                await Promise.resolve();
                await frame();
                durations.push(performance.now() - start);
            }
            return durations.sort((a, b) => a - b).map(duration => duration / 1000);
        }"""
    )
    median, worst = (1000 * seconds[int(len(seconds) * part)] for part in (0.5, 0.95))
    print(f"\nA pointer move: median {median:.1f} ms, 95 % in {worst:.1f} ms")  # noqa: T201
    assert median < 50
