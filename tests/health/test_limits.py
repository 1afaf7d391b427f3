"""Thresholds can be chosen, and what is no choice is refused in words."""

import pytest

from tb_gradplugin.health import thresholds
from tb_gradplugin.health.limits import UnknownThresholdError
from tb_gradplugin.health.thresholds import Thresholds


def test_what_is_not_chosen_has_its_default():
    assert Thresholds() == thresholds.DEFAULT
    assert Thresholds().adjusted == {}
    for one in thresholds.ALL:
        assert thresholds.DEFAULT[one] == one.value


def test_what_is_chosen_counts():
    chosen = Thresholds({"vanishing.layer_ratio": 1e-4, "persistence.rows": 5})
    assert chosen[thresholds.VANISHING_LAYERS] == 1e-4
    assert chosen.limit(thresholds.VANISHING_LAYERS).value == 1e-4
    assert chosen.adjusted == {"vanishing.layer_ratio": 1e-4, "persistence.rows": 5}
    assert chosen != thresholds.DEFAULT
    assert hash(Thresholds(chosen.adjusted)) == hash(chosen)
    assert repr(chosen) == "Thresholds({'vanishing.layer_ratio': 0.0001, 'persistence.rows': 5.0})"


def test_a_name_that_nearly_fits_is_answered_by_those_near_it():
    with pytest.raises(UnknownThresholdError, match=r"'vanishing\.layer'") as error:
        Thresholds({"vanishing.layer": 1})
    assert "vanishing.layer_ratio" in str(error.value)


def test_a_name_that_fits_nothing_is_answered_by_all_of_them():
    with pytest.raises(UnknownThresholdError) as error:
        Thresholds({"xyz": 1})
    assert all(one.name in str(error.value) for one in thresholds.ALL)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("vanishing.layer_ratio", 0, "above 0 and at most 1"),
        ("vanishing.layer_ratio", -1.0, "above 0"),
        ("vanishing.layer_ratio", 2, "at most 1"),
        ("vanishing.layer_ratio", float("nan"), "finite"),
        ("exploding.l2_norm", float("inf"), "finite"),
        ("persistence.rows", 1, "at least 2"),
        ("persistence.rows", 2.5, "whole number"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(name, value, said):
    with pytest.raises(ValueError, match=said) as error:
        Thresholds({name: value})
    assert f"Received: {value!r}" in str(error.value)
    assert f"`{name}`" in str(error.value)


@pytest.mark.parametrize("value", ["1e-3", None, True, [1]])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(TypeError, match="must be a number"):
        Thresholds({"vanishing.layer_ratio": value})


def test_every_default_is_one_that_may_be_chosen():
    assert Thresholds({one.name: one.value for one in thresholds.ALL}) == thresholds.DEFAULT
