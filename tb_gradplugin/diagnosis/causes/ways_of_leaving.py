"""Why no op reads a variable: rules about the lines that name it, the first that answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tb_gradplugin.diagnosis.causes import functions_without_it
from tb_gradplugin.diagnosis.causes.facts import lines
from tb_gradplugin.diagnosis.causes.last_use import Told
from tb_gradplugin.diagnosis.causes.unread_variables import Unread
from tb_gradplugin.diagnosis.in_source import (
    LastResult,
    LeftOutOfItsLoss,
    ModelEndsBefore,
    PassedBy,
    SetOnAnother,
)
from tb_gradplugin.diagnosis.in_text import MadeOf
from tb_gradplugin.diagnosis.text import (
    copies,
    handed_on,
    later_uses,
    made_anew,
    making,
    never_called,
    summed_terms,
    syntax,
    taken_beside,
    twins,
    unread_entries,
)
from tb_gradplugin.schema.findings import Location

_MOST_TAKING = 3
"""Lines that take single parts of one object, at most."""


def by_twin(unread: Unread) -> Told | None:
    """The loss reads another variable of its name and shape, as of a model that was copied."""
    if not unread.twins:
        return None
    case = unread.case
    used = twins.lines_that_use(case, unread.twins[0])
    said = {"twin": case.handle_name(unread.twins[0])}
    # A layer made anew in each call makes its variables meanwhile.
    nodes = [node for twin in unread.twins if (node := case.node_of(twin)) is not None]
    if nodes and nodes[0].locations:
        anew = [line for node in nodes if (line := made_anew.line(node.locations))]
        where = lines(anew, nodes[0].locations, unread.loss_at, unread.named_at)
        return Told(where, {**said, "made_anew": "yes"}, is_slip=True)
    copied = copies.found(used)
    if copied is not None:
        said |= {"copied_inside": copied.line.function} if copied.call is not None else {}
        call = () if copied.call is None else (copied.call,)
        where = lines((copied.line,), unread.named_at, call, unread.loss_at)
        return Told(where, said, is_slip=True)
    is_lost = all(one.is_listed for one in unread.named)
    replaced = making.line_that_replaces(used)
    replaced = replaced or (making.line_made_again(used) if is_lost else None)
    takes = twins.line_of([twins.lines_that_use(case, one) for one in unread.twins])
    where = lines([replaced] if replaced else takes, unread.named_at, unread.loss_at)
    return Told(where, said)


def by_first_value(unread: Unread) -> Told | None:
    """The loss rests on the tensor that one was made of before."""
    if not unread.is_of_loss or unread.case.program.loss is None:
        return None
    asked, sources = unread.case.program.asked, unread.case.loss_sources
    every = (one for place in unread.places for one in asked[place].made_of)
    first = next((one for one in every if one.value in sources), None)
    if first is None:
        return None
    made_in = first.line.place
    reading = _lines_that_read(unread, first)[:1]
    where = lines(reading or unread.loss_at, [first.line], unread.loss_at)
    return Told(where, {"made_of": first.name, "made_of_in": made_in})


def _lines_that_read(unread: Unread, first: MadeOf) -> Sequence[Location]:
    """The lines of the first op that takes a tensor, from that on which the program names it."""
    users = unread.case.users.get(first.value, ())
    user = next((node for node in users if unread.case.ways.depends[node.index]), None)
    every = user.locations if user is not None else ()
    for place, line in enumerate(every):
        function = later_uses.function_at(line)
        own = syntax.parameters(function.args) if function is not None else set()
        own |= later_uses.stored(function) if function is not None else set()
        scope = function or syntax.tree_of(line.file)
        read = syntax.names_of(scope, first.name) if scope is not None else []
        if first.name not in own and any(one.lineno == line.line for one in read):
            return every[place:]
    return every


def by_the_loss(unread: Unread) -> Told | None:
    """The loss has to do with no variable at all."""
    if not unread.is_of_loss:
        return None
    return Told(lines(unread.loss_at, unread.named_at))


def by_last_result(unread: Unread) -> Told | None:
    """The last result of its layer is what nothing reads, where a model is put together."""
    if not unread.are_all(LastResult):
        return None
    said = {"unread_result": unread.named[0].name}
    going_on = [one.goes_on for one in unread.seen(LastResult) if one.goes_on is not None]
    if going_on:
        said["goes_on_in"] = going_on[0].place
    return Told(lines(unread.named_at, going_on, unread.loss_at), said, is_slip=True)


def by_entry(unread: Unread) -> Told | None:
    """A name gets an entry of a container of variables, and nothing reads that name."""
    slips = unread_entries.found(unread.case, unread.places, unread.named)
    if not slips:
        return None
    left = ", ".join(dict.fromkeys(one.name for one in slips))
    said = {"unread": left, "entry_of": slips[0].container}
    where = lines([one.line for one in slips], unread.named_at, unread.loss_at)
    return Told(where, said, is_slip=True)


def by_own_loss(unread: Unread) -> Told | None:
    """A loss that is named after the part which has it computes with another part."""
    if not unread.are_all(LeftOutOfItsLoss):
        return None
    first = unread.named[0]
    said = {
        "named": first.name,
        "own_loss": first.location.function,
        "computes_with": unread.seen(LeftOutOfItsLoss)[0].computes_with,
    }
    return Told(lines(unread.named_at, unread.loss_at), said, is_slip=True)


def by_model_that_ends(unread: Unread) -> Told | None:
    """The model that the loss calls ends before its layer."""
    if not unread.are_all(ModelEndsBefore):
        return None
    where = lines(unread.named_at, _ended_at(unread), unread.loss_at)
    return Told(where, {"ends_before": unread.named[0].name})


def in_method_not_called(unread: Unread) -> Told | None:
    """A method uses it that the loss does not call, though it calls the object."""
    uncalled = never_called.found(unread.case, unread.named[0]) if unread.named else None
    if uncalled is None:
        return None
    use = uncalled.use.place
    said = {**unread.named_by, "never_called": uncalled.name, "named_in": use}
    # What the loss leaves out has to be put there, or into the term that asks the same object.
    asking = never_called.lines_with(unread.case, unread.named[0])
    terms = (summed_terms.only_of(line, asking) for line in unread.loss_at)
    loss_at = [term for term in terms if term is not None] or unread.loss_at
    return Told(lines(loss_at, [uncalled.line, uncalled.use]), said)


def by_part_alone(unread: Unread) -> Told | None:
    """A line that runs takes one attribute of the object that has it, and nothing else."""
    part = taken_beside.part_alone(unread.case, unread.named[0]) if unread.named else ""
    if not part:
        return None
    said = {**unread.named_by, "part_alone": part}
    return Told(lines(unread.named_at, unread.loss_at), said)


def by_parts_taken(unread: Unread) -> Told | None:
    """Lines take single parts of an object whose own method would use it."""
    beside = taken_beside.found(unread.case, unread.named)
    if not beside:
        return None
    first = unread.named_at[0]
    said = {**unread.named_by, "named_in": first.place}
    if later_uses.stands_for(beside[0], first):
        said["overridden"] = beside[0].function
    taking = beside[1:_MOST_TAKING]
    return Told(lines(beside[:1], unread.named_at, taking, unread.loss_at), said)


def by_line_that_names(unread: Unread) -> Told | None:
    """No more is known of it than a line that names it, or gives it another one's place."""
    if not unread.named:
        return None
    said, named_at, seen = unread.named_by, unread.named_at, unread.named[0].seen
    if (put := unread.named[0].filled_in) is not None:
        said["filled_in"] = put.place
        named_at = [*named_at, put]
    if isinstance(seen, PassedBy):
        said |= {"passes_by": seen.entry, "takes": seen.taken}
    if isinstance(seen, SetOnAnother):
        said["set_on_other"] = "yes"
    return Told(lines(named_at, unread.loss_at), said)


def by_what_is_around(unread: Unread) -> Told:
    """Nothing is known: where the loss comes as far as what is asked about before it."""
    return Told(lines(_ended_at(unread), unread.loss_at))


def _ended_at(unread: Unread) -> Sequence[Location]:
    """The line that ends what uses, last of all, what comes before them in the question.

    Variables that no name is of, and that the question has beside others, are of one model; the
    loss goes into it as far as that.
    """
    before = [unread.case.program.asked[place] for place in range(unread.places[0])]
    handle = next((one.value for one in before[::-1] if one.value is not None), None)
    used = () if handle is None else twins.lines_that_use(unread.case, handle)
    return handed_on.loser(used)


RULES: Sequence[Callable[[Unread], Told | None]] = (
    by_twin,
    by_first_value,
    by_the_loss,
    by_last_result,
    by_entry,
    by_own_loss,
    by_model_that_ends,
    by_part_alone,
    in_method_not_called,
    by_parts_taken,
    functions_without_it.by_unused_attribute,
    functions_without_it.by_overriding,
    functions_without_it.in_unnamed_method,
    functions_without_it.by_ignored_argument,
    functions_without_it.by_own_default,
    by_line_that_names,
    by_what_is_around,
)
"""The first that answers; the last always does."""
