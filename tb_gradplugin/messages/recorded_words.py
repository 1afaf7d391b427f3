"""The words of a finding that stands in a log, whoever wrote it."""

from __future__ import annotations

import dataclasses

from tb_gradplugin.messages import explanation, layout, phrases
from tb_gradplugin.messages.words.table import WORDS
from tb_gradplugin.schema.findings import Finding

_UPGRADE = "Upgrade tb-gradplugin where the log is read: `pip install --upgrade tb-gradplugin`."


@dataclasses.dataclass(frozen=True)
class Words:
    """What is said of a finding; what there is nothing to say of is empty.

    Attributes:
      headline: one sentence that stands alone.
      evidence: what speaks for the cause where that is not plain.
      why: one general sentence of mechanism.
      note: why this may be meant.
      remedies: what to change, told apart by intention.
      text: all of it, as on a console.
    """

    headline: str
    evidence: str
    why: str
    note: str
    remedies: tuple[str, ...]
    text: str


def words_of(finding: Finding) -> Words:
    """The words of the code; where there are none, or its facts do not fit them, what is known."""
    try:
        return _words(finding)
    except Exception:  # A log may say anything, and what else it says is still to be read.
        return _of_unknown(finding)


def _words(finding: Finding) -> Words:
    wording = WORDS[finding.code]
    return Words(
        headline=explanation.headline(finding),
        evidence=wording.evidence(finding),
        why=wording.why(finding),
        note=explanation.meant(finding),
        remedies=wording.remedies(finding),
        text=explanation.text(finding),
    )


def _of_unknown(finding: Finding) -> Words:
    headline = (
        f"{phrases.names(finding.variables) or 'No variable'}: {finding.status}, for the cause "
        f"`{finding.code}`, which this version of tb-gradplugin has no words for."
    )
    parts = [
        f"{finding.code} \u00b7 {finding.certainty}",
        layout.paragraph(headline),
        *layout.part("where", (one.place for one in finding.locations)),
        *layout.part("help", [_UPGRADE]),
    ]
    return Words(headline, "", "", "", (_UPGRADE,), "\n".join(parts))
