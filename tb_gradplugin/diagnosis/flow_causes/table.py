"""Which causes of sick gradients there are, and in which order they are asked."""

from __future__ import annotations

from collections.abc import Callable

from tb_gradplugin.diagnosis.flow_causes import (
    cancelling_paths,
    cancelling_sums,
    clipped_out_of_range,
    dead_relu,
    division_by_zero,
    domain_edge,
    empty_selection,
    exploding_recurrence,
    impossible_alignment,
    left_out_by_choice,
    log_or_power_at_zero,
    masked_softmax,
    non_finite,
    non_finite_input,
    other_parts_taken,
    overflow,
    python_call,
    saturated_activation,
    single_element_softmax,
    size_at_one_op,
    square_root_at_zero,
    sum_of_softmax,
    underflow,
    unscaled_values,
    unwritten_array,
    where_trap,
    zero,
    zero_by_mathematics,
    zero_by_registration,
    zero_initialisation,
)
from tb_gradplugin.diagnosis.flow_causes.facts import Blame
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import EXPLODING, NONFINITE, VANISHING, ZERO, Turn

Cause = Callable[[Turn, Origin | None], Blame | None]

OF_KIND: dict[str, tuple[Cause, ...]] = {
    ZERO: (
        unwritten_array.facts,
        impossible_alignment.facts,
        domain_edge.facts,
        python_call.facts,
        zero_by_registration.facts,
        zero_by_mathematics.minimum,
        zero_by_mathematics.curvature,
        left_out_by_choice.facts,
        empty_selection.facts,
        single_element_softmax.facts,
        sum_of_softmax.facts,
        cancelling_paths.facts,
        zero_by_mathematics.shift,
        zero_initialisation.before_relu,
        clipped_out_of_range.of_both_sides,
        dead_relu.facts,
        clipped_out_of_range.facts,
        underflow.facts,
        saturated_activation.facts,
        zero_initialisation.facts,
        cancelling_sums.facts,
        other_parts_taken.facts,
        zero.facts,
    ),
    NONFINITE: (
        impossible_alignment.facts,
        empty_selection.facts,
        masked_softmax.facts,
        underflow.of_quotient,
        non_finite_input.facts,
        where_trap.facts,
        exploding_recurrence.facts,
        division_by_zero.facts,
        domain_edge.facts,
        square_root_at_zero.facts,
        log_or_power_at_zero.facts,
        overflow.facts,
        non_finite.facts,
    ),
    VANISHING: (
        sum_of_softmax.facts,
        cancelling_paths.facts,
        zero_by_mathematics.shift,
        underflow.facts,
        saturated_activation.facts,
        cancelling_sums.facts,
        size_at_one_op.facts,
    ),
    EXPLODING: (
        division_by_zero.facts,
        square_root_at_zero.facts,
        log_or_power_at_zero.facts,
        unscaled_values.facts,
        size_at_one_op.facts,
    ),
}
"""By what the gradient becomes: the first that answers; the last always does."""
