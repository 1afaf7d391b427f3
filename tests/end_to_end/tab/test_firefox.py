"""What the tab is looked at for, in the other browser."""

import csv
import io
from collections.abc import Iterator

import pytest

from tests.end_to_end.servers import wait_for
from tests.end_to_end.tab import found, runs
from tests.end_to_end.tab.firefox import Firefox, FirefoxTab
from tests.end_to_end.tab.runs import HOSTILE_RUN, MIXED_NAMES, MIXED_STEPS

STAGE, SPOKEN = ".stage", "[aria-live=polite]"


@pytest.fixture(scope="module")
def started(firefox) -> Iterator[Firefox]:
    with Firefox(firefox) as browser:
        yield browser


@pytest.fixture
def new_tab(started) -> Iterator:
    """Opens tabs; at the end Firefox must have had nothing to complain of."""
    tabs: list[FirefoxTab] = []

    def new(server) -> FirefoxTab:
        tabs.append(FirefoxTab(started, server.url))
        return tabs[-1]

    yield new
    for tab in tabs:
        tab.close()
    assert [complaint for tab in tabs for complaint in tab.complaints] == []


@pytest.fixture
def tab(new_tab, tab_server) -> FirefoxTab:
    return new_tab(tab_server)


def test_the_map_has_the_colour_of_each_state_and_number(tab):
    tab.open(run="mixed")
    colours = {}
    for name, column in [
        (runs.NULL, 0),
        ("middle/kernel", 0),
        ("out/bias", 0),
        (runs.VANISHING, 0),
        (runs.ONE_BAD_STEP, MIXED_STEPS.index(runs.BAD_STEP)),
    ]:
        tab.point_at(MIXED_NAMES.index(name), column)
        colours[name] = tab.pixels_at_cursor()
    small, large = colours["middle/kernel"], colours["out/bias"]
    # A state has two colours, its own and that of its texture; so has a marked number.
    assert [len(each) for each in colours.values()] == [2, 1, 1, 2, 2]
    assert all(pixel.red > pixel.blue for pixel in colours[runs.NULL])
    assert all(pixel.blue > pixel.green for pixel in colours[runs.ONE_BAD_STEP])
    assert {pixel.alpha for each in colours.values() for pixel in each} == {255}
    light = [sum((pixel.red, pixel.green, pixel.blue)) for (pixel,) in (small, large)]
    assert light[0] < light[1]


def test_a_click_on_a_cell_shows_its_variable(tab):
    tab.open(run="mixed")
    tab.point_at(MIXED_NAMES.index(runs.ZERO_LATER), 30)
    tab.click(".cell")
    tab.wait_for_text("h2", runs.ZERO_LATER)
    tab.wait("() => find('gradient-curve')?.dataset.points === '60'")


def test_keys_lead_to_the_next_change_and_say_what_is_there(tab):
    tab.open(run="mixed")
    tab.point_at(MIXED_NAMES.index(runs.ONE_BAD_STEP), 0)
    tab.press("Shift+ArrowRight")
    tab.wait_for_text(SPOKEN, f"{runs.ONE_BAD_STEP}, step {runs.BAD_STEP}: non-finite")
    tab.press("+", "+", "+")
    tab.wait("() => Boolean(find('gradient-thumbnail'))")
    tab.press("0", "Enter")
    tab.wait_for_text("h2", runs.ONE_BAD_STEP)
    tab.press("Escape")
    tab.wait("() => !find('gradient-detail')")


def test_a_finding_leads_to_its_place_on_the_map(tab):
    tab.open(run=found.RUN)
    tab.click("button.head", "tf.argmax")
    tab.click("button.name", found.LAST)
    tab.wait_for_text("h2", found.LAST)
    tab.wait_for_text(SPOKEN, f"{found.LAST}, step 20: no gradient")
    drawn = [pixel for pixel in tab.pixels_at_cursor() if pixel.alpha == 255]
    assert len(drawn) == 2
    assert all(pixel.red > pixel.blue for pixel in drawn)


def test_dark_mode_has_a_dark_ground_and_colours_of_its_own(new_tab, tab_server):
    ground = "() => getComputedStyle(document.body).backgroundColor"
    shown = {}
    for dark in (False, True):
        tab = new_tab(tab_server).open(run="mixed", dark=dark)
        tab.point_at(0, 0)
        shown[tab.call(ground)] = tab.pixels_at_cursor()
    assert list(shown) == ["rgb(255, 255, 255)", "rgb(48, 48, 48)"]
    light, dark = shown.values()
    assert not light & dark


def test_the_table_is_saved_and_names_stay_text(tab, started):
    tab.open(run=HOSTILE_RUN)
    tab.click("button[popovertarget=files]")
    tab.click("#files button", "L2 norm of each variable and step")
    saved = wait_for(
        lambda: [path for path in started.downloads.glob("*.csv") if path.stat().st_size],
        lambda: str(list(started.downloads.iterdir())),
    )
    head, *rows = csv.reader(io.StringIO(saved[0].read_text(encoding="utf-8"), newline=""))
    assert head[4:] == ["0", "1", "2", "3"]
    assert rows[0][0] == "<img src=x onerror=alert(1)>/kernel"
    assert [float(cell) for cell in rows[0][4:]] == [1, 1, 1, 1]
    assert tab.call("() => !find('img') && !find('[onerror]')")
