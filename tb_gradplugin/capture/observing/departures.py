"""Values that leave TensorFlow: what becomes a Python number or a NumPy array."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator
from types import FrameType
from typing import Any

import tensorflow as tf
from tensorflow.python.data.ops import dataset_ops
from tensorflow.python.dlpack import dlpack
from tensorflow.python.framework import constant_op, ops
from tensorflow.python.ops import script_ops, tensor_array_ops

from tb_gradplugin.capture.observing import given_arrays, numpy_calls, opened_functions
from tb_gradplugin.capture.observing.observation import Draft, Observation, handle_of
from tb_gradplugin.capture.observing.patches import patched
from tb_gradplugin.capture.sources import file_owners, frames
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.diagnosis.program import Departure

_CONVERSIONS = {
    "numpy": "numpy",
    "__array__": "__array__",
    "__dlpack__": "numpy",
    "__float__": "float",
    "__complex__": "float",
    "__int__": "int",
    "__index__": "int",
    "__bool__": "bool",
    "__format__": "format",
    "item": "item",
    "tolist": "tolist",
}
"""How a value leaves, by the method of an eager tensor, or of a variable, that lets it go."""

_OF_AUTOGRAPH = frozenset({"bool", "int", "float"})
"""Conversions that a `tf.function` makes ops of: conditions, trips of loops, casts."""

_PYTHON_OPS = frozenset({"EagerPyFunc", "PyFunc", "PyFuncStateless"})

_PREDICTIONS = (
    ("keras.src.backend.tensorflow.trainer", "TensorFlowTrainer"),
    ("tf_keras.src.engine.training", "Model"),
)


@contextlib.contextmanager
def listening(observation: Observation) -> Iterator[None]:
    """Notes down which values leave, how, and on which line of the user's."""
    note = _Notes(observation)
    with contextlib.ExitStack() as stack:
        for name, how in _CONVERSIONS.items():
            owner = next((c for c in ops.EagerTensor.__mro__ if name in vars(c)), None)
            if owner is not None and owner is not ops.EagerTensor:
                stack.enter_context(patched(owner, name, note.method(getattr(owner, name), how)))
        owner = next(c for c in ops.EagerTensor.__mro__ if "_numpy" in vars(c))
        if owner is not ops.EagerTensor:
            stack.enter_context(patched(owner, "_numpy", note.of_dataset(owner._numpy)))
        stack.enter_context(numpy_calls.listening(note.of_arguments))
        convert = constant_op.convert_to_eager_tensor
        stack.enter_context(patched(constant_op, convert.__name__, note.constant(convert)))
        for module in (dlpack, tf.experimental.dlpack):
            give = note.method(module.to_dlpack, "dlpack")
            stack.enter_context(patched(module, "to_dlpack", give))
        call = script_ops.py_func_common
        stack.enter_context(patched(script_ops, call.__name__, note.numpy_function(call)))
        call = script_ops._internal_py_func
        stack.enter_context(patched(script_ops, call.__name__, note.py_function(call)))
        for module, name in _PREDICTIONS:
            owner = getattr(sys.modules.get(module), name, None)
            for method in ("predict", "predict_on_batch") if owner is not None else ():
                stack.enter_context(patched(owner, method, note.prediction(getattr(owner, method))))
        yield


