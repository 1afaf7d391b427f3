"""A name that gets a variable from where a program keeps them, and that nothing reads."""

import pytest

from tests.diagnosis.text.sources import explained

PROGRAM = """
import tensorflow as tf

rows = {}


def row(key):
    if key not in rows:
        rows[key] = tf.Variable([1.0, 2.0], name=key)
    return rows[key]


def step(x):
    scale, shift = row("scale"), row("shift")
    return scale * x + scale


def other(x):
    return x * row("other")


def loss_fn():
    return tf.reduce_sum(step(tf.constant([3.0, 4.0])))


step(1.0)
variables = list(rows.values())
"""

SLIPS = {
    "of two names of one line": PROGRAM,
    "from what makes a variable and keeps it": PROGRAM.replace(
        "    return rows[key]", "    made = rows[key]\n    return made"
    ),
    "of names that do not tell of keys": PROGRAM.replace("name=key", 'name="row"'),
}

OTHERS = {
    "a name is read": PROGRAM.replace("+ scale", "+ 0.0 * tf.cast(len([shift]), tf.float32)"),
    "a name says that nothing reads it": PROGRAM.replace("scale, shift", "scale, _shift"),
    "names may be read where none can see it": PROGRAM.replace("* x", "* locals()['x']"),
    "a function has two": PROGRAM.replace(
        "    return scale", '    bias = row("x")\n    return scale'
    ),
    "other entries are not read either": PROGRAM.replace("step(1.0)", "step(other(1.0))"),
    "it returns something else": PROGRAM.replace(
        "    return rows[key]", "    return rows[key] + 0"
    ),
    "the function did not go on to the line": PROGRAM.replace(
        "    scale, shift",
        '    if tf.rank(x) == 1:\n        return row("scale") * x\n    scale, shift',
    ),
}


@pytest.mark.parametrize("why", SLIPS)
def test_the_line_that_gives_the_name_is_told_first(why, tmp_path):
    finding = explained(tmp_path, SLIPS[why])
    assert (finding.code, finding.evidence["unread"]) == ("GN104", "shift")
    assert finding.locations[0].source.startswith("scale, shift =")


@pytest.mark.parametrize("why", OTHERS)
def test_it_is_not_told_where(why, tmp_path):
    assert "entry_of" not in explained(tmp_path, OTHERS[why]).evidence
