"""GH214 inside of one op: what it hands back is a sum whose terms are there and cancel."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, measured
from tb_gradplugin.diagnosis.flows import flow_limits, flow_ops
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import ZERO, Turn

_REPEATS = frozenset({"BroadcastTo", "Tile", "GatherV2", "Gather", "ResourceGather", "GatherNd"})
"""They use one element several times, as a sum with something larger does."""

_OFFSET_OF = {"FusedBatchNorm": 2, "FusedBatchNormV2": 2, "FusedBatchNormV3": 2}
"""Place of the input that is added to every sample."""

_OF_A_VARIABLE = (
    "the gradients of the single elements are there, and with other samples their sum is not zero"
)


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """An element that goes into several others, whose gradients add up to nothing.

    So it is with an absolute error or a hinge loss, whose slope has one size and either sign: half
    of the batch pulls up and half of it down.
    """
    if origin is not None or not turn.above.is_finite or not turn.above.norm > 0:
        return None
    if _is_repeated(turn):
        if not turn.above.min < 0 < turn.above.max or not _is_rounding(turn):
            return None
        return _blame(turn, "sum", "certain", is_harmless=True)
    if turn.kind == ZERO and _has_products(turn):
        is_variable = turn.case.handle_behind(turn.value) is not None
        return _blame(turn, "products", "likely", is_harmless=is_variable)
    return None


def _is_rounding(turn: Turn) -> bool:
    """Whether nothing is left, or rounding of slopes that are all of one size."""
    if turn.kind == ZERO:
        return True
    of_one_size = turn.above.max_abs <= 1.01 * turn.above.min_abs_nonzero
    return of_one_size and turn.sick.norm <= flow_limits.CANCELLED * turn.above.norm


def _is_repeated(turn: Turn) -> bool:
    """Whether the gradient at the input is a sum of elements of the one at the output."""
    if _OFFSET_OF.get(turn.node.op_type) == turn.slot:
        return True
    if turn.node.op_type in _REPEATS:
        return turn.slot == 0
    above, below = turn.above.elements, turn.sick.elements
    return turn.node.op_type in flow_ops.SUMS and below < above


def _has_products(turn: Turn) -> bool:
    """Whether the gradient is a sum of products with a factor, and some of them are not zero.

    Where the zeros of both fill less than the whole, there is a place at which neither has one.
    """
    if turn.node.op_type not in flow_ops.MATRIX_PRODUCTS | {"Mul"}:
        return False
    if turn.node.op_type == "Mul" and turn.sick.elements >= turn.above.elements:
        return False
    factors = [numbers for one in turn.others() if (numbers := turn.case.forward(one)) is not None]
    if len(factors) != 1 or not factors[0].is_finite:
        return False
    return factors[0].zero_share + turn.above.zero_share < 1


def _blame(turn: Turn, of: str, certainty: str, is_harmless: bool) -> Blame:
    evidence = {
        **measured(turn),
        "cancelling": of,
        "gradient_elements_above": turn.above.elements,
        "zero_elements_above": turn.above.zero_count,
        "gradient_elements_below": turn.sick.elements,
    }
    if not is_harmless:
        return Blame("GH214", turn.node, evidence, certainty)
    evidence["severity_because"] = _OF_A_VARIABLE
    return Blame("GH214", turn.node, evidence, certainty, "note")
