"""The rules of others, written anew from what their papers and manuals say.

Each takes `Records` and gives the kinds of sickness that it finds, by our names. They were made
for other records: where they ask for activations, the bias tells, whose gradient is 0 for each
unit that is silent on the whole batch. Where a gradient is not finite each of them says so.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.benchmarks.judgement.published.autotrainer import autotrainer, without_gate
from tests.benchmarks.judgement.published.bttackler import bttackler
from tests.benchmarks.judgement.published.deepdiagnosis import deepdiagnosis
from tests.benchmarks.judgement.published.sagemaker import sagemaker
from tests.benchmarks.judgement.published.thedeepchecker import thedeepchecker
from tests.benchmarks.judgement.records import Records

RULES: dict[str, Callable[[Records], set[str]]] = {
    "SageMaker": sagemaker,
    "AUTOTRAINER": autotrainer,
    "AUTOTRAINER, no gate": without_gate,
    "DeepDiagnosis": deepdiagnosis,
    "TheDeepChecker": thedeepchecker,
    "BTTackler": bttackler,
}
"""By the name of the tool."""
