"""What the program's own lines and memory tell of variables that none of its ops has read.

Where no gradient is there at all, what was made beforehand is looked for of the others as well.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Callable, Collection, Mapping, Sequence
from types import MethodType
from typing import Any, NamedTuple

from tb_gradplugin.capture.observing import live_variables
from tb_gradplugin.capture.program import reachable
from tb_gradplugin.capture.sources import callers
from tb_gradplugin.capture.sources.contained import Contained
from tb_gradplugin.capture.unread_variables import (
    earlier_tensors,
    earlier_values,
    ended_loops,
    ended_zips,
    first_values,
    handed_back,
    making_lines,
    name_filters,
    named_lines,
    outer_names,
    own_steps,
    replaced_attributes,
    replaced_in_loss,
    siblings,
    skipped_uses,
    tensor_lines,
    zip_lengths,
)
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.in_text import Kept, Length, NameFilter
from tb_gradplugin.diagnosis.program import Asked
from tb_gradplugin.schema.findings import Location

Entered = Sequence[tuple[tuple[Location, ...], int]]
"""Numbers that became constants: lines of the op that took one, and its value."""


class Origin(NamedTuple):
    """Where to begin to look.

    Attributes:
      entry: a function of the program that comes to the loss, with names of its own.
      others: objects and functions that it comes to in ways which cannot be read.
      data: tensors that it is given, which no variable has a part in.
    """

    entry: Callable[..., Any]
    others: tuple[Any, ...] = ()
    data: tuple[Any, ...] = ()

    def reach(self) -> reachable.Reach:
        """What can be come to from there."""
        return reachable.Reach(self.entry, *self.others)


def origin(loss_fn: Callable[..., Any]) -> Origin:
    """Where to begin for a loss function, which may know of a better place than itself."""
    own: Origin | None = getattr(loss_fn, "origin", None)
    return Origin(loss_fn) if own is None else own._replace(others=(*own.others, loss_fn))


def origin_of_model(model: Any) -> Origin:
    """Where to begin for a Keras model: at its own training step, or at what is running."""
    step = MethodType(type(model).train_step, model)
    entry = step if callers.is_of_user(step) else callers.innermost() or step
    return Origin(entry, (model, getattr(model, "loss", None)))


class Told(NamedTuple):
    """What was found.

    Attributes:
      asked: the variables, with what is told of them.
      of_data: values of tensors that are data, or were computed from numbers alone.
      lengths: of what loops of the program go over or give to `zip`.
      name_filter: the test on names that took the variables which no op has read.
    """

    asked: list[Asked]
    of_data: set[int]
    lengths: tuple[Length, ...] = ()
    name_filter: NameFilter | None = None


def told(
    asked: Sequence[Asked],
    variables: Sequence[Any],
    origin: Origin,
    known: Callable[[Any], int | None],
    entered: Callable[[], Entered] = tuple,
    ran: Callable[[], Collection[tuple[str, int]]] = tuple,
    in_layers: Callable[[], Collection[int]] = tuple,
    outside: Callable[[], Mapping[str, int]] = dict,
    alive: Callable[[], Sequence[Any]] = live_variables.found,
) -> Told:
    """Looks for lines that name what no op has read, and for what was made of it beforehand.

    Args:
      asked: what is known of each variable so far.
      variables: themselves.
      origin: where to look.
      known: gives the value of a variable or tensor that the program has met, None for others.
      entered: numbers with a fraction that became constants.
      ran: files and numbers of the lines that ops were seen of.
      in_layers: values that ops took while a layer was being called.
      outside: values of tensors that were there before, by the program's name for each.
      alive: gives all variables that were there before.

    Returns:
      The same where there is nothing to look for.
    """
    described = list(asked)
    reach = functools.cache(origin.reach)
    untouched = [i for i, one in enumerate(described) if one.value is None]
    unfit = [i for i, one in enumerate(described) if one.kind != "tensor" and _is_unfit(one)]
    unwatched = [i for i, one in enumerate(described) if _is_unwatched(one)]
    of_data = {value for each in origin.data if (value := known(each)) is not None}
    lengths: tuple[Length, ...] = ()
    if all(one.status == "null" for one in described):
        of_data |= _keep_of_used(described, variables, origin.entry, reach, known)
    if any(one.value is not None and one.status == "null" for one in described):
        with Contained("lengths of lists"):
            lengths = zip_lengths.found(reach())
    assigned = handed_back.found(described, variables, alive)
    is_assigned = any(one is not None for one in assigned)
    if not untouched and not unfit and not unwatched and not is_assigned:
        return Told(described, of_data, lengths)
    wanted = [variables[place] for place in untouched]
    name_filter = None
    with Contained("lines that name the variables"):
        search = Search(reach(), origin.entry, wanted, known, ran(), in_layers(), outside())
        conditions = skipped_uses.conditions(search)
        tensors, of_numbers = earlier_tensors.kept(search, entered())
        of_data |= of_numbers
        is_used = [one.value is not None for one in asked]
        used = list(itertools.compress(variables, is_used))
        _keep_untouched(described, untouched, search, conditions, tensors, used)
        name_filter = name_filters.found(origin.entry, variables, is_used)
        _keep_makers(described, variables, unfit, search)
        _keep_makers_of_tensors(described, variables, unwatched, search)
        _keep_handed_back(described, variables, assigned, search)
    return Told(described, of_data, lengths, name_filter)


def _keep_untouched(
    described: list[Asked],
    places: Sequence[int],
    search: Search,
    conditions: Sequence[Location | None],
    tensors: Sequence[Kept | None],
    touched: Sequence[Any],
) -> None:
    """Notes all that is found of the variables of a search, which are asked about at some places.

    Args:
      described: what is known of all that is asked about.
      places: of the variables.
      search: for them.
      conditions: of each, as `skipped_uses.conditions` finds them.
      tensors: of each, as `earlier_tensors.kept` finds them.
      touched: variables that are asked about and that the evaluation did touch.
    """
    kept = earlier_values.kept(search, tensors)
    named = named_lines.found(search, conditions)
    replaced = replaced_attributes.found(search)
    replaced_by_loss = replaced_in_loss.found(search)
    by_loops = ended_loops.found(search)
    by_zip = ended_zips.found(search)
    outer = outer_names.found(search)
    made_of = first_values.found(search)
    beside = siblings.found(search)
    steps = own_steps.found(search, touched) if any(kept) else [()] * len(places)
    for number, place in enumerate(places):
        described[place] = dataclasses.replace(
            described[place],
            condition=named[number].condition,
            kept=kept[number],
            in_source=named[number].line,
            replaced=replaced[number],
            replaced_in_loss=replaced_by_loss[number],
            siblings=beside[number],
            ended=(*by_loops[number], *by_zip[number]),
            outer_name=outer[number],
            made_of=made_of[number],
            own_steps=steps[number],
        )


def _keep_makers(
    described: list[Asked], variables: Sequence[Any], places: Sequence[int], search: Search
) -> None:
    """Notes the lines that make variables."""
    wanted = [variables[place] for place in places]
    made = making_lines.made(search.reach, search.loss_fn, wanted)
    for place, line in zip(places, made, strict=True):
        described[place] = dataclasses.replace(described[place], made=line)


def _keep_makers_of_tensors(
    described: list[Asked], variables: Sequence[Any], places: Sequence[int], search: Search
) -> None:
    """Notes the lines that make tensors, or may have."""
    wanted = [variables[place] for place in places]
    made = tensor_lines.made(search.reach, search.loss_fn, wanted, or_others=True)
    for place, maker in zip(places, made, strict=True):
        if maker is not None:
            described[place] = dataclasses.replace(
                described[place],
                made=maker.location,
                made_name=maker.name,
                may_be_made=maker.others,
            )


def _keep_handed_back(
    described: list[Asked],
    variables: Sequence[Any],
    assigned: Sequence[Any],
    search: Search,
) -> None:
    """Notes for which variables the loss reads what an assignment gave back, and its line."""
    places = [place for place, one in enumerate(assigned) if one is not None]
    wanted = [assigned[place] for place in places]
    makers = tensor_lines.made(search.reach, search.loss_fn, wanted)
    for place, maker in zip(places, makers, strict=True):
        if maker is None and assigned[place] is not variables[place]:
            continue  # Nothing is seen to keep it for the loss.
        described[place] = dataclasses.replace(
            described[place],
            handed_back="own" if assigned[place] is variables[place] else "other",
            made=maker and maker.location,
            made_name=maker.written if maker and not maker.is_part else "",
        )


def _keep_of_used(
    described: list[Asked],
    variables: Sequence[Any],
    entry: Callable[..., Any],
    reach: Callable[[], reachable.Reach],
    known: Callable[[Any], int | None],
) -> set[int]:
    """Looks for what was made beforehand of variables that ops have read.

    Returns:
      Values of tensors that were computed from numbers alone.
    """
    used = [i for i, one in enumerate(described) if one.value is not None and one.kind != "tensor"]
    if not used:
        return set()
    with Contained("tensors that were computed beforehand"):
        search = Search(reach(), entry, [variables[place] for place in used], known)
        kept, of_numbers = earlier_tensors.kept(search)
        for place, one in zip(used, kept, strict=True):
            described[place] = dataclasses.replace(described[place], kept=one)
        return of_numbers
    return set()


def _is_unfit(one: Asked) -> bool:
    """Whether a variable is made in a way that keeps every gradient from it."""
    return not one.trainable or not op_types.carries_gradient(one.dtype)


def _is_unwatched(one: Asked) -> bool:
    """Whether it is a tensor that was used, and that no tape watches by itself."""
    return (
        one.kind == "tensor"
        and one.value is not None
        and one.status == "null"
        and op_types.carries_gradient(one.dtype)
    )
