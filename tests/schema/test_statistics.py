"""The table of statistics tells people and programs what each number is."""

import pytest

from tb_gradplugin.schema import states, statistics

ALL = (*statistics.STATISTICS, *statistics.STEP_STATISTICS)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_every_statistic_is_documented(one):
    assert one.name.isascii()
    assert one.name.replace("_", "").isalnum()
    assert one.name.islower()
    assert one.label[0].isupper() or one.label.startswith("NaN")
    assert one.unit
    assert one.scale in ("log", "linear", "signed")
    assert one.meaning.endswith(".")
    assert one.meaning[0].isupper()
    assert one.absent
    assert not one.absent.endswith(".")


def test_names_and_labels_are_distinct():
    assert len({one.name for one in ALL}) == len(ALL)
    assert len({one.label for one in ALL}) == len(ALL)


def test_the_lookups_name_what_the_table_names():
    assert tuple(one.name for one in statistics.STATISTICS) == statistics.NAMES
    assert [statistics.BY_NAME[name].name for name in statistics.NAMES] == list(statistics.NAMES)
    assert tuple(one.name for one in statistics.STEP_STATISTICS) == statistics.STEP_NAMES


def test_names_that_the_tab_routes_by_are_not_taken_by_a_statistic():
    assert not {"state", "status", "variables"} & {one.name for one in ALL}


def test_what_is_counted_or_a_share_is_not_shown_by_orders_of_magnitude():
    shares = [one for one in ALL if one.label.startswith("Share ")]
    counted = [one for one in ALL if one.unit == "elements"]
    assert {one.name for one in (*shares, *counted)} == {
        *("zero_fraction", "nan_count", "inf_count", "float16_lost", "bfloat16_lost")
    }
    assert {one.scale for one in (*shares, *counted)} == {"linear"}
    assert {one.unit for one in shares} == {"1"}


def test_what_has_no_upper_end_and_is_positive_is_shown_by_orders_of_magnitude():
    ratios = [one for one in ALL if one.unit == "1" and not one.label.startswith("Share ")]
    assert {one.name for one in ratios} == {"update_ratio", "learning_rate", "loss_scale"}
    assert {one.scale for one in ratios} == {"log"}


def test_stored_numbers_of_states_and_statuses_never_change():
    assert {state.name: state.value for state in states.State} == {
        "NOT_RECORDED": 0,
        "PRESENT": 1,
        "ZERO": 2,
        "NONFINITE": 3,
        "NULL": 4,
    }
    assert [(status.value, status.name) for status in states.Status] == [
        (0, "NOT_RECORDED"),
        (1, "OK"),
        (2, "VANISHING"),
        (3, "EXPLODING"),
        (4, "ZERO"),
        (5, "NONFINITE"),
        (6, "NULL"),
    ]
