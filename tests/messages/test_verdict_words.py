"""The words of verdicts: what they promise, and what they are, letter by letter."""

import re

import pytest

from tb_gradplugin.messages import verdict_words
from tb_gradplugin.messages.rules.table import RULE_WORDS
from tb_gradplugin.schema.verdicts import RULES, Limit, Verdict

TWO = ("d0/kernel", "d0/bias")


def verdict(rule, measured, value, limit=1e-3, variables=TWO, **changes) -> Verdict:
    facts = {
        "severity": "warning",
        "status": "ok",
        "first_step": 12,
        "last_step": 950,
        "steps": 40,
        "of_steps": 48,
        "evidence": {measured: value, "variables_of_model": 12},
    }
    name = f"{rule.replace('-', '_')}.{measured}"
    return Verdict(
        rule=rule,
        variables=variables,
        limit=Limit(name, limit, "of something"),
        measured=measured,
        **{**facts, **changes},
    )


SPECIMENS = {
    "null": verdict("null", "null_steps", 48, 1, variables=("head/kernel",), steps=48),
    "nonfinite": verdict(
        "nonfinite", "nonfinite_steps", 1, 1, steps=1, of_steps=100_000, last_step=12
    ),
    "zero": verdict("zero", "zero_steps", 40, 20),
    "zero, units": verdict("zero", "zero_share", 0.984, 0.98, variables=("d0/bias",)),
    "loss-scale-collapse": verdict(
        "loss-scale-collapse",
        "loss_scale",
        2.0**-20,
        1.0,
        variables=(),
        evidence={"loss_scale": 2.0**-20, "opening_loss_scale": 32768.0, "skipped_steps": 35},
    ),
    "loss-scale-collapse, skipped": verdict(
        "loss-scale-collapse", "skipped_share", 0.75, 0.5, variables=()
    ),
    "exploding, growth": verdict("exploding", "growth", 31_415.9, 1e3),
    "exploding, outputs": verdict("exploding", "layer_ratio", 4.8e8, 1e5, variables=TWO[:1]),
    "exploding, updates": verdict("exploding", "update_ratio", 2.5, 0.5),
    "exploding, norm": verdict("exploding", "l2_norm", 123_456.0, 1e4),
    "vanishing": verdict(
        "vanishing",
        "layer_ratio",
        3.1e-9,
        evidence={"layer_ratio": 3.1e-9, "decay_per_layer": 0.217, "decay_fit": 0.99},
    ),
    "vanishing, one": verdict("vanishing", "lost_ratio", 0.0, 1e-6, variables=TWO[:1]),
    "underflow": verdict("underflow", "float16_magnitude", 2.4e-7, 2.0**-14),
    "stalled": verdict("stalled", "update_ratio", 2.5e-8, 1e-5),
    "stalled, still": verdict("stalled", "update_ratio", 0.0, 1e-5, variables=TWO[:1]),
    "intermittent, null": verdict("intermittent", "null_steps", 3, 1, status="null"),
    "intermittent, zero": verdict("intermittent", "zero_share", 0.33, 0.1, status="zero"),
    "intermittent, non-finite": verdict(
        "intermittent", "nonfinite_steps", 3, 1, status="nonfinite"
    ),
}

