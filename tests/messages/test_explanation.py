"""The words of every finding."""

import dataclasses
import re

import pytest

from tb_gradplugin.messages.explanation import headline, report_text, text
from tb_gradplugin.messages.words.table import WORDS
from tb_gradplugin.schema import codes
from tb_gradplugin.schema.findings import Location
from tests.messages.specimens import CALL, SPECIMENS, finding, way

EACH = pytest.mark.parametrize("specimen", SPECIMENS.values(), ids=SPECIMENS)
PARTS = (
    *("variables", "where", "path", "evidence", "behind it", "ruled out", "why", "note", "help"),
)


def parts(of_text: str) -> list[str]:
    """Names of the parts, in their order."""
    return [
        match[1].strip()
        for line in of_text.splitlines()
        if (match := re.match(r"  (\S[\w ]{0,8})  \s*\S", line))
    ]


def test_every_code_has_words_and_a_specimen():
    assert set(WORDS) == set(codes.NAMES)
    assert {specimen.code for specimen in SPECIMENS.values()} == set(codes.NAMES)


@EACH
def test_the_first_line_is_code_name_and_certainty(specimen):
    first = text(specimen).splitlines()[0]
    assert first == f"{specimen.code} {codes.NAMES[specimen.code]} \u00b7 {specimen.certainty}"


@EACH
def test_the_headline_stands_alone(specimen):
    said = headline(specimen)
    assert said.startswith(
        ("`kernel` ", "`kernel` and `bias` ", "`image` ", "`w` ", "The 2 tensors of `")
    )
    assert said.endswith((".", RAISED_END))
    assert "gradient" in said
    assert "\n" not in said
    assert "  " not in said
    assert "train.py:48" in said or specimen.code in NEEDS_NO_LINE or not specimen.locations


RAISED_END = "a reason"
NEEDS_NO_LINE = ("GN101", "GN104", "GN199", "GH299")


@EACH
def test_a_headline_gives_no_advice(specimen):
    words = set(re.findall(r"[a-z]+", headline(specimen).lower()))
    assert not words & {"should", "instead", "try", "please", "must", "consider", "you", "your"}


@EACH
def test_likely_is_said_in_the_headline_and_certain_is_not(specimen):
    if specimen.code != "GN105" or "exception" not in specimen.evidence:
        assert ("most likely" in headline(specimen)) == (specimen.certainty == "likely")


@EACH
def test_the_text_is_plain_and_at_most_100_columns_wide(specimen):
    said = text(specimen)
    assert max(map(len, said.splitlines())) <= 100
    assert said.replace("\u00b7", "").isascii()
    assert "!" not in said
    assert not re.search(r"\b(illegal|bad|forgot|forgotten|you|your)\b", said)
    assert said == said.rstrip()


@EACH
def test_the_parts_come_in_their_order_and_none_is_empty(specimen):
    found = parts(text(specimen))
    assert found == sorted(found, key=PARTS.index)
    assert len(found) == len(set(found))
    assert {"help", *(("where",) if specimen.locations else ())} <= set(found)


@EACH
def test_help_and_why_are_full_sentences(specimen):
    words = WORDS[specimen.code]
    remedies = words.remedies(specimen)
    assert 1 <= len(remedies) <= 2
    for sentence in (*remedies, *filter(None, [words.why(specimen)])):
        assert sentence[0].isupper() or sentence[0] == "`"
        assert sentence.endswith(".")
        assert "  " not in sentence


@EACH
def test_words_hold_without_any_line_of_the_program(specimen):
    bare = dataclasses.replace(specimen, locations=(), variables=("kernel",))
    assert max(map(len, text(bare).splitlines())) <= 100
    assert "()" not in headline(bare).replace("`int()`", "").replace("`float()`", "").replace(
        "`.numpy()`", ""
    ).replace("`.item()`", "").replace("`.tolist()`", "")


def test_more_than_three_variables_are_counted_in_the_headline_and_listed_below():
    many = finding("GN101", op_type="StopGradient", variables=tuple("abcde"))
    assert headline(many).startswith("`a`, `b`, `c` and 2 more receive no gradient because every")
    assert "  variables  a, b, c, d, e\n" in text(many)


def test_one_variable_is_one():
    one = finding("GN101", op_type="StopGradient", variables=("a",))
    assert headline(one) == (
        "`a` receives no gradient because every way from the loss to it passes through "
        "`tf.stop_gradient` (train.py:48)."
    )


