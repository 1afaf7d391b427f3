"""Which Python function an op of `tf.numpy_function` or `tf.py_function` calls."""

from __future__ import annotations

from tensorflow.python.ops import script_ops

OP_TYPES = frozenset({"PyFunc", "PyFuncStateless", "EagerPyFunc"})


def function_name(token: str | bytes) -> str:
    """Name of the function behind an op's `token`; empty where it is not known any more."""
    function = script_ops._py_funcs.get(token.decode() if isinstance(token, bytes) else token)
    function = getattr(function, "_func", function)  # of an EagerPyFunc
    return getattr(function, "__name__", "") if function is not None else ""
