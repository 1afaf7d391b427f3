"""What the program's own lines and memory tell of variables that none of its ops has read.

Where no gradient is there at all, what was made beforehand is looked for of the others as well.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Collection, Sequence
from types import MethodType
from typing import Any, NamedTuple

from tb_gradplugin.capture.program import passed_over, reachable
from tb_gradplugin.capture.sources import callers
from tb_gradplugin.capture.sources.contained import Contained
from tb_gradplugin.capture.unread_variables import (
    added_weights,
    called_again,
    cut_models,
    dropped_results,
    earlier_tensors,
    earlier_variables,
    ended_loops,
    ended_zips,
    entries_passed_by,
    first_values,
    functional_constants,
    handed_back,
    initializers,
    making_lines,
    name_filters,
    outer_names,
    overridden_calls,
    replaced_attributes,
    replaced_in_loss,
    siblings,
    skipped_uses,
    source_uses,
    tensor_lines,
    unread_attributes,
    unused_links,
    zip_lengths,
)
from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.in_source import InSource
from tb_gradplugin.diagnosis.in_text import Length, NameFilter
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
) -> Told:
    """Looks for lines that name what no op has read, and for what was made of it beforehand.

    Args:
      asked: what is known of each variable so far.
      variables: themselves.
      origin: where to look.
      known: gives the value of a variable or tensor that the program has met, None for others.
      entered: numbers with a fraction that became constants.
      ran: files and numbers of the lines that ops were seen of.

    Returns:
      The same where there is nothing to look for.
    """
    described = list(asked)
    search = functools.cache(origin.reach)
    untouched = [i for i, one in enumerate(described) if one.value is None]
    unfit = [i for i, one in enumerate(described) if one.kind != "tensor" and _is_unfit(one)]
    unwatched = [i for i, one in enumerate(described) if _is_unwatched(one)]
    of_data = {value for each in origin.data if (value := known(each)) is not None}
    lengths: tuple[Length, ...] = ()
    if all(one.status == "null" for one in described):
        of_data |= _keep_of_used(described, variables, search, known)
    if any(one.value is not None and one.status == "null" for one in described):
        with Contained("lengths of lists"):
            lengths = zip_lengths.found(search())
    assigned = handed_back.found(described, variables)
    is_assigned = any(one is not None for one in assigned)
    if not untouched and not unfit and not unwatched and not is_assigned:
        return Told(described, of_data, lengths)
    wanted = [variables[place] for place in untouched]
    name_filter = None
    with Contained("lines that name the variables"):
        reach = search()
        touched, lines = passed_over.Touched(reach, known), ran()
        conditions = skipped_uses.conditions(reach, wanted, touched, lines)
        kept, of_numbers = earlier_tensors.kept(reach, wanted, known, entered())
        of_data |= of_numbers
        wrapped = earlier_variables.wrapped(reach, wanted, known)
        constants = functional_constants.kept(reach, wanted, known)
        begun = initializers.kept(reach, wanted, known)
        every = zip(kept, wrapped, constants, begun, strict=True)
        kept = [next(filter(None, each), None) for each in every]
        kept = [
            called_again.without(one, each, reach, touched)
            for one, each in zip(kept, wanted, strict=True)
        ]
        named = source_uses.found(reach, origin.entry, wanted, touched)
        if None in named:
            cut = cut_models.found(reach, origin.entry, wanted, touched)
            named = [use or other for use, other in zip(named, cut, strict=True)]
        if None in named:
            added = added_weights.found(reach, origin.entry, wanted)
            named = [use or other for use, other in zip(named, added, strict=True)]
        if None in named:
            hung = unread_attributes.found(reach, wanted, touched)
            named = [use or other for use, other in zip(named, hung, strict=True)]
        # What makes a tensor tells more than what lists it to be asked about.
        makers = tensor_lines.in_source(reach, origin.entry, wanted)
        named = [maker or use for use, maker in zip(named, makers, strict=True)]
        # What has the variable from a library and ran without it tells more than what made it.
        left_out = overridden_calls.found(reach, wanted, touched, lines)
        named = [_of_both(use, left) for use, left in zip(named, left_out, strict=True)]
        links = unused_links.found(reach, wanted, touched, lines)
        for number, link in enumerate(links):
            if link is not None and unused_links.tells_more(link, named[number]):
                # A condition further down was not come to either.
                named[number], conditions[number] = link, None
        passed_by = entries_passed_by.found(reach, wanted, touched, lines)
        named = [line or use for use, line in zip(named, passed_by, strict=True)]
        dropped = dropped_results.found(reach, origin.entry, wanted, touched)
        named = [left or use for use, left in zip(named, dropped, strict=True)]
        replaced = replaced_attributes.found(reach, wanted)
        in_loss = replaced_in_loss.found(reach, wanted, known, lines)
        ended = ended_loops.found(reach, wanted, touched)
        by_zip = ended_zips.found(reach, wanted, touched)
        outer = outer_names.found(reach, wanted, touched, lines)
        made_of = first_values.found(origin.entry, wanted, known)
        beside = siblings.found(reach, origin.entry, wanted, touched)
        for number, place in enumerate(untouched):
            described[place] = dataclasses.replace(
                described[place],
                condition=conditions[number],
                kept=kept[number],
                in_source=named[number],
                replaced=replaced[number],
                replaced_in_loss=in_loss[number],
                siblings=beside[number],
                ended=(*ended[number], *by_zip[number]),
                outer_name=outer[number],
                made_of=made_of[number],
            )
        is_used = [one.value is not None for one in asked]
        name_filter = name_filters.found(origin.entry, variables, is_used)
        made = making_lines.made(reach, origin.entry, [variables[place] for place in unfit])
        for place, line in zip(unfit, made, strict=True):
            described[place] = dataclasses.replace(described[place], made=line)
        tensors = [variables[place] for place in unwatched]
        found = tensor_lines.made(reach, origin.entry, tensors, or_others=True)
        for place, maker in zip(unwatched, found, strict=True):
            if maker is not None:
                described[place] = dataclasses.replace(
                    described[place],
                    made=maker.location,
                    made_name=maker.name,
                    may_be_made=maker.others,
                )
        _keep_handed_back(described, variables, assigned, reach, origin)
    return Told(described, of_data, lengths, name_filter)


def _of_both(use: InSource | None, left: InSource | None) -> InSource | None:
    """A line that names a variable, with the one of the method that leaves it out."""
    if use is None or left is None or use.name != left.name or use.is_use:
        return left or use
    return dataclasses.replace(use, seen=left.seen)


def _keep_handed_back(
    described: list[Asked],
    variables: Sequence[Any],
    assigned: Sequence[Any],
    reach: reachable.Reach,
    origin: Origin,
) -> None:
    """Notes for which variables the loss reads what an assignment gave back, and its line."""
    places = [place for place, one in enumerate(assigned) if one is not None]
    makers = tensor_lines.made(reach, origin.entry, [assigned[place] for place in places])
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
    search: Callable[[], reachable.Reach],
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
        wanted = [variables[place] for place in used]
        kept, of_numbers = earlier_tensors.kept(search(), wanted, known, ())
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