def test_a_whole_text_reads_as_agreed():
    where = Location("agent.py", 112, "act", "action = tf.argmax(logits, axis=-1)")
    whole = finding(
        "GN102",
        variables=("policy/logits/kernel",),
        op_type="ArgMax",
        locations=(where,),
        path=way("Mean", "Cast", "ArgMax", "BiasAdd", cut=2),
        evidence={"hidden_frames": 6},
    )
    assert text(whole) == (
        "GN102 non-differentiable-op \u00b7 certain\n"
        "`policy/logits/kernel` receives no gradient because its value reaches the loss only "
        "through\n"
        "`tf.argmax` (agent.py:112).\n"
        "  where      agent.py:112   action = tf.argmax(logits, axis=-1)\n"
        "             op ArgMax, + 6 framework frames\n"
        "  path       loss <- Mean <- Cast <- ArgMax x BiasAdd <- kernel\n"
        "  why        `tf.argmax` yields positions. A small change of its input leaves them as "
        "they were, so\n"
        "               TensorFlow defines no derivative for it.\n"
        "  help       Compute the loss from the scores that go into `tf.argmax` in agent.py:112, "
        "for example\n"
        "               with a cross entropy, and keep the positions for metrics.\n"
        "             To choose inside of the model, weigh all choices by a softmax with a "
        "temperature (soft\n"
        "               argmax), or sample them with Gumbel-softmax."
    )


def test_a_long_line_of_the_program_is_cut_and_a_long_way_is_counted():
    long = Location("train.py", 1, "f", "x = " + "y + " * 60)
    ops = [f"Op{number}" for number in range(40)]
    said = text(finding("GN101", locations=(long,), path=way(*ops, cut=20)))
    assert max(map(len, said.splitlines())) <= 100
    assert "..." in said
    assert "loss <- Op0 <- (18 more) <- Op19 <- Op20 x Op21 <- (18 more) <- kernel" in said


def test_of_a_line_that_is_too_long_the_comment_goes_first():
    code = 'y = tf.strings.join([x, "# none"])'
    line = Location("train.py", 1, "f", f"{code}  # {'why ' * 30}")
    assert f"train.py:1   {code}  # ...\n" in text(finding("GN101", locations=(line,)))
    whole = Location("train.py", 1, "f", f"{code}  # why")
    assert f"train.py:1   {code}  # why\n" in text(finding("GN101", locations=(whole,)))
    full = f"y = {'x' * 70}"
    tight = Location("train.py", 1, "f", f"{full}  # why")
    assert f"train.py:1   {full}\n" in text(finding("GN101", locations=(tight,)))
    open_call = Location("train.py", 1, "f", f"y = g(x,  # {'why ' * 30}")
    assert "train.py:1   y = g(x,  # ...\n" in text(finding("GN101", locations=(open_call,)))


@pytest.mark.parametrize("code", ["GN101", "GN102", "GN103", "GN108", "GN114", "GN117", "GN118"])
def test_one_of_several_cuts_claims_one_way_only(code):
    evidence = {"other_cuts": "yes", "from_dtype": "float32", "to_dtype": "int32"}
    said = headline(finding(code, op_type="Round", evidence=evidence))
    assert "one of their ways to the loss" in said
    assert "only" not in said
    assert "every" not in said


def test_a_remedy_names_the_forward_op_and_speaks_of_a_resize_only_where_it_is_one():
    said = text(SPECIMENS["GN118 of a known op"])
    assert "without `tf.reduce_max` in train.py:12" in said
    assert "pooling" not in said
    assert "pooling" in text(SPECIMENS["GN118 of a resize"])


def test_variables_behind_an_op_are_told_from_those_beside_it():
    said = text(SPECIMENS["GN109 beside"])
    assert "`kernel` lies behind that op; `bias` is only taken down with it." in said
    said = text(SPECIMENS["GN109 beside many"])
    assert "`a`, `b`, `c` and 6 more lie behind that op; `bias` and `gain` are only" in said


def test_a_metric_is_answered_by_the_loss_of_its_own_class():
    said = text(finding("GN114", evidence={"metric": "mean_absolute_error_3"}))
    assert "keras.losses.MeanAbsoluteError()" in said
    assert "MeanSquaredError" not in text(SPECIMENS["GN114"])


