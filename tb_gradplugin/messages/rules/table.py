"""The words by rule."""

from __future__ import annotations

from tb_gradplugin.messages.rules import (
    exploding,
    intermittent,
    loss_scale_collapse,
    nonfinite,
    null,
    stalled,
    underflow,
    vanishing,
    zero,
)
from tb_gradplugin.messages.rules.wording import RuleWording

RULE_WORDS: dict[str, RuleWording] = {
    "null": null.WORDING,
    "nonfinite": nonfinite.WORDING,
    "zero": zero.WORDING,
    "loss-scale-collapse": loss_scale_collapse.WORDING,
    "exploding": exploding.WORDING,
    "vanishing": vanishing.WORDING,
    "underflow": underflow.WORDING,
    "stalled": stalled.WORDING,
    "intermittent": intermittent.WORDING,
}
