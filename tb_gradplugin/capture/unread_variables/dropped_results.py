"""Results of layers that never come into the model which the same lines put together.

A functional model of Keras is made of its inputs and outputs: a layer that was called on the way,
and whose result no further step takes, is no part of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tb_gradplugin.capture.program import functional_parts, layer_calls, reachable
from tb_gradplugin.capture.sources import file_owners, frames
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.capture.unread_variables import cut_models, making_lines, source_uses
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_source import InSource, LastResult
from tb_gradplugin.diagnosis.text import syntax, unread_results
from tb_gradplugin.schema.findings import Location


def found(search: Search) -> list[InSource | None]:
    """For each variable, the line of the last result of its layer, which nothing reads.

    Returns:
      None for a variable that no layer holds which was called on a result of a model that the
      evaluation used, and for one of which the results are not seen to be left.
    """
    lines: list[InSource | None] = [None] * len(search.variables)
    wanted = [reachable.identity(each) for each in search.variables]
    named = [one for _, one in source_uses.every_holder(search.reach, search.loss_fn)]
    used = {
        id(one.value): one
        for one in named
        if cut_models.operations(one.value) and search.touched.handles(one.value)
    }
    for model in used.values():
        inside = cut_models.operations(model.value)
        outside = cut_models.called_on_results_of(inside)
        for layer in outside:
            every = [place for place, one in enumerate(wanted) if one in search.reach.held(layer)]
            places = [place for place in every if lines[place] is None]
            if not places or not hasattr(layer, "_flatten_layers"):
                continue
            calls = _calls(layer, model, [*inside, *outside], search)
            left = next(filter(None, map(unread_results.last, calls)), None)
            if left is None:
                continue
            line = InSource(left.line, left.name, False, seen=LastResult(left.goes_on))
            lines = [line if i in places else each for i, each in enumerate(lines)]
    return lines


def _calls(
    layer: Any, model: source_uses.Holder, siblings: Sequence[Any], search: Search
) -> Iterator[Location]:
    """The only line that calls a layer; nothing where it cannot be told."""
    made = making_lines.of_layer(search.reach, search.loss_fn, layer)
    called = functional_parts.line_that_calls(made) if made is not None else None
    if called is not None:
        yield called
        return
    # What is called where it is made has no name.
    for function in {each.__code__.co_filename: each for each in model.functions}.values():
        file = function.__code__.co_filename
        tree = syntax.tree_of(file)
        if tree is None or file_owners.owner(file) is not Owner.USER:
            continue
        line = layer_calls.call_of(layer, siblings, [tree])
        if line is not None:
            for place in frames.of_function(function, line, syntax.called_at(tree, line)):
                at = functional_parts.line_that_calls(place)
                if at is not None:
                    yield at