HEADLINES = {
    "null": ("`head/kernel` receives no gradient on any step looked at, from step 12 to step 950."),
    "nonfinite": (
        "The gradients of `d0/kernel` and `d0/bias` have NaN or infinite elements on 1 of 100,000 "
        "steps looked at, step 12."
    ),
    "zero": (
        "Every element of the gradients of `d0/kernel` and `d0/bias` is 0 on 40 of 48 steps "
        "looked at, from step 12 to step 950."
    ),
    "zero, units": (
        "Up to 0.984 of the units behind `d0/bias` have no gradient (limit 0.98, zero.zero_share) "
        "on 40 of 48 steps looked at, from step 12 to step 950."
    ),
    "loss-scale-collapse": (
        "The loss scale has fallen from 32,768 to 9.5e-07 (limit 1, "
        "loss_scale_collapse.loss_scale), on 40 of 48 steps looked at, from step 12 to step 950."
    ),
    "loss-scale-collapse, skipped": (
        "The optimizer skips 0.75 of all updates, because gradients overflow at every loss scale "
        "(limit 0.5, loss_scale_collapse.skipped_share), on 40 of 48 steps looked at, from step "
        "12 to step 950."
    ),
    "exploding, growth": (
        "The gradients of `d0/kernel` and `d0/bias` grow up to 3.14e+04 times what they were at "
        "first (limit 1,000, exploding.growth) on 40 of 48 steps looked at, from step 12 to step "
        "950."
    ),
    "exploding, outputs": (
        "The gradient of `d0/kernel` is up to 480,000,000 times that of the outputs (limit "
        "100,000, exploding.layer_ratio) on 40 of 48 steps looked at, from step 12 to step 950."
    ),
    "exploding, updates": (
        "The gradients of `d0/kernel` and `d0/bias` make updates of up to 2.5 of the variable's "
        "own norm (limit 0.5, exploding.update_ratio) on 40 of 48 steps looked at, from step 12 "
        "to step 950."
    ),
    "exploding, norm": (
        "The gradients of `d0/kernel` and `d0/bias` have L2 norms of up to 123,456 (limit 10,000, "
        "exploding.l2_norm) on 40 of 48 steps looked at, from step 12 to step 950."
    ),
    "vanishing": (
        "The gradients of `d0/kernel` and `d0/bias` are down to 3.1e-09 of the largest of the "
        "same step, 0.217 per layer (limit 0.001, vanishing.layer_ratio) on 40 of 48 steps looked "
        "at, from step 12 to step 950."
    ),
    "vanishing, one": (
        "The gradient of `d0/kernel` is down to 0 of the largest of the same step (limit 1.0e-06, "
        "vanishing.lost_ratio) on 40 of 48 steps looked at, from step 12 to step 950."
    ),
    "underflow": (
        "In float16, the gradients of `d0/kernel` and `d0/bias` have elements of at most 2.4e-07 "
        "(limit 6.1e-05, underflow.float16_magnitude) on 40 of 48 steps looked at, from step 12 "
        "to step 950."
    ),
    "stalled": (
        "`d0/kernel` and `d0/bias` move by down to 2.5e-08 of their norm per step (limit 1.0e-05, "
        "stalled.update_ratio), and the loss does not fall, on 40 of 48 steps looked at, from "
        "step 12 to step 950."
    ),
    "stalled, still": (
        "`d0/kernel` stays exactly as it is, though its gradient is there, on 40 of 48 steps "
        "looked at, from step 12 to step 950."
    ),
    "intermittent, null": (
        "`d0/kernel` and `d0/bias` have no gradient on 40 of 48 steps looked at, from step 12 to "
        "step 950."
    ),
    "intermittent, zero": (
        "`d0/kernel` and `d0/bias` have a gradient that is 0 everywhere on 40 of 48 steps looked "
        "at, from step 12 to step 950."
    ),
    "intermittent, non-finite": (
        "`d0/kernel` and `d0/bias` have a gradient with NaN or infinite elements on 40 of 48 "
        "steps looked at, from step 12 to step 950."
    ),
}
EVIDENCE = {
    "null": "no gradient on 48 steps; 1 of 12 variables",
    "nonfinite": "NaN or infinite on 1 step; 2 of 12 variables",
    "zero, units": "98.4 % of the elements are 0; 1 of 12 variables",
    "loss-scale-collapse": (
        "a loss scale of 9.5e-07 at the end; a loss scale of 32,768 at first; no update on 35 steps"
    ),
    "exploding, growth": "up to 3.14e+04 times the norm of the first steps; 2 of 12 variables",
    "exploding, outputs": (
        "up to 480,000,000 times the gradient of the last bias; 1 of 12 variables"
    ),
    "exploding, updates": "updates of up to 2.5 times the norm of the variable; 2 of 12 variables",
    "underflow": "elements of at most 2.4e-07 in float16; 2 of 12 variables",
    "stalled": "updates of 2.5e-08 of the norm of the variable; 2 of 12 variables",
}

