"""Of an op that stands in the wrong place, the line that would have to be moved."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.schema.findings import Location


def of(node: Node, others: Sequence[Location], around: Sequence[Location]) -> list[Location]:
    """The line of an op that stands in the same function as others, such as that of a `with`.

    What is called there may be called elsewhere as well: it is the call that stands in the wrong
    place. Where the op and a `with` came from two calls, these stand beside each other.

    Args:
      node: the op.
      others: of the function.
      around: the user's frames of the `with`.
    """
    functions = [(one.file, one.function) for one in others]
    own = [one for one in node.locations if (one.file, one.function) in functions]
    if own:
        return own[:1]
    outwards = zip(reversed(node.locations), reversed(around), strict=False)
    common: list[Location] = []
    for one, other in outwards:
        if one == other:
            common = [one]
        elif (one.file, one.function) == (other.file, other.function):
            return [one]
        else:
            return common or [*node.locations[:1]]
    return [*node.locations[:1]]
