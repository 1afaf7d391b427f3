"""The gradient by depth: from the last layer to the first, at one step, for one run or several."""

import functools
import re
import urllib.parse

import numpy as np
import pytest
from playwright.sync_api import expect

from tb_gradplugin.schema.states import State
from tests import event_logs
from tests.end_to_end.tab.runs import DIGEST
from tests.end_to_end.tab.test_habits import violations

LAYERS, STEPS = 6, 30
NAMES = [f"net/layer_{layer}/{kind}" for layer in range(LAYERS) for kind in ("kernel", "bias")]
SHAPES = [(8, 8), (8,)] * LAYERS
KERNELS = slice(0, None, 2)
HOSTILE = "<img src=x onerror=alert(1)>, and a comma"


def norms(factor: float) -> np.ndarray:
    """float32 [steps, variables]: a factor for each layer towards the first, and some noise."""
    layers = factor ** np.arange(LAYERS - 1, -1, -1.0)
    noise = np.random.default_rng(5).normal(0, 0.1, (STEPS, LAYERS))
    return np.repeat(layers * np.exp(noise), 2, axis=1).astype(np.float32)


def states() -> np.ndarray:
    """uint8 [steps, variables]: null in one layer, zero in another from the 20th step on."""
    states = np.full((STEPS, len(NAMES)), State.PRESENT, np.uint8)
    states[:, NAMES.index("net/layer_4/kernel")] = State.NULL
    states[20:, NAMES.index("net/layer_1/kernel")] = State.ZERO
    return states


def sick_norms() -> np.ndarray:
    """float32 [steps, variables] to `states`."""
    sick = norms(1.0)
    sick[states() == State.NULL] = np.nan
    sick[states() == State.ZERO] = 0
    return sick


@pytest.fixture(scope="module")
def logdir(tmp_path_factory):
    logdir = tmp_path_factory.mktemp("depth")
    well = np.full((STEPS, len(NAMES)), State.PRESENT, np.uint8)
    for run, recorded, numbers in (
        ("deep", well, norms(0.05)),
        ("sick", states(), sick_norms()),
        (HOSTILE, well, norms(1.5)),
    ):
        with event_logs.EventFile(logdir / run) as file:
            file.table(DIGEST, event_logs.table(DIGEST, NAMES, shapes=SHAPES))
            for row in range(STEPS):
                vectors = {"state": recorded[row], "l2_norm": numbers[row]}
                file.row(DIGEST, row * 10, event_logs.START + row, vectors)
    return logdir


@pytest.fixture(scope="module")
def serve_depth(start_tensorboard, logdir):
    """Servers over the runs, one for each way of reading logs."""

    @functools.cache
    def served(mode):
        server = start_tensorboard(logdir, mode=mode)
        server.wait_for_runs(**dict.fromkeys(("deep", "sick", HOSTILE), STEPS * 10 - 10))
        return server

    return served


@pytest.fixture
def opened(new_tab, serve_depth):
    """Opens the view by depth."""

    def opened(mode="python_reader", width=1400, height=900, **place):
        tab = new_tab(serve_depth(mode), width=width, height=height)
        tab.open(**{"view": "depth", **place})
        chart(tab).wait_for()
        return tab

    return opened


def chart(tab):
    return tab.frame.locator("gradient-depth-chart[data-points]")


def said_of(tab, run):
    return tab.frame.locator("gradient-depth li[data-run]").filter(has_text=run)


def point_at(tab, depth, height=0.3):
    """Puts the pointer on a layer of the chart; 0 is the last."""
    box = chart(tab).bounding_box()
    left, right = 68, 28
    spacing = (box["width"] - left - right) / LAYERS
    tab.page.mouse.move(
        box["x"] + left + (depth + 0.5) * spacing, box["y"] + height * box["height"]
    )


def address(tab):
    return urllib.parse.unquote(tab.page.url)


def cells(tab):
    """The table for screen readers: variable -> its cells."""
    rows = tab.frame.locator("gradient-depth-table tbody tr")
    texts = rows.evaluate_all("rows => rows.map(r => [...r.cells].map(c => c.innerText.trim()))")
    return {name: numbers for _, name, *numbers in texts}


def test_the_decay_for_each_layer_is_told_as_a_factor(opened, mode):
    tab = opened(mode, run="deep")
    means = np.log10(norms(0.05)[-10:, KERNELS]).mean(axis=0)
    factor = 10 ** -np.polyfit(np.arange(LAYERS), means, 1)[0]
    expect(said_of(tab, "deep")).to_contain_text(f"shrinks to {factor:.2g} of its size")
    expect(chart(tab)).to_have_attribute("data-points", str(LAYERS))


def test_layers_without_a_number_are_told_with_their_state(opened):
    tab = opened(run="sick")
    expect(chart(tab)).to_have_attribute("data-points", str(LAYERS - 2))
    legend = tab.frame.locator("gradient-depth .states")
    expect(legend).to_contain_text("no gradient 1")
    expect(legend).to_contain_text("zero 1")
    table = cells(tab)
    assert list(table) == [name for name in reversed(NAMES) if "kernel" in name]
    assert table["net/layer_4/kernel"] == ["none, no gradient"]
    assert table["net/layer_1/kernel"] == ["0, zero"]
    point_at(tab, 1)
    expect(chart(tab).locator("gradient-tooltip")).to_contain_text("net/layer_4/kernel")
    expect(chart(tab).locator("gradient-tooltip")).to_contain_text("no gradient")


