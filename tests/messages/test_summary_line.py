"""The line that sums a recording up, word for word."""

import dataclasses

from tb_gradplugin.messages.summary_line import summary_line
from tb_gradplugin.schema.records import Counters, VariableCounts, VariableRecord, VariableTable
from tests.messages.test_verdict_words import SPECIMENS


def _line(steps, variables, lost_rows=0, names=("a/kernel", "a/bias", "b/kernel", "b/bias")):
    table = VariableTable(tuple(VariableRecord(name, (2,), "float32", "") for name in names))
    return summary_line("logs/run1", [(table, Counters(steps, 0, 0, lost_rows, variables))])


def test_a_training_in_which_all_is_well():
    assert _line(1200, {}) == (
        "tb_gradplugin: watched 4 variables for 1,200 steps in logs/run1: "
        "every gradient was there, finite and not zero."
    )


def test_variables_without_gradient_on_every_step():
    counts = VariableCounts(null=1200, zero=0, nonfinite=0, first_step=0, last_step=1199)
    assert _line(1200, {2: counts, 3: counts}) == (
        "tb_gradplugin: watched 4 variables for 1,200 steps in logs/run1: "
        "2 variables had no gradient on any step (`b/kernel`, `b/bias`)."
    )


def test_what_is_sick_on_some_steps_is_told_with_its_first_step():
    sick = {
        0: VariableCounts(null=0, zero=5, nonfinite=3, first_step=123, last_step=1100),
        1: VariableCounts(null=0, zero=0, nonfinite=1, first_step=200, last_step=200),
    }
    assert _line(1200, sick) == (
        "tb_gradplugin: watched 4 variables for 1,200 steps in logs/run1: "
        "2 variables had a non-finite gradient on up to 3 of 1,200 steps (`a/kernel`, `a/bias`); "
        "1 variable had a zero gradient on 5 of 1,200 steps (`a/kernel`). "
        "The first such step was 123."
    )


def test_more_than_three_names_are_counted():
    counts = VariableCounts(null=10, zero=0, nonfinite=0, first_step=0, last_step=9)
    assert "(`a/kernel`, `a/bias`, `b/kernel` and 1 more)" in _line(
        10, dict.fromkeys(range(4), counts)
    )


def test_lost_rows_are_told():
    assert _line(1, {}, lost_rows=7, names=("w",)) == (
        "tb_gradplugin: watched 1 variable for 1 step in logs/run1: every gradient was there, "
        "finite and not zero. 7 rows came too fast to be written."
    )


def test_the_tables_of_several_optimizers_are_summed_up_together():
    tables = [
        (
            VariableTable((VariableRecord(name, (), "float32", ""),)),
            Counters(100, 0, 0, 0, {0: VariableCounts(100, 0, 0, 0, 99)} if name == "w" else {}),
        )
        for name in ("v", "w")
    ]
    assert summary_line("logs", tables) == (
        "tb_gradplugin: watched 2 variables for 100 steps in logs: "
        "1 variable had no gradient on any step (`w`)."
    )


def test_what_numbers_alone_show_is_told_with_its_first_step_and_no_note_is():
    table = VariableTable((VariableRecord("a/kernel", (2,), "float32", ""),))
    line = summary_line(
        "logs/run1",
        [(table, Counters(1200, 0, 0, 0, {}))],
        [
            SPECIMENS["exploding, norm"],
            SPECIMENS["vanishing"],
            dataclasses.replace(SPECIMENS["stalled"], severity="note"),
            SPECIMENS["intermittent, zero"],
        ],
    )
    assert line == (
        "tb_gradplugin: watched 1 variable for 1,200 steps in logs/run1: "
        "every gradient was there, finite and not zero. Judged unhealthy: "
        "exploding since step 12 (warning); vanishing since step 12 (warning)."
    )
