"""Which causes there are, and in which order they are asked."""

from __future__ import annotations

from collections.abc import Callable

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes import (
    cause_not_found,
    computed_outside_tape,
    custom_gradient_bypassed,
    custom_gradient_none,
    decided_by_size,
    discrete_sampling,
    free_of_it,
    integer_dtype,
    left_beside_cuts,
    left_tensorflow,
    metric_as_loss,
    non_differentiable_op,
    not_trainable,
    not_watched,
    only_decides,
    partial_gradient,
    python_call,
    replaced_by_tensor,
    second_order_dropped,
    state_read_after_assign,
    stop_gradient,
    tape_misuse,
    traced_before,
    twice_in_branch,
    unregistered_gradient,
    untaken_branch,
    unused_in_loss,
    wrapped_in_new_variable,
)
from tb_gradplugin.diagnosis.causes.facts import Claim, CutCase, Facts
from tb_gradplugin.diagnosis.program import Asked

OF_VARIABLE: tuple[Callable[[Case, Asked], Facts | None], ...] = (
    integer_dtype.of_variable,
    not_trainable.of_variable,
)
"""What a variable is decides, wherever it is used."""

OF_CUT: tuple[Callable[[CutCase], Facts | None], ...] = (
    unregistered_gradient.facts,
    metric_as_loss.facts,
    wrapped_in_new_variable.facts,
    python_call.facts,
    state_read_after_assign.facts,
    custom_gradient_bypassed.facts,
    custom_gradient_none.forgotten,
    custom_gradient_none.facts,
    second_order_dropped.facts,
    stop_gradient.facts,
    tape_misuse.facts,
    discrete_sampling.facts,
    integer_dtype.facts,
    partial_gradient.facts,
    non_differentiable_op.facts,
)
"""The first that answers; the last always does."""

BESIDE_CUTS: tuple[Callable[[Case, list[int]], list[Claim]], ...] = (left_beside_cuts.claims,)
"""Of variables that a cut explains: what else stands between them and the loss."""

OF_REACHED: tuple[Callable[[Case, list[int]], list[Claim]], ...] = (
    tape_misuse.claims,
    replaced_by_tensor.claims,
    not_watched.claims,
    cause_not_found.claims,
)
"""Of variables to which a gradient should have come."""

OF_UNREACHED: tuple[Callable[[Case, list[int]], list[Claim]], ...] = (
    traced_before.claims,
    replaced_by_tensor.claims,
    decided_by_size.claims,
    only_decides.before_leaving,
    left_tensorflow.claims,
    computed_outside_tape.of_used,
    twice_in_branch.claims,
    untaken_branch.claims,
    wrapped_in_new_variable.claims,
    wrapped_in_new_variable.of_itself,
    computed_outside_tape.claims,
    only_decides.claims,
    free_of_it.claims,
    unused_in_loss.claims,
)
"""Of variables that the loss does not depend on; the last claims all that are left."""

OF_NO_LOSS: tuple[Callable[[Case, list[int]], list[Claim]], ...] = (
    left_tensorflow.claims,
    unused_in_loss.claims,
)
"""Of all variables, where the loss is no tensor; the last claims all that are left."""
