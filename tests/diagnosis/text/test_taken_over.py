"""An entry is taken over where another one of the same older dict is computed anew beside it."""

import pytest

from tb_gradplugin.diagnosis.text import taken_over
from tb_gradplugin.schema.findings import Location

NAME, OTHERS = 'kept["aim"]["spread"]', {'kept["aim"]["centre"]', "kept['throws']"}
TAKEN_OVER = [
    'new = {"centre": mean(x), "spread": old["spread"]}',
    'new = dict(centre=mean(x), spread=old["spread"])',
    'return score(dict(spread=kept["aim"]["spread"], centre=mean(x)))',
]
AS_IT_SHOULD_BE = {
    "all are taken over": 'new = dict(centre=old["centre"], spread=old["spread"])',
    "what is new was not kept": 'new = dict(value=mean(x), spread=old["spread"])',
    "all are new": "new = dict(centre=mean(x), spread=wide(x))",
    "under another key": 'new = dict(centre=mean(x), before=old["spread"])',
    "computed from the old": 'new = dict(centre=mean(x), spread=wide(old["spread"]))',
    "more than the keys tell": 'new = dict(older, centre=mean(x), spread=old["spread"])',
}


def found(tmp_path, line, name=NAME, ran=2):
    file = str(tmp_path / "program.py")
    (tmp_path / "program.py").write_text(f"def loss_fn(x):\n    {line}\n    return score(new)\n")
    used = (Location(file, 3, "loss_fn", ""),)
    return taken_over.found(name, used, {name, *OTHERS}, {(file, ran)})


@pytest.mark.parametrize("line", TAKEN_OVER)
def test_the_line_of_the_entry_is_found(tmp_path, line):
    over = found(tmp_path, line)
    assert (over.line.line, over.key, over.anew) == (2, "spread", "centre")


@pytest.mark.parametrize("line", AS_IT_SHOULD_BE.values(), ids=AS_IT_SHOULD_BE)
def test_what_may_be_meant_is_left_alone(tmp_path, line):
    assert found(tmp_path, line) is None


def test_a_line_that_did_not_run_and_a_plain_name_tell_nothing(tmp_path):
    assert found(tmp_path, TAKEN_OVER[0], ran=3) is None
    assert found(tmp_path, TAKEN_OVER[0], name="spread") is None
