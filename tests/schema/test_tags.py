"""Tags survive being written and taken apart, and foreign ones are left alone."""

import pytest

from tb_gradplugin.schema import records, statistics, tags

KINDS = (tags.VARIABLES, statistics.STATE, *statistics.NAMES, *statistics.STEP_NAMES)


@pytest.mark.parametrize("kind", KINDS)
def test_a_tag_survives_the_round_trip(kind):
    tag = tags.Tag(kind, "0123abcd")
    assert str(tag) == f"gradient_health/{kind}/0123abcd"
    assert tags.parse(str(tag)) == tag


def test_the_digest_of_a_table_fits_into_a_tag():
    tag = tags.Tag(tags.VARIABLES, records.VariableTable(()).digest)
    assert tags.parse(str(tag)) == tag


def test_kinds_are_distinct():
    assert len(set(KINDS)) == len(KINDS)


@pytest.mark.parametrize(
    "foreign",
    [
        "",
        "loss",
        "gradient_health",
        "gradient_health/l2_norm",
        "gradient_health/l2_norm/",
        "gradient_health/l2_norm/0123abc",
        "gradient_health/l2_norm/0123abcde",
        "gradient_health/l2_norm/0123ABCD",
        "gradient_health/l2_norm/0123abcd/0",
        "gradient_health/l2_norm/0123abcd\n",
        "gradient_health/no_such_statistic/0123abcd",
        "gradient_health//0123abcd",
        "Gradient_health/l2_norm/0123abcd",
        "a/gradient_health/l2_norm/0123abcd",
        "gradient_health/l2_norm/０１２３４５６７",
    ],
)
def test_a_foreign_tag_is_none(foreign):
    assert tags.parse(foreign) is None
