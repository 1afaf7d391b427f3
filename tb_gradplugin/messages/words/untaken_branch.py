"""GN115."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, fact, in_line, it, many, names
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _region(finding: Finding) -> str:
    if fact(finding, "region") == "while":
        return "the body of a loop that made no trip"
    if fact(finding, "passed") == "taken":
        return "other branches of a Python `if` than the one that was taken"
    if fact(finding, "passed") == "branches":
        return "branches of a Python `if` with `elif`, which were not taken"
    if fact(finding, "region") == "if" and _has_several(finding):
        return "branches of Python `if`s, which were not taken"
    if fact(finding, "region") == "if":
        return "a branch of a Python `if`, which was not taken"
    branches = [name for name in fact(finding, "branch").split(", ") if name]
    if fact(finding, "region") == "case" and branches:
        listed = " and ".join([", ".join(branches[:-1]), branches[-1]][len(branches) == 1 :])
        verb = "were" if len(branches) > 1 else "was"
        which = "branches" if len(branches) > 1 else "branch"
        return f"{which} {listed} of a `tf.switch_case`, which {verb} not taken"
    branch = " and the ".join(branches)
    if len(branches) > 1:
        return f"the {branch} branch of a condition, which were not taken"
    return (
        f"the {branch} branch of a condition, which was not taken"
        if branch
        else ("a branch that was not taken")
    )


def _because(finding: Finding) -> str:
    if fact(finding, "passed") == "turn":
        return (
            f"the turn of a loop that computes with {it(finding)} was left, "
            f"by a Python `if`, before the result was used{at(finding)}"
        )
    if fact(finding, "passed") == "turns":
        return (
            f"what is computed from {it(finding)} is used only in a loop, where a Python `if` kept "
            f"each turn from the line that uses it{at(finding)}"
        )
    if keys := _entries(finding):
        made = f"what is computed from {it(finding)}"
        kept, read = ("entries", "are") if len(keys) > 1 else ("entry", "is")
        under = (
            "branches of Python `if`s that were not taken"
            if _has_several(finding)
            else "a branch of a Python `if` that was not taken"
        )
        return (
            f"{made} goes into the {kept} {names(keys)}, which {read} read only in {under}"
            f"{at(finding)}"
        )
    verb = "they are" if many(finding) else "it is"
    if fact(finding, "computed_in"):
        verb = f"what is computed from {it(finding)} is"
    if name := fact(finding, "not_passed"):
        asked = f"a branch of a Python `if` for `{name}` ({fact(finding, 'asked_in')})"
        other = fact(finding, "passed_in")
        as_other = f", as that in {other} does" if other else ""
        passed_on = f"which the call{in_line(finding)} does not pass on{as_other}"
        return f"{verb} used only in {asked}, {passed_on}"
    return f"{verb} used only in {_region(finding)}{at(finding)}{_beside(finding)}"


def _beside(finding: Finding) -> str:
    """Where the same results go that the branch would use, and nothing reads them."""
    keys = _listed(finding, "unread_entries")
    kept = "entries" if len(keys) > 1 else "entry"
    return f"; nothing reads the {kept} {names(keys)}, where it goes as well" if keys else ""


def _entries(finding: Finding) -> list[str]:
    """Keys of the entries of an object that are read where the program did not come to."""
    return _listed(finding, "entries")


def _listed(finding: Finding, name: str) -> list[str]:
    return [key for key in fact(finding, name).split(", ") if key]


def _has_several(finding: Finding) -> bool:
    return fact(finding, "conditions", "1") != "1"


def _why(_: Finding) -> str:
    return "Only what ran has a gradient; a part of the program that did not run leaves none."


def _zeros(finding: Finding) -> str:
    if finding.status == "zero":
        return ""
    return "; `unconnected_gradients='zero'` gives zeros instead of None"


def _remedies(finding: Finding) -> tuple[str, ...]:
    if name := fact(finding, "not_passed"):
        passed = fact(finding, "passed_elsewhere", name)
        called = f"the call{in_line(finding)}, as `{name}={passed}`"
        pass_on = f"Pass it on in {called}, if the branch should count."
        return (pass_on, f"Expected if other steps pass `{name}`{_zeros(finding)}.")
    condition = f"the condition{in_line(finding)}"
    several = _has_several(finding)
    turn = f"{condition}, and those like it, turn" if several else f"{condition} turns"
    expected = f"Expected if {turn} out otherwise in other steps{_zeros(finding)}."
    if "spoilt_in" in finding.evidence:
        spoilt = fact(finding, "spoilt_in")
        finite = f"If not, have {spoilt} compute something finite, such as 0.0"
        return (
            f"Mend {condition} if this step should take the other branch.",
            f"{finite}{_zeros(finding)}.",
        )
    if "no_elements_of" in finding.evidence:
        made = fact(finding, "no_elements_of")
        verb = "leave" if " and " in made else "leaves"
        why = f"why {made} {verb} no elements" if made else "why there are no elements"
        return (
            expected,
            f"If {'they' if many(finding) else 'it'} should count in this step, find out {why}.",
        )
    if keys := _entries(finding):
        asked = "the conditions ask" if several else "the condition asks"
        what = "the entries" if len(keys) > 1 else "the entry"
        return (
            expected,
            (
                f"If {'they' if many(finding) else 'it'} should count in this step, give the step "
                f"what {asked} for, or read {what} outside of {'them' if several else 'it'}."
            ),
        )
    if fact(finding, "region") == "while":
        return (
            f"Expected if {condition} lets the loop run in other steps{_zeros(finding)}.",
            "If it should always count, have the loop make one trip at least.",
        )
    if fact(finding, "region") == "case":
        return (
            (
                f"Expected if the index{in_line(finding)} is another one in other steps"
                f"{_zeros(finding)}."
            ),
            (
                "If all branches should always count, compute all of them and blend them, for "
                "example with weights from `tf.nn.softmax`."
            ),
        )
    if fact(finding, "passed") == "turn":
        return (
            expected,
            "If it should always count, use the result before the turn is left.",
        )
    if fact(finding, "passed") == "turns":
        return (
            expected,
            (
                f"If {'they' if many(finding) else 'it'} should count in this step, give the step "
                "what the condition asks for, or use the result without asking."
            ),
        )
    if fact(finding, "passed"):
        return (
            expected,
            (
                "If several of the branches should count together, give each an `if` of its own: "
                "of `if` and `elif` only the first runs whose condition holds."
            ),
        )
    if fact(finding, "unread_entries"):
        return (
            expected,
            (
                f"If {'they' if many(finding) else 'it'} should count in this step, give the step "
                "what the condition asks for, or have the loss read the result itself."
            ),
        )
    return (
        expected,
        (
            "If it should always count, compute both sides and blend them, for example with "
            "`tf.where` or a weight between 0 and 1."
        ),
    )


def _evidence(finding: Finding) -> str:
    if "spoilt_in" in finding.evidence:
        spoilt = fact(finding, "spoilt_loss")
        return (
            f"the branch that was taken makes the loss {spoilt}, in {fact(finding, 'spoilt_in')}."
        )
    if "no_elements_of" not in finding.evidence:
        return ""
    made = fact(finding, "no_elements_of")
    after = f": none are left after {made}" if made else ""
    asked = "the conditions ask" if _has_several(finding) else "the condition asks"
    return f"{asked} for the size of what has no elements{after}."


WORDING = Wording(_because, _why, _remedies, _evidence)