class _Notes:
    def __init__(self, observation: Observation):
        self._observation = observation

    def method(self, original: Callable[..., Any], how: str) -> Callable[..., Any]:
        def leave(tensor: Any, *args: Any, **kwargs: Any) -> Any:
            with self._leaving([tensor], how, sys._getframe(1)):
                return original(tensor, *args, **kwargs)

        return leave

    def of_dataset(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Of the method by which `Dataset.as_numpy_iterator` takes the numbers of its elements."""

        def leave(tensor: Any) -> Any:
            if sys._getframe(1).f_code.co_filename != dataset_ops.__file__:
                return original(tensor)
            with self._leaving([tensor], "as_numpy_iterator", None):
                return original(tensor)

        return leave

    @contextlib.contextmanager
    def of_arguments(self, arguments: Iterable[Any], caller: FrameType) -> Iterator[None]:
        """Around a call of NumPy's."""
        with self._leaving(arguments, "__array__", caller):
            yield

    def constant(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def convert(value: Any, *args: Any, **kwargs: Any) -> Any:
            # Tensors in a list that becomes a constant are copied as numbers.
            inside = list(numpy_calls.tensors_in(value)) if isinstance(value, (list, tuple)) else ()
            with self._leaving(inside, "constant", sys._getframe(1)):
                return original(value, *args, **kwargs)

        return convert

    def numpy_function(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(func: Any, inp: Any, *args: Any, **kwargs: Any) -> Any:
            tensors = inp if isinstance(inp, (list, tuple)) else [inp]
            with self._leaving(tensors, "numpy_function", None):
                results = original(self._heard_again(func), inp, *args, **kwargs)
            if self._observation.listens:
                with self._observation.noting():
                    self._note_call(func, tensors, results)
            return results

        return call

    def py_function(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(func: Any, inp: Any, *args: Any, **kwargs: Any) -> Any:
            if not self._observation.listens:
                return original(func, inp, *args, **kwargs)
            names = self._observation.python_functions
            names.append(getattr(func, "__name__", type(func).__name__))
            first = len(self._observation.drafts)
            try:
                results = original(self._known_inside(func, inp), inp, *args, **kwargs)
            finally:
                names.pop()
            with self._observation.noting():
                self._note_variables(first)
            return results

        return call

    def _note_call(self, func: Any, inputs: Iterable[Any], results: Any) -> None:
        """Eagerly, no op runs for a `tf.numpy_function`; what it gives is no constant, though."""
        observation = self._observation
        made = [
            tensor
            for tensor in (results if isinstance(results, (list, tuple)) else [results])
            if isinstance(tensor, ops.EagerTensor) and observation.known(tensor) is None
        ]
        values = observation.values_of(list(inputs))
        if not made or not values:
            return
        layer = observation.layers[-1] if observation.layers else None
        passes = (False,) * len(values)
        call = Draft("PyFunc", values, (), passes, frames.of_this_stack(), layer)
        call.detail["function"] = getattr(func, "__name__", type(func).__name__)
        node = observation.add(call)
        call.outputs = tuple(observation.made(tensor, node) for tensor in made)

    def _note_variables(self, first: int) -> None:
        """Adds the variables that a `tf.py_function` used on its own account to its op's inputs."""
        drafts, values = self._observation.drafts, self._observation.values
        if len(drafts) <= first or drafts[-1].op_type not in _PYTHON_OPS:
            return
        call = drafts[-1]
        inside = (value for draft in drafts[first:-1] for value in draft.inputs)
        used = tuple(
            value
            for value in dict.fromkeys(inside)
            if values[value].origin == "variable" and value not in call.inputs
        )
        if used and call.passes is not None:
            call.inputs += used
            call.passes += (False,) * len(used)

    def prediction(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def predict(model: Any, *args: Any, **kwargs: Any) -> Any:
            with self._whose_purpose_is("predict"):
                return original(model, *args, **kwargs)

        return predict

    @contextlib.contextmanager
    def _leaving(
        self, tensors: Iterable[Any], how: str, caller: FrameType | None
    ) -> Iterator[None]:
        observation = self._observation
        if not observation.listens or observation.departing:
            yield
            return
        noted = False
        with observation.noting():
            for tensor in tensors:
                noted |= self._note(tensor, how, caller)
        # What a conversion calls on its way (`float` calls `numpy`) is the same departure.
        observation.departing = noted
        try:
            yield
        finally:
            observation.departing = False

    def _note(self, tensor: Any, how: str, caller: FrameType | None) -> bool:
        observation = self._observation
        if not isinstance(tensor, ops.EagerTensor) and handle_of(tensor) is None:
            return False
        is_index = False
        if caller is not None:
            # A variable's own methods call those of its value.
            how = _CONVERSIONS.get(caller.f_code.co_name, how) if _is_variables(caller) else how
            is_index = caller.f_code.co_filename == tensor_array_ops.__file__
            how = "int" if is_index else how
            if (
                not is_index
                and not observation.leaving_by
                and _is_frameworks_own(caller, how, tensor)
            ):
                return False
        value = observation.value_of(tensor)
        assert value is not None
        observation.departures.append(
            Departure(
                value=value,
                how=observation.leaving_by[-1] if observation.leaving_by else how,
                locations=frames.of_this_stack().locations,
                before_node=len(observation.drafts),
                in_function=not observation.leaving_by
                and how in _OF_AUTOGRAPH
                and (is_index or opened_functions.is_inside()),
            )
        )
        return True

    @contextlib.contextmanager
    def _whose_purpose_is(self, how: str) -> Iterator[None]:
        if not self._observation.listens:
            yield
            return
        self._observation.leaving_by.append(how)
        try:
            yield
        finally:
            self._observation.leaving_by.pop()

    def _heard_again(self, func: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            before, self._observation.departing = self._observation.departing, False
            try:
                return func(*args, **kwargs)
            finally:
                self._observation.departing = before

        return call

    def _known_inside(self, func: Callable[..., Any], inp: Any) -> Callable[..., Any]:
        outside = inp if isinstance(inp, (list, tuple)) else [inp]

        def call(*args: Any, **kwargs: Any) -> Any:
            observation = self._observation
            if observation.listens:
                with observation.noting():
                    for inner, outer in zip(args, outside, strict=False):
                        value = observation.value_of(outer)
                        if value is not None and isinstance(inner, ops.EagerTensor):
                            observation.same(inner, value)
            with self._whose_purpose_is("py_function"):
                return func(*args, **kwargs)

        return call


def _is_variables(caller: FrameType) -> bool:
    return caller.f_code.co_filename.endswith("resource_variable_ops.py")


def _is_frameworks_own(caller: FrameType, how: str, tensor: Any) -> bool:
    """Whether TensorFlow or Keras looks at a value for a purpose of its own.

    A conversion of numbers is taken to be made on behalf of the user's program, as
    `keras.ops.convert_to_numpy` and `sklearn.metrics` do it.
    """
    frame: FrameType | None = caller
    while frame is not None and _is_variables(frame):
        frame = frame.f_back
    if frame is None or file_owners.owner(frame.f_code.co_filename) is not Owner.FRAMEWORK:
        return False
    # Whole numbers and truth values are looked at for the sake of shapes and branches, unless the
    # program gets an array of them.
    # The dtype of a variable of Keras is a text.
    if how not in ("numpy", "__array__", "float"):
        return True
    return not tf.as_dtype(tensor.dtype).is_floating and not given_arrays.is_for_program(frame)