VANISHING = """\
GH201 vanishing \u00b7 warning
The gradients of `d0/kernel` and `d0/bias` are down to 3.1e-09 of the largest of the same step,
0.217 per layer (limit 0.001, vanishing.layer_ratio) on 40 of 48 steps looked at, from step 12 to
step 950.
  evidence   down to 3.1e-09 of the largest norm of the step; a factor of 0.217 from layer to layer,
               a fit to 99 % of the variation
  why        Going back, a gradient is multiplied by each layer's kernel and slope; factors below 1
               leave nothing to the first layers, which stay as they were initialised.
  help       If sigmoid, tanh or softmax stand between the layers, use ReLU or GELU, or a
               normalisation before them.
             If the kernels start small, initialise them by their fan-in (He or Glorot); for many
               layers, add residual connections."""

NOTE = """\
GH204 zero \u00b7 note
Every element of the gradient of `d0/bias` is 0 on 40 of 48 steps looked at, from step 12 to step
950.
  evidence   zero on 40 steps; 1 of 12 variables
  why        A layer whose units are all switched off, or multiplied by 0 further on, passes nothing
               back and cannot leave that state by training.
  note       Likely meant: expected of a bias before a normalisation, and where the loss has nothing
               left to give.
  help       If a ReLU follows, check why its inputs are all negative: the initial biases, the scale
               of the inputs, and the learning rate.
             If not, look for kernels that are initialised with 0, a saturated activation, a weight
               of 0 in the loss, ops whose gradient is 0, such as `tf.sign`, and in float16 for a
               loss that is not scaled."""


def test_every_rule_has_words_and_a_specimen_and_no_other_has():
    assert set(RULE_WORDS) == set(RULES)
    assert {one.rule for one in SPECIMENS.values()} == set(RULES)


@pytest.mark.parametrize("name", SPECIMENS)
def test_the_headline_is_the_golden_one(name):
    assert verdict_words.headline(SPECIMENS[name]) == HEADLINES[name]


@pytest.mark.parametrize("name", SPECIMENS)
def test_texts_are_full_sentences_in_plain_words(name):
    words = verdict_words.words_of(SPECIMENS[name])
    sentences = [words.headline, words.why, *words.remedies]
    for sentence in sentences:
        assert sentence.endswith(".")
        assert "!" not in sentence
        assert not re.search(r"\b(you|your|illegal|bad|simply|just)\b", sentence, re.IGNORECASE)
    assert 1 <= len(words.remedies) <= 2
    assert all(len(line) <= 100 for line in words.text.splitlines())


def test_the_text_is_the_golden_one():
    assert verdict_words.words_of(SPECIMENS["vanishing"]).text == VANISHING


def test_a_note_says_why_it_may_be_meant():
    note = verdict("zero", "zero_steps", 40, 20, variables=TWO[1:], severity="note")
    assert verdict_words.words_of(note).text == NOTE


def test_a_rule_without_code_is_titled_by_its_name():
    assert verdict_words.title(SPECIMENS["null"]) == "null \u00b7 warning"


def test_many_variables_are_counted_in_the_headline_and_listed_below():
    many = verdict("zero", "zero_steps", 40, 20, variables=tuple(f"d{i}/kernel" for i in range(30)))
    text = verdict_words.words_of(many).text
    assert "`d0/kernel`, `d1/kernel`, `d2/kernel` and 27 more" in text
    assert "d23/kernel and 6 more" in text


def test_a_report_has_all_verdicts_in_their_order():
    report = verdict_words.report([SPECIMENS["zero"], SPECIMENS["null"]])
    assert report.index("GH204 zero") < report.index("null \u00b7 warning")


@pytest.mark.parametrize("name", EVIDENCE)
def test_the_numbers_are_told_in_words(name):
    assert verdict_words.words_of(SPECIMENS[name]).evidence == EVIDENCE[name]


def test_a_share_of_zeros_is_one_of_steps_where_zeros_come_and_go():
    seen = verdict("intermittent", "zero_share", 0.25, 0.1, status="zero")
    assert verdict_words.words_of(seen).evidence == "zero on 25 % of the steps; 2 of 12 variables"


def test_a_number_that_only_a_later_version_knows_is_told_by_its_name():
    seen = verdict("zero", "zero_steps", 40, 20, evidence={"new_ratio": 0.5})
    assert verdict_words.words_of(seen).evidence == "new ratio 0.5"
