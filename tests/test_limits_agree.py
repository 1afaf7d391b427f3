"""Limits that two parts of the package know, which never import each other, are the same."""

from tb_gradplugin.diagnosis.flows import flow_limits
from tb_gradplugin.health import thresholds
from tb_gradplugin.messages.explanation import text
from tests.messages.specimens import SPECIMENS


def test_a_diagnosis_quotes_the_limits_by_which_a_status_is_decided():
    assert thresholds.EXPLODING.value == flow_limits.EXPLODING_NORM
    assert thresholds.VANISHING.value == flow_limits.VANISHING_SHARE


def test_words_quote_the_limits_by_their_names():
    assert f"({thresholds.EXPLODING.name})" in text(SPECIMENS["GH202 of layers"])
    assert f"({thresholds.EXPLODING.name})" in text(SPECIMENS["GH202 of a loss scale"])
    assert f"({thresholds.VANISHING.name})" in text(SPECIMENS["GH201 of layers"])
