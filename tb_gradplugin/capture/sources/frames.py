"""The lines of the user's own program that lie under an op, a call or an error."""

from __future__ import annotations

import functools
import itertools
import linecache
import os
import pathlib
import sys
from collections.abc import Callable, Iterable, Mapping
from types import CodeType, FrameType, FunctionType, TracebackType
from typing import Any, NamedTuple, TypeVar

from tensorflow.python.util import tf_stack

from tb_gradplugin.capture.sources import file_owners, statement_lines
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.schema.findings import Location

_DATACLASS_METHODS = frozenset({"__init__", "__new__", "__eq__", "__hash__", "__repr__"})

_F = TypeVar("_F", bound=Callable[..., Any])

_OURS = "a file of this package with a boundary in it"

_WRAPPING = "a file whose functions only call others on behalf of somebody"

_WRAPPERS = frozenset(
    {
        *("traceback_utils.py", "dispatch.py", "deprecation.py", "weak_tensor_ops.py"),
        *("custom_gradient.py", "override_binary_operator.py", "tf_decorator.py"),
        *("tensor_math_operator_overrides.py", "variables.py"),
    }
)
"""Files of TensorFlow and Keras that wrap their public functions and operators."""

_OWN_FOLDER = str(pathlib.Path(__file__).parents[2])

_boundaries: set[tuple[str, str]] = set()
_walls: set[tuple[str, str]] = set()
_kinds: dict[str, Owner | str] = {}


class Frames(NamedTuple):
    """Where something happened, in the user's words.

    Attributes:
      locations: the user's own lines, innermost first.
      hidden: number of frames of frameworks further in than the first of them.
      call: name of the function of a framework or library that the first of them calls; empty
        where it calls none.
      is_outside: whether they are lines that led to a call of the user's program by this package,
        where none was found inside of it.
    """

    locations: tuple[Location, ...]
    hidden: int
    call: str = ""
    is_outside: bool = False


class _Frame(NamedTuple):
    file: str
    line: int
    function: str


def boundary(function: _F) -> _F:
    """Marks a function of this package that calls the user's program.

    Lines outside of its call (such as the one that asked for an explanation) are given only where
    none is inside of it.
    """
    code = function.__code__
    _boundaries.add((code.co_filename, code.co_name))
    _kinds[code.co_filename] = _OURS
    return function


def wall(function: _F) -> _F:
    """As `boundary`, but lines outside of its call are never given: they say nothing."""
    code = function.__code__
    _walls.add((code.co_filename, code.co_name))
    return boundary(function)


def of_this_stack() -> Frames:
    """The lines that the calling thread is in now."""
    # Called for each op that runs, under stacks of a hundred frames, most of them of frameworks.
    frame = sys._getframe(1)
    innermost = frame
    found: list[_Frame] = []
    depth = hidden = 0
    entered = call = ""
    while frame is not None:
        code = frame.f_code
        file = code.co_filename
        kind = _kinds.get(file) or _kind(file)
        if kind is Owner.FRAMEWORK:
            entered = code.co_name
        elif kind is Owner.USER and not _made_by_dataclasses(file, code.co_name):
            if not found:
                hidden, call = depth, entered
            found.append(_Frame(file, frame.f_lineno, code.co_name))
        elif kind is Owner.AUTOGRAPH:
            found = []
            break
        elif kind is Owner.INSTALLED:
            entered = code.co_name
        elif kind is _OURS and (file, code.co_name) in _boundaries:
            break
        depth += 1
        frame = frame.f_back  # type: ignore[assignment]
    if not found:
        return _chosen(_of_stack(innermost))
    folder = file_owners.working_folder()
    locations = [_location(each, folder) for each in found]
    return Frames(tuple(location for location, _ in itertools.groupby(locations)), hidden, call)


def of_traceback(traceback: Iterable[Any] | None) -> Frames:
    """The lines of a `tf.Operation.traceback`, or of anything with `filename, lineno, name`.

    An op of a function that was loaded from a file has no traceback, and so no line.
    """
    frames = [_Frame(frame.filename, frame.lineno or 0, frame.name) for frame in traceback or ()]
    return _chosen(frames[::-1])


def of_exception(error: BaseException) -> Frames:
    """The lines that an exception passed through, from where it was first raised outwards."""
    return _chosen([*_as_autograph_saw_it(error), *_of_raised(error.__traceback__)])


def of_function(
    function: Callable[..., Any], line: int | None = None, called: str = ""
) -> tuple[Location, ...]:
    """A line of a function of the user's, by default its first; empty for what is no such.

    Args:
      function: one that is defined in the file of the line.
      line: its number.
      called: what the line stands in, where that is not the function itself.
    """
    code = code_of(function)
    if code is None:
        return ()
    return _chosen(
        [_Frame(code.co_filename, line or code.co_firstlineno, called or code.co_name)]
    ).locations


