"""The words by code."""

from __future__ import annotations

from tb_gradplugin.messages.words import (
    cause_not_found,
    computed_outside_tape,
    custom_gradient_bypassed,
    custom_gradient_none,
    discrete_sampling,
    integer_dtype,
    left_tensorflow,
    metric_as_loss,
    non_differentiable_op,
    not_trainable,
    not_watched,
    partial_gradient,
    replaced_by_tensor,
    second_order_dropped,
    state_read_after_assign,
    stop_gradient,
    tape_misuse,
    unregistered_gradient,
    untaken_branch,
    unused_in_loss,
    wrapped_in_new_variable,
)
from tb_gradplugin.messages.words.wording import Wording

WORDS: dict[str, Wording] = {
    "GN101": stop_gradient.WORDING,
    "GN102": non_differentiable_op.WORDING,
    "GN103": integer_dtype.WORDING,
    "GN104": unused_in_loss.WORDING,
    "GN105": not_watched.WORDING,
    "GN106": replaced_by_tensor.WORDING,
    "GN107": computed_outside_tape.WORDING,
    "GN108": wrapped_in_new_variable.WORDING,
    "GN109": unregistered_gradient.WORDING,
    "GN110": partial_gradient.WORDING,
    "GN111": not_trainable.WORDING,
    "GN112": left_tensorflow.WORDING,
    "GN113": state_read_after_assign.WORDING,
    "GN114": metric_as_loss.WORDING,
    "GN115": untaken_branch.WORDING,
    "GN116": custom_gradient_none.WORDING,
    "GN117": discrete_sampling.WORDING,
    "GN118": second_order_dropped.WORDING,
    "GN119": tape_misuse.WORDING,
    "GN120": custom_gradient_bypassed.WORDING,
    "GN199": cause_not_found.WORDING,
}
