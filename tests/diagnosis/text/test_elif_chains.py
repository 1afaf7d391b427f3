"""A chain of `elif` counts as what passed a result by only where no branch that reads it ran."""

import pytest

from tb_gradplugin.diagnosis.text import elif_chains
from tests.diagnosis.programs import block_with

CHAIN = """    if n > 3:
        y = x * y
    elif n > 2:
        y = exp(y)
    elif n > 1:
        y = y - x
    else:
        y = sin(y)
    return y"""


def passed_by(tmp_path, body, ran=()):
    node, file = block_with(tmp_path, body)
    found = elif_chains.passed([node], {(file, line) for line in (2, *ran)})
    return found and (found.line.source, found.is_taken)


@pytest.mark.parametrize(
    ("ran", "expected"),
    [
        ([6], ("elif n > 2:", True)),
        # An `else` has no condition to name.
        ([10], ("if n > 3:", False)),
        ([6, 10], ("if n > 3:", False)),
        ([], ("if n > 3:", False)),
        ([4], None),
        ([6, 8], None),
    ],
)
def test_the_condition_that_was_taken_leads_where_it_is_the_only_one(tmp_path, ran, expected):
    assert passed_by(tmp_path, CHAIN, ran) == expected


@pytest.mark.parametrize(
    "body",
    [
        CHAIN.replace("return y", "return x + y"),
        CHAIN.replace("exp(y)", "exp(y) * x"),
        CHAIN.replace("n > 1", "n > x"),
        CHAIN.replace("y - x", "[y, x]"),
        CHAIN.replace("    elif n > 1:", "    elif n > 1:\n        x = cos(y)\n    elif x > 1:"),
        "    if n > 3:\n        y = x * y\n    else:\n        y = exp(y)\n    return y",
    ],
)
def test_what_is_read_elsewhere_or_in_no_chain_says_nothing(tmp_path, body):
    assert passed_by(tmp_path, body, [6]) is None


def test_a_function_that_may_have_returned_before_says_nothing(tmp_path):
    body = f"    if n is None:\n        return y\n{CHAIN}"
    assert passed_by(tmp_path, body) is None
    assert passed_by(tmp_path, body, [8]) == ("elif n > 2:", True)
