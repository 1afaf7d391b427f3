"""Tags survive being written and taken apart, and foreign ones are left alone."""

import pytest

from tb_gradplugin.schema import histogram, records, statistics, tags

KINDS = (tags.VARIABLES, statistics.STATE, *statistics.NAMES, *statistics.STEP_NAMES)
KINDS_WITH_PART = (histogram.HISTOGRAM, tags.COUNTERS, tags.INCIDENT, tags.FINDINGS, tags.VERDICTS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_tag_survives_the_round_trip(kind):
    tag = tags.Tag(kind, "0123abcd")
    assert str(tag) == f"gradient_health/{kind}/0123abcd"
    assert tags.parse(str(tag)) == tag


@pytest.mark.parametrize("kind", KINDS_WITH_PART)
@pytest.mark.parametrize("part", ["0", "1f", "9f86d081abcd"])
def test_a_tag_with_a_chunk_or_a_session_survives_the_round_trip(kind, part):
    tag = tags.Tag(kind, "0123abcd", part)
    assert str(tag) == f"gradient_health/{kind}/0123abcd/{part}"
    assert tags.parse(str(tag)) == tag


@pytest.mark.parametrize("kind", KINDS_WITH_PART)
@pytest.mark.parametrize("end", ["", "/", "/0/", "/0/1", "/G", "/0A", "/-1", "/0\n", "/ 0"])
def test_where_a_part_belongs_none_or_an_odd_one_is_foreign(kind, end):
    assert tags.parse(f"gradient_health/{kind}/0123abcd{end}") is None


@pytest.mark.parametrize("kind", KINDS)
def test_where_no_part_belongs_one_is_foreign(kind):
    assert tags.parse(f"gradient_health/{kind}/0123abcd/0") is None


def test_the_digest_of_a_table_fits_into_a_tag():
    tag = tags.Tag(tags.VARIABLES, records.VariableTable(()).digest)
    assert tags.parse(str(tag)) == tag


def test_kinds_are_distinct():
    assert len({*KINDS, *KINDS_WITH_PART}) == len(KINDS) + len(KINDS_WITH_PART)


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