def test_a_step_is_chosen_by_keys_and_stays_in_the_address(opened):
    tab = opened(run="sick")
    slider = tab.frame.get_by_role("slider", name="Step")
    slider.focus()
    for _ in range(15):
        tab.page.keyboard.press("ArrowLeft")
    expect(tab.frame.locator("gradient-step-player output")).to_have_text("Step 140 of 290")
    expect(chart(tab)).to_have_attribute("data-points", str(LAYERS - 1))
    tab.page.wait_for_function("location.hash.includes('gradient_health.step=140')")
    again = opened(run="sick", step="140")
    expect(again.frame.locator("gradient-step-player output")).to_have_text("Step 140 of 290")


def test_the_steps_play_to_the_end_and_can_be_paused(opened):
    tab = opened(run="sick", step="0")
    output = tab.frame.locator("gradient-step-player output")
    tab.frame.get_by_role("button", name="Play the steps").click()
    expect(output).not_to_have_text("Step 0 of 290")
    tab.page.keyboard.press("Space")
    expect(tab.frame.get_by_role("button", name="Play the steps")).to_be_visible()
    tab.frame.get_by_role("slider", name="Step").focus()
    tab.page.keyboard.press("Space")
    expect(output).to_have_text("Step 290 of 290", timeout=20_000)
    expect(tab.frame.get_by_role("button", name="Play the steps")).to_be_visible()


def test_who_wants_no_motion_sees_few_steps_each_for_a_second(opened):
    tab = opened(run="sick", step="0")
    tab.page.emulate_media(reduced_motion="reduce")
    output = tab.frame.locator("gradient-step-player output")
    tab.frame.get_by_role("button", name="Play the steps").click()
    tab.page.wait_for_timeout(500)
    expect(output).to_have_text("Step 0 of 290")
    expect(output).to_have_text("Step 30 of 290")


def test_a_click_on_a_layer_leads_to_its_row_and_its_curves(opened):
    tab = opened(run="deep", step="100")
    point_at(tab, 2)
    expect(chart(tab).locator("gradient-tooltip")).to_contain_text("net/layer_3/kernel")
    tab.page.mouse.down()
    tab.page.mouse.up()
    expect(tab.detail.locator("h2")).to_have_text("net/layer_3/kernel")
    expect(tab.detail.locator("dl")).to_contain_text("Step 100")
    expect(chart(tab)).to_have_count(0)
    assert "view=" not in address(tab)
    tab.frame.get_by_role("button", name="By depth").click()
    expect(tab.frame.locator("gradient-step-player output")).to_have_text("Step 100 of 290")
    assert "gradient_health.view=depth" in address(tab)


def test_keys_go_from_layer_to_layer_and_from_run_to_run(opened):
    tab = opened(run="deep", runs="sick")
    expect(said_of(tab, "sick")).to_contain_text("of its size")
    chart(tab).locator(".stage").focus()
    spoken = chart(tab).locator("[aria-live]")
    tab.page.keyboard.press("ArrowRight")
    tab.page.keyboard.press("ArrowRight")
    expect(spoken).to_have_text(re.compile(r"^net/layer_4/kernel, step 290: present"))
    tab.page.keyboard.press("ArrowDown")
    expect(spoken).to_have_text(re.compile(r"^net/layer_4/kernel, step 290: no gradient"))
    tab.page.keyboard.press("End")
    tab.page.keyboard.press("Enter")
    # It is another run's variable: that run is looked at.
    tab.wait_for_map("sick")
    expect(tab.detail.locator("h2")).to_have_text("net/layer_0/kernel")


def test_further_runs_lie_over_it_and_are_in_the_address_whatever_their_names(opened):
    tab = opened(run="deep")
    run = next(
        name
        for name in tab.frame.locator("gradient-depth option").all_inner_texts()
        if name.startswith("<img")
    )
    tab.frame.get_by_label("Compare with another run").select_option(run)
    expect(said_of(tab, run)).to_contain_text("grows to 1.5 times its size")
    assert len(cells(tab)["net/layer_0/kernel"]) == 2
    runs = urllib.parse.parse_qs(tab.page.url.partition("#")[2])["p.gradient_health.runs"]
    again = opened(run="deep", runs=runs[0])
    expect(said_of(again, run)).to_contain_text("grows to")
    again.frame.get_by_role("button", name=f"Take run {run} out of the chart").click()
    expect(said_of(again, run)).to_have_count(0)
    assert "gradient_health.runs" not in address(again)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_by_depth(opened, dark):
    tab = opened(run="deep", runs="sick", dark=dark)
    expect(said_of(tab, "sick")).to_contain_text("of its size")
    point_at(tab, 1)
    assert violations(tab) == []


@pytest.mark.parametrize("width", [1000, 2560])
def test_everything_has_room(opened, width):
    tab = opened(width=width, height=800, run="sick", runs="deep")
    frame = tab.frame.locator("gradient-depth")
    assert frame.evaluate("view => view.scrollWidth <= view.clientWidth")
    for part in ("gradient-step-player", "gradient-depth-chart", ".ends"):
        box = tab.frame.locator(part).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= 800
