"""Functions of TensorFlow that are written down node by node, not traced.

What users wait for is the first trace. An op that Python traces takes 0.1 to 0.2 ms there, one
that stands in a `FunctionDef` a hundredth of that. `ops` has what goes into a function,
`GraphFunction` makes one that can be called.
"""

from __future__ import annotations

import contextlib
import itertools
import threading
import uuid
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf
from tensorflow.core.framework import attr_value_pb2, function_pb2

_PROCESS = uuid.uuid4().hex[:12]
"""Other processes may send functions to the same cluster."""

_numbers = itertools.count()


class Written(NamedTuple):
    """A tensor of a function that is being written, for that function alone.

    Attributes:
      name: as other nodes of the function refer to it.
      dtype: of its elements.
    """

    name: str
    dtype: tf.DType


class FunctionWriter:
    """Writes one function, and those that its branches become.

    Attributes:
      definition: the function so far.
      library: the functions that it calls.
    """

    def __init__(self, outer: FunctionWriter | None = None) -> None:
        """Begins an empty function; a branch takes from `outer` what it uses."""
        self.definition = function_pb2.FunctionDef()
        self.definition.signature.name = f"gradient_health_{_PROCESS}_{next(_numbers)}"
        self.library: list[function_pb2.FunctionDef] = [] if outer is None else outer.library
        self._outer = outer
        self._taken: dict[str, Written] = {}
        self._constants: dict[tuple[Any, ...], Written] = {}

    def add_input(self, dtype: tf.DType) -> Written:
        """The next argument of the function."""
        return self._add_input(f"argument_{len(self.definition.signature.input_arg)}", dtype)

    def _add_input(self, name: str, dtype: tf.DType) -> Written:
        self.definition.signature.input_arg.add(name=name, type=dtype.as_datatype_enum)
        return Written(name, dtype)

    def add_node(
        self,
        op: str,
        inputs: Sequence[Written],
        attributes: dict[str, Any],
        output: str,
        dtypes: Sequence[tf.DType],
    ) -> list[Written]:
        """Adds a node.

        Args:
          op: its type.
          inputs: tensors of this function.
          attributes: those without a default; a dtype, bool, int, name of a function in bytes,
            array, or list of dtypes.
          output: what its output is called in the definition of the op.
          dtypes: of what it returns; several where the output is a list.
        """
        node = self.definition.node_def.add(name=f"n{len(self.definition.node_def)}", op=op)
        node.input.extend([each.name for each in inputs])
        for name, value in attributes.items():
            _set(node.attr[name], value)
        return [
            Written(f"{node.name}:{output}:{place}", dtype) for place, dtype in enumerate(dtypes)
        ]

    def add_constant(self, value: np.ndarray) -> Written:
        """A constant, written once however often it is asked for."""
        key = (value.dtype.str, value.shape, value.tobytes())
        if key not in self._constants:
            dtype = tf.as_dtype(value.dtype)
            attributes = {"dtype": dtype, "value": value}
            [self._constants[key]] = self.add_node("Const", [], attributes, "output", [dtype])
        return self._constants[key]

    def take(self, written: Written, by: FunctionWriter) -> Written:
        """A tensor of this function or of one around it, as this function may use it.

        Args:
          written: the tensor.
          by: whose it is.
        """
        if by is self:
            return written
        if self._outer is None:
            raise ValueError("A tensor of another function was used. Received: " + written.name)
        outer = self._outer.take(written, by)
        self._taken[outer.name] = outer
        return Written(_argument(outer), outer.dtype)

    def add_if(
        self,
        condition: Written,
        then: tuple[FunctionWriter, Sequence[Written]],
        otherwise: tuple[FunctionWriter, Sequence[Written]],
    ) -> list[Written]:
        """Calls one of two functions that were begun with this one as `outer`.

        Args:
          condition: boolean scalar.
          then: the function called where it holds, and what that returns.
          otherwise: the one called where it does not; the same dtypes.
        """
        taken = list({**then[0]._taken, **otherwise[0]._taken}.values())
        for branch, results in (then, otherwise):
            for each in taken:
                branch._add_input(_argument(each), each.dtype)
            branch.finish(results)
            self.library.append(branch.definition)
        dtypes = [each.dtype for each in then[1]]
        attributes = {
            "Tcond": tf.bool,
            "Tin": [each.dtype for each in taken],
            "Tout": dtypes,
            "then_branch": then[0].definition.signature.name.encode(),
            "else_branch": otherwise[0].definition.signature.name.encode(),
            # Whole it is one op, which needs all that it takes on one device; see `seldom`.
            "_lower_using_switch_merge": len(tf.config.list_logical_devices()) > 1,
        }
        return self.add_node("StatelessIf", [condition, *taken], attributes, "output", dtypes)

    def finish(self, results: Sequence[Written]) -> None:
        """Says what the function returns."""
        for place, result in enumerate(results):
            name = f"result_{place}"
            self.definition.signature.output_arg.add(name=name, type=result.dtype.as_datatype_enum)
            self.definition.ret[name] = result.name


class _Writing(threading.local):
    writer: FunctionWriter | None = None


_writing = _Writing()


def current() -> FunctionWriter:
    """The function that this thread is writing."""
    if _writing.writer is None:
        raise RuntimeError("Ops are written only while a `GraphFunction` is made.")
    return _writing.writer


@contextlib.contextmanager
def writing(writer: FunctionWriter) -> Iterator[None]:
    """Has what `ops` makes in this context written into a function."""
    before, _writing.writer = _writing.writer, writer
    try:
        yield
    finally:
        _writing.writer = before


def _argument(taken: Written) -> str:
    return "of_" + taken.name.replace(":", "_")


def _set(attribute: attr_value_pb2.AttrValue, value: Any) -> None:
    if isinstance(value, tf.DType):
        attribute.type = value.as_datatype_enum
    elif isinstance(value, bool):
        attribute.b = value
    elif isinstance(value, int):
        attribute.i = value
    elif isinstance(value, bytes):
        attribute.func.name = value.decode()
    elif isinstance(value, np.ndarray):
        attribute.tensor.dtype = tf.as_dtype(value.dtype).as_datatype_enum
        for size in value.shape:
            attribute.tensor.tensor_shape.dim.add(size=size)
        attribute.tensor.tensor_content = value.tobytes()
    else:
        attribute.list.type.extend([dtype.as_datatype_enum for dtype in value])
