"""Functions that might use a variable which no op reads: rules about why that is so."""

from __future__ import annotations

from tb_gradplugin.diagnosis.causes.facts import lines
from tb_gradplugin.diagnosis.causes.last_use import Told
from tb_gradplugin.diagnosis.causes.unread_variables import Unread
from tb_gradplugin.diagnosis.in_source import OverriddenBy, UnnamedMethod, UnusedBy
from tb_gradplugin.diagnosis.text import (
    defaults_taken,
    later_uses,
    left_out,
    making,
    unread_siblings,
)


def by_unused_attribute(unread: Unread) -> Told | None:
    """No method of its class uses the attribute that holds it."""
    first = unread.named[0].seen if unread.named else None
    if not isinstance(first, UnusedBy):
        return None
    held = unread.named_at[0]
    said = {
        **unread.named_by,
        "unused_in": first.method,
        "unused_at": first.line.place,
        "set_in": held.place,
    }
    unused = [one.line for one in unread.seen(UnusedBy)]
    # What an object makes for itself and does not use may be too much; what it is given is not.
    is_given = making.keeps_what_is_given(held)
    each = (unused, unread.named_at) if is_given else (unread.named_at, unused)
    return Told(lines(*each, unread.loss_at), said)


def by_overriding(unread: Unread) -> Told | None:
    """The method of a derived class, which ran in place of a library's, does not use it."""
    first = unread.named[0].seen if unread.named else None
    if not isinstance(first, OverriddenBy):
        return None
    methods = [one.line for one in unread.seen(OverriddenBy)]
    said = {**unread.named_by, "left_out_by": first.line.function}
    return Told(lines(methods, unread.named_at, unread.loss_at), said)


def in_unnamed_method(unread: Unread) -> Told | None:
    """A method alone uses it, and no line of the program calls that."""
    if not unread.are_all(UnnamedMethod):
        return None
    seen = unread.seen(UnnamedMethod)[0]
    held = ", ".join(dict.fromkeys(one.name for one in unread.named))
    uses = [one.built_with for one in unread.named if one.built_with is not None]
    said = {"unnamed_method": seen.line.function, "named": held}
    said |= {"alike": seen.alike, "alike_of": seen.alike_of} if seen.alike else {}
    where = lines([seen.line], uses, unread.named_at, unread.loss_at)
    return Told(where, said, is_slip=True)


def by_ignored_argument(unread: Unread) -> Told | None:
    """A line gives it to a function, which never reads that argument."""
    first = unread.named[0] if unread.named else None
    if first is None or not first.is_use:
        return None
    nodes = unread.case.on_the_way
    for called, argument, begins in unread_siblings.ignoring(first.location, first.name, nodes):
        line = left_out.line_that_might(called, begins.file, nodes, is_called=True)
        if line is not None:
            said = {
                "ignored_argument": argument,
                "argument_of": later_uses.method_name(called, begins),
                "given_in": first.location.place,
            }
            # Functions for one step may be given all that the others take.
            return Told(lines((line,), unread.named_at, unread.loss_at), said)
    return None


def by_own_default(unread: Unread) -> Told | None:
    """A function that has a parameter of its name is called without it, and takes its default."""
    first = unread.named[0] if unread.named else None
    if first is None or first.is_use:
        return None
    ran = unread.case.lines_on_the_way
    taken = defaults_taken.found(first.location, first.name, ran)
    if taken is None:
        return None
    said = {**unread.named_by, "default_of": taken.function, "parameter": taken.name}
    return Told(lines((taken.line,), unread.named_at, unread.loss_at), said, is_slip=True)
