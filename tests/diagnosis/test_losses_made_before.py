"""Losses that were computed before the evaluation, which reads the variables all the same."""

import pytest

from tb_gradplugin.diagnosis.in_text import Kept
from tests.diagnosis.programs import Builder, line, numbers


@pytest.mark.parametrize(
    ("source", "is_loss", "lead"),
    [
        ("value = error(model(x), y)", True, ("GN107", 7)),
        ("outputs = model(x)", False, ("GN104", 3)),
    ],
)
def test_a_loss_made_before_explains_more_than_what_its_evaluation_drops(source, is_loss, lead):
    b = Builder()
    (where,) = line(7, source)
    made = b.outside("made", shape=())
    b.op("Square", b.weight("w", kept=Kept(made, where, False), at=2), at=3)
    finding = b.finding(made if is_loss else b.op("Sum", made, at=9))
    assert (finding.code, numbers(finding)[0]) == lead


@pytest.mark.parametrize(
    ("shape", "of_data", "code"),
    [((), False, "GN107"), ((), True, "GN104"), ((3,), False, "GN104")],
)
def test_a_number_that_is_all_of_the_loss_may_have_been_computed_before(shape, of_data, code):
    b = Builder()
    b.op("Square", b.weight("w"), at=3)
    finding = b.finding(b.outside("made", shape=shape, of_data=of_data))
    assert (finding.code, finding.variables) == (code, ("w",))