def code_of(function: Any) -> CodeType | None:
    """The code of what a `tf.function`, a method, a partial or a wrapper calls in the end."""
    found = function_of(function)
    return None if found is None else found.__code__


def function_of(function: Any) -> FunctionType | None:
    """What a `tf.function`, a method, a partial or a wrapper calls in the end."""
    while not isinstance(function, FunctionType):
        inner = (
            getattr(function, "__wrapped__", None)
            or getattr(function, "python_function", None)
            or getattr(function, "__func__", None)
            or getattr(function, "func", None)
        )
        if inner is None or inner is function:
            return None
        function = inner
    return function


def _kind(file: str) -> Owner | str:
    kind: Owner | str = file_owners.owner(file)
    if kind is Owner.FRAMEWORK and _is_wrapping(file):
        kind = _WRAPPING
    _kinds[file] = kind
    return kind


def _is_wrapping(file: str) -> bool:
    """Whether the functions in a framework's file call others in the name of their caller."""
    return (
        os.path.basename(file) in _WRAPPERS
        or f"{os.sep}autograph{os.sep}" in file
        or file.startswith(_OWN_FOLDER)
    )


def _of_stack(frame: FrameType | None) -> list[_Frame]:
    frames = []
    while frame is not None:
        code = frame.f_code
        frames.append(_Frame(code.co_filename, frame.f_lineno, code.co_name))
        frame = frame.f_back
    return frames


def _of_raised(traceback: TracebackType | None) -> list[_Frame]:
    frames = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        frames.append(_Frame(code.co_filename, traceback.tb_lineno, code.co_name))
        traceback = traceback.tb_next
    return frames[::-1]


def _as_autograph_saw_it(error: BaseException) -> list[_Frame]:
    # Autograph raises errors anew; the lines they came from are kept beside them.
    metadata = getattr(error, "ag_error_metadata", None)
    frames = getattr(metadata, "translated_stack", None) or ()
    return [
        _Frame(frame.filename, frame.lineno, frame.function_name or "<lambda>") for frame in frames
    ]


def _chosen(frames: list[_Frame]) -> Frames:
    """The user's frames among `frames`, which are given innermost first."""
    inside = next((i for i, frame in enumerate(frames) if _is_boundary(frame)), len(frames))
    if inside < len(frames) and frames[inside][::2] in _walls:
        frames = frames[:inside]
    originals = _autograph_originals() if _any_generated(frames) else {}
    for begin, end in ((0, inside), (inside, len(frames))):
        for wanted in (Owner.USER, Owner.INSTALLED):
            kept = _kept([originals.get(f[:2], f) for f in frames[begin:end]], wanted)
            if kept.locations:
                return kept._replace(hidden=kept.hidden + begin, is_outside=begin > 0)
    return Frames((), len(frames))


def _kept(frames: Iterable[_Frame], wanted: Owner) -> Frames:
    """The frames of one kind of owner, with what they call of others."""
    folder = file_owners.working_folder()
    kept: list[Location] = []
    last: _Frame | None = None
    hidden, entered, call = 0, "", ""
    for frame in frames:
        if _owner(frame) is not wanted:
            hidden += not kept
            if not _is_wrapping(frame.file):
                entered = frame.function
            continue
        called = entered or (last.function if last is not None else "")
        line = statement_lines.of_call(frame.file, frame.line, called)
        location = _location(frame._replace(line=line), folder)
        if last is None:
            call = entered
        # A recursion, or what autograph makes of one function, or of a lambda in it.
        if frame != last:
            kept.append(location)
        elif kept[-1].line == frame.line:
            kept[-1] = location
        last, entered = frame, ""
    return Frames(tuple(kept), hidden, call)


def _is_boundary(frame: _Frame) -> bool:
    return (frame.file, frame.function) in _boundaries


def _owner(frame: _Frame) -> Owner:
    if _made_by_dataclasses(frame.file, frame.function):
        return Owner.FRAMEWORK
    return file_owners.owner(frame.file)


def _made_by_dataclasses(file: str, function: str) -> bool:
    return file == "<string>" and function in _DATACLASS_METHODS


def _any_generated(frames: list[_Frame]) -> bool:
    return any(file_owners.owner(frame.file) is Owner.AUTOGRAPH for frame in frames)


def _autograph_originals() -> Mapping[tuple[str, int], _Frame]:
    """Original lines by line of a generated file, while a function is traced."""
    mapper = tf_stack._source_mapper_stacks[tf_stack._get_thread_key()][-1]
    return {
        generated: _Frame(*original)
        for generated, original in mapper.get_effective_source_map().items()
    }


@functools.lru_cache(maxsize=65536)
def _location(frame: _Frame, folder: str) -> Location:
    return Location(
        file=file_owners.shown_path(frame.file, folder),
        line=frame.line,
        function=frame.function,
        source=linecache.getline(frame.file, frame.line).strip(),
    )