def test_branches_of_a_switch_are_counted():
    assert "in branches 0 and 2 of a `tf.switch_case`" in headline(SPECIMENS["GN115 of a switch"])
    one = finding("GN115", evidence={"region": "case", "branch": "1"})
    assert "in branch 1 of a `tf.switch_case`, which was not taken" in headline(one)
    many = finding("GN115", evidence={"region": "case", "branch": "0, 1, 3"})
    assert "in branches 0, 1 and 3 of a" in headline(many)
    both = finding("GN115", evidence={"region": "cond", "branch": "true, false"})
    assert "the true and the false branch of a condition, which were not taken" in headline(both)


def test_a_way_that_ends_at_the_cut_has_nothing_after_it():
    ended = way("Sum", "Unique")[:-1]
    assert "loss <- Sum <- Unique\n" in text(finding("GN109", op_type="Unique", path=ended))


def test_a_note_says_why_it_is_one():
    said = text(SPECIMENS["GN111"])
    assert "  note       Likely meant: it was so.\n" in said


def test_a_warning_says_why_it_is_no_error_and_what_speaks_for_it():
    said = text(SPECIMENS["GN101 on the only way"])
    assert "  note       Perhaps meant: it was so.\n" in said
    assert "  evidence   the input comes only through that op to what does receive" in said


def test_a_tensor_is_called_by_the_name_that_the_program_has_for_it():
    assert headline(SPECIMENS["GN105"]).startswith("`image` receives no gradient because it is a")
    assert headline(SPECIMENS["GN106"]) == (
        "`w` receives no gradient because `w` is a tensor since the name was assigned a new value "
        "(train.py:48)."
    )


def test_a_cut_behind_the_cut_is_told():
    behind = finding(
        *("GN101",),
        op_type="StopGradient",
        evidence={"next_cut": "Round", "next_cut_line": "train.py:3"},
    )
    assert "on the same way, `tf.round` (train.py:3) ends the gradient too." in text(behind)


def test_a_report_counts_first_and_tells_each_finding_and_the_exception():
    said = report_text(
        {"kernel": "null", "bias": "null", "gamma": "ok", "beta": "zero"},
        [SPECIMENS["GN101"], SPECIMENS["GN108"]],
        "KeyError: 'x'\ntrace",
    )
    first, *others = said.split("\n\n")
    assert first == ("Of 4 variables, 2 receive no gradient; 1 receives a zero gradient (`beta`).")
    assert [part.split()[0] for part in others] == ["GN101", "GN108", "The"]
    assert others[-1] == "The program raised KeyError: 'x'"


def test_an_exception_that_a_finding_tells_is_not_told_twice():
    said = report_text({"kernel": "null"}, [SPECIMENS["GN109"]], "ValueError: a reason")
    assert said.count("a reason") == 1
    assert said.startswith("The variable receives no gradient.\n\n")


def test_a_report_of_sound_gradients_is_one_sentence():
    assert report_text({"a": "ok", "b": "ok"}, []) == "All 2 variables receive a gradient."
    assert report_text({"a": "ok"}, []) == "The variable receives a gradient."


def test_wrong_gradients_are_counted_with_their_names():
    said = report_text({"a": "ok", "b": "wrong", "c": "wrong"}, [])
    assert said == "Of 3 variables, 2 receive a wrong gradient (`b` and `c`)."


def test_one_status_of_all_variables_is_said_once():
    assert report_text({"a": "zero"}, []) == "The variable receives a zero gradient."
    said = report_text({"a": "nonfinite", "b": "nonfinite"}, [])
    assert said == "All 2 variables receive a non-finite gradient."


def test_all_null_is_said_in_one_word():
    assert report_text({"a": "null", "b": "null"}, []) == (
        "None of the 2 variables receives a gradient."
    )


def test_what_tensorflow_puts_before_a_message_for_itself_is_left_out():
    raised = "InvalidArgumentError: {{function_node\n __wrapped__X}} Matrix size-incompatible"
    said = headline(finding("GN199", evidence={"exception": raised}))
    assert said.endswith("InvalidArgumentError: Matrix size-incompatible")
    assert CALL.file in said


@pytest.mark.parametrize("cut", range(10))
def test_at_most_seven_steps_are_shown_and_never_one_counted(cut):
    shown = re.search(r"path +(.*)", text(finding("GN101", path=way(*"ABCDEFGHIJ", cut=cut))))[1]
    assert len(re.findall(r"\b[A-J]\b|kernel", shown)) <= 7
    assert "(1 more)" not in shown
    assert "ABCDEFGHIJ"[cut] + " x " in shown
    assert shown.startswith("loss <- A ")
    assert shown.endswith(" kernel")
