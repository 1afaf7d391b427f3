"""Where a functional model takes a part alone of a layer's results: the line that takes it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from tb_gradplugin import lines_of_layers
from tb_gradplugin.capture.observing import keras_calls
from tb_gradplugin.capture.program import functional_parts
from tb_gradplugin.capture.sources import frames, source_trees
from tb_gradplugin.capture.sources.contained import Contained
from tb_gradplugin.diagnosis.causes import facts
from tb_gradplugin.diagnosis.text import dropped, handed_on, later_uses, parts_taken
from tb_gradplugin.schema.findings import Finding, Location

_CODE = "GN104"

_TOLD = frozenset(
    {
        *("made_in", "overwritten", "overwritten_in_turn", "argument", "only_shape_used_by"),
        *("unread", "entry", "entries_of", "given_away", "add_loss"),
    }
)
"""Evidence of a line that loses a result, which has been found."""


def led_by_lines(
    findings: list[Finding],
    placed: Mapping[str, Any],
    models: Mapping[str, Any],
    makers: lines_of_layers.Makers,
) -> list[Finding]:
    """Lets the lines lead by which a model goes without a result that a layer hands on.

    The line that calls the model has nothing to do with that: it was put together elsewhere.

    Args:
      findings: of missing gradients.
      placed: as `Observation.placed_layers`.
      models: as `Observation.placing_models`.
      makers: of the loss.
    """
    led = list(findings)
    with Contained("lines that take parts of what layers give"):
        for number, finding in enumerate(findings):
            path = _layer_around(finding, placed)
            if path is None:
                continue
            inner = _inner_lines(finding, placed[path])
            if not all(map(handed_on.to_caller, inner)):
                continue
            taken = _taken_of(path, placed, models)
            # Of a layer, its lines tell what it gives; of a model, it tells so itself.
            if taken is None or not (inner or taken is not placed[path]):
                continue
            made = makers.of(taken)
            line = functional_parts.line_that_calls(made) if made is not None else None
            if made is not None and line is not None:
                led[number] = _led(finding, line, inner, made, taken is not placed[path])
    return led


def _layer_around(finding: Finding, placed: Mapping[str, Any]) -> str | None:
    """The path of the innermost layer of a model that an unused result was computed in."""
    if finding.code != _CODE or "last_op" not in finding.evidence or not finding.layer:
        return None
    if _TOLD & finding.evidence.keys():
        return None
    around = [path for path in placed if f"{finding.layer}/".startswith(f"{path}/")]
    return max(around, key=len, default=None)


def _taken_of(path: str, placed: Mapping[str, Any], models: Mapping[str, Any]) -> Any:
    """What a model takes a part alone of, without the unused result of a layer.

    Returns:
      The layer of that path; a model that hands its result on, and is itself a layer of another
      model; None where there is neither.
    """
    layer, model = placed[path], models[path]
    if functional_parts.is_part_taken(layer, model):
        return layer
    places = functional_parts.handed_out(layer, model)
    while places:
        path = keras_calls.layer_path(model)
        if placed.get(path) is not model:
            return None
        layer, model = model, models[path]
        if functional_parts.are_left(layer, model, places):
            return layer
        places = functional_parts.handed_out(layer, model, places)
    return None


def _inner_lines(finding: Finding, layer: Any) -> list[Location]:
    """The lines by which an unused result comes out of a layer, that of its `call` last."""
    code = frames.code_of(type(layer).call)
    function = source_trees.of_function(code) if code is not None else None
    if function is None:
        return []
    own = [later_uses.function_at(line) is function for line in finding.locations]
    if True not in own:
        return []
    # The line that loses it stands first, and, where it is not of the layer, outside of it.
    return list(finding.locations[not own[0] : len(own) - own[::-1].index(True)])


def _led(
    finding: Finding, line: Location, inner: list[Location], made: Location, is_model: bool
) -> Finding:
    part = parts_taken.only_part_read(line, () if is_model else inner, is_model)
    evidence = dict(finding.evidence)
    if part is not None:
        several = made if is_model else inner[-1]
        evidence["made_in"] = several.place if part == line else line.place
    else:
        evidence |= dropped.by_line(line, True)
    first = [line] if part is None else [part, line]
    locations = facts.lines(first, [made] if is_model else inner, finding.locations)
    return dataclasses.replace(finding, locations=locations, evidence=evidence)
