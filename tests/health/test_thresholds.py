"""Every number that a judgement rests on says why it is that number."""

import ast
import dataclasses
import math
import re

import pytest

from tb_gradplugin.health import thresholds
from tests.health import oracle


@pytest.mark.parametrize("one", thresholds.ALL, ids=lambda one: one.name)
def test_every_threshold_has_unit_reason_and_source(one):
    assert re.fullmatch(r"[a-z_]+\.[a-z0-9_]+", one.name)
    assert math.isfinite(one.value)
    assert one.value > 0
    assert one.unit
    for sentence in (one.reason, one.source):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert len(sentence.split()) > 4


def test_every_threshold_of_the_module_is_listed_once():
    defined = [one for one in vars(thresholds).values() if isinstance(one, thresholds.Threshold)]
    assert sorted(one.name for one in defined) == sorted(one.name for one in thresholds.ALL)
    assert len({one.name for one in thresholds.ALL}) == len(thresholds.ALL)


def test_the_numbers_are_those_of_the_design():
    assert thresholds.EXPLODING.value == oracle.EXPLODING
    assert thresholds.VANISHING.value == oracle.VANISHING


def test_a_threshold_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        thresholds.EXPLODING.value = 1.0


def test_no_rule_hides_a_number_of_its_own(repository):
    for path in (repository / "tb_gradplugin" / "health").rglob("*.py"):
        if path.name == "thresholds.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                assert node.value in (0.0, 1.0), f"{path.name}:{node.lineno}: {node.value}"
