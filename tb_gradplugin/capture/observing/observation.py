"""What is noted down while a loss is evaluated op by op."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import tensorflow as tf
from tensorflow.python.framework import ops

from tb_gradplugin.capture.observing import earlier_numbers
from tb_gradplugin.capture.ops import static_shapes
from tb_gradplugin.capture.sources.frames import Frames
from tb_gradplugin.diagnosis.inner_tape import InnerTape
from tb_gradplugin.diagnosis.program import Departure, InnerGraph, Value
from tb_gradplugin.schema.findings import Location

Detail = dict[str, str | int | float | bool]


@dataclasses.dataclass
class Draft:
    """A `Node` in the making: what the backward pass will tell of it is still open."""

    op_type: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    passes: tuple[bool, ...] | None
    frames: Frames
    layer: str | None = None
    detail: Detail = dataclasses.field(default_factory=dict)


class Observation:
    """The ops and values of one evaluation, as they come.

    A value is known by the id of its eager tensor, which TensorFlow gives once and never again,
    so that no tensor is kept alive.

    Args:
      name_of_variable: gives the name of the variable that a handle belongs to, None for the
        handle of another resource.
      name_of_tensor: gives the name by which the user's program knows a tensor, or "".
    """

    def __init__(
        self,
        name_of_variable: Callable[[Any], str | None],
        name_of_tensor: Callable[[Any], str],
    ):
        self.drafts: list[Draft] = []
        self.values: list[Value] = []
        self.departures: list[Departure] = []
        self.inner_tapes: list[InnerTape] = []
        self.inner_graphs: list[InnerGraph] = []
        self.layers: list[str | None] = []
        self.placed_layers: dict[str, Any] = {}
        """The layer of a model by whose call Keras' own code called another, or it, by its path."""
        self.placing_models: dict[str, Any] = {}
        """The model that this layer is in, by the same path."""
        self.metrics: list[str] = []
        self.failure: BaseException | None = None
        """The first error in our own code, which must not become one of the user's program."""
        self.refused: tuple[Location, ...] = ()
        """The gradient function of a custom gradient that TensorFlow refused."""
        self.active = False
        self.departing = False
        self.leaving_by: list[str] = []
        """The calls in progress whose whole purpose it is to leave TensorFlow."""
        self.python_functions: list[str] = []
        """Names of functions of the user's that an op is about to call."""
        self.custom_depth = 0
        """How many custom gradients (recomputation included) are being evaluated."""
        self.differentiating = 0
        """How many tapes inside of the loss are being asked."""
        self.unseen_reads: dict[int, Any] = {}
        """Handles by the id of the tensor that a read inside of TensorFlow's C++ code gave."""
        self.other_threads: dict[int, tuple[Location, ...]] = {}
        """Threads that compute something for the program at present, and the lines that handed it
        over to each, innermost first."""
        self.unwritten: set[int] = set()
        """Ids of the zeros that stand for entries of a TensorArray which nothing has written."""
        self._thread = threading.get_ident()
        self._lock = threading.RLock()
        self._first_id = ops.uid()
        self._indices: dict[int, int] = {}
        self._name_of_variable = name_of_variable
        self._name_of_tensor = name_of_tensor
        self.number_behind: Callable[[Any], tuple[str, Any] | None] = lambda _: None
        """Gives the Python or NumPy number of the program's that a constant was made from, with
        its name; None where it knows of none."""
        self._of_numbers: dict[int, int] = {}
        """Values by the id of the number, which the program keeps, that they were made from."""

    @property
    def listens(self) -> bool:
        """Whether what happens now, on this thread, is part of the evaluation."""
        return self.active and self.is_own_thread

    @property
    def values_unwritten(self) -> frozenset[int]:
        """The values of those zeros, as far as an op has taken them."""
        known = self._indices
        return frozenset(known[each] for each in self.unwritten if each in known)

    @property
    def is_own_thread(self) -> bool:
        """Whether the calling thread is the one that the loss is evaluated in."""
        return threading.get_ident() == self._thread

    @property
    def hears(self) -> bool:
        """As `listens`, also for the threads that compute something for the program."""
        if self.is_own_thread:
            return self.active
        # The other thread may be noting something down, and is not active meanwhile.
        with self._lock:
            return self.active and threading.get_ident() in self.other_threads

    @contextlib.contextmanager
    def noting(self) -> Iterator[None]:
        """Keeps what our own code does out of the record, and its errors out of the program."""
        with self._lock:
            before, self.active = self.active, False
            try:
                yield
            except Exception as error:
                self.failure = self.failure or error
            finally:
                self.active = before

    def value_of(self, tensor: Any) -> int | None:
        """Index of the value of a tensor or variable; None for what is neither."""
        if isinstance(tensor, ops.EagerTensor):
            index = self._indices.get(tensor._id)
            return self._from_outside(tensor) if index is None else index
        if isinstance(tensor, tf.IndexedSlices):
            return self.value_of(tensor.values)
        handle = handle_of(tensor)
        return None if handle is None else self.value_of(handle)

    def known(self, tensor: Any) -> int | None:
        """As `value_of`, but None for a tensor, or a number, that the evaluation has not met."""
        if isinstance(tensor, earlier_numbers.NUMBERS):
            return self._of_numbers.get(id(tensor))
        if not isinstance(tensor, ops.EagerTensor):
            tensor = handle_of(tensor)
        return None if tensor is None else self._indices.get(tensor._id)

    def values_of(self, tensors: Sequence[Any]) -> tuple[int, ...]:
        """Indices of those of `tensors` that have a value."""
        return tuple(index for index in map(self.value_of, tensors) if index is not None)

    def same(self, tensor: Any, as_value: int) -> None:
        """Makes a tensor known as one that exists already."""
        self._indices[tensor._id] = as_value

    def made(self, tensor: Any, node: int, name: str = "") -> int:
        """A new value for a tensor that an op has just made."""
        return self._new(tensor, node, "", name)

    def add(self, draft: Draft) -> int:
        """Appends an op; gives its index."""
        self.drafts.append(draft)
        return len(self.drafts) - 1

    def _from_outside(self, tensor: Any) -> int:
        if tensor.dtype == tf.resource:
            name = self._name_of_variable(tensor)
            return self._new(tensor, None, "unknown" if name is None else "variable", name or "")
        if tensor._id < self._first_id:
            return self._new(tensor, None, "tensor", self._name_of_tensor(tensor))
        return self._constant(tensor)

    def _constant(self, tensor: Any) -> int:
        behind = self.number_behind(tensor)
        if behind is None:
            return self._new(tensor, None, "constant", "")
        name, number = behind
        known = self._of_numbers.get(id(number))
        if known is not None and self.values[known].dtype == tensor.dtype.name:
            # A number that becomes a constant time and again is one value.
            self.same(tensor, known)
            return known
        return self._of_numbers.setdefault(id(number), self._new(tensor, None, "constant", name))

    def _new(self, tensor: Any, node: int | None, origin: str, name: str) -> int:
        index = len(self.values)
        self._indices[tensor._id] = index
        shape = static_shapes.of(tensor)
        self.values.append(Value(index, tensor.dtype.name, shape, node, origin, name))
        return index


def handle_of(variable: Any) -> Any:
    """The eager handle of a `tf.Variable` or Keras variable, None for everything else."""
    try:
        handle = getattr(variable, "handle", None)
    except Exception:
        # A distributed variable has none outside of a replica.
        return None
    return handle if isinstance(handle, ops.EagerTensor) else None
