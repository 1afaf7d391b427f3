"""What `print` shows of a finding and of a verdict: the text that a report has of them."""

import pytest

from tb_gradplugin.messages import explanation, verdict_words
from tests.messages import specimens, test_verdict_words

FINDINGS = specimens.SPECIMENS
VERDICTS = test_verdict_words.SPECIMENS


@pytest.mark.parametrize("finding", FINDINGS.values(), ids=FINDINGS)
def test_a_finding_is_its_whole_explanation(finding):
    assert str(finding) == f"{finding}" == explanation.text(finding)
    assert repr(finding).startswith("Finding(code=")


@pytest.mark.parametrize("verdict", VERDICTS.values(), ids=VERDICTS)
def test_a_verdict_is_its_whole_text(verdict):
    assert str(verdict) == f"{verdict}" == verdict_words.words_of(verdict).text
    assert repr(verdict).startswith("Verdict(rule=")
