"""Kinds of dtypes and ops that matter to a diagnosis beside what TensorFlow says of gradients.

Whether an op passes a gradient is never decided here: that is asked of TensorFlow. Here stands
what an op does with values: reads their shape only, stores them, draws from them.
"""

from __future__ import annotations

import re

FRAMES_OF_A_CALL = 16
"""Frames of TensorFlow and Keras between an op and the line that asks for it itself, at most.

Measured: 7 to 12 for operators and for functions of `tf` and `keras.ops`; 23 and more for ops
inside of layers and losses.
"""

FUNCTION_CALL = "PartitionedCall"
"""A call of a `tf.function` that was not opened."""

VALUE_FREE = frozenset(
    {
        *("Shape", "ShapeN", "Size", "Rank", "VariableShape", "ZerosLike", "OnesLike"),
        *("BroadcastGradientArgs", "VarIsInitializedOp", "TensorListLength", "Empty", "NoOp"),
    }
)
"""Their outputs do not depend on the values of their inputs, on their shapes at most."""

PLACES = frozenset({"Where"})
"""They give the indices of elements that a condition chose."""

DATA_SHAPED = frozenset(
    {
        *("Where", "Unique", "UniqueV2", "UniqueWithCounts", "UniqueWithCountsV2", "ListDiff"),
        *("DynamicPartition", "NonMaxSuppressionV3", "NonMaxSuppressionV4", "Range"),
        *("NonMaxSuppressionV5", "IteratorGetNext", "RaggedRange", "StringSplitV2"),
        *("DenseToDenseSetOperation", "DenseToSparseSetOperation", "SparseToSparseSetOperation"),
    }
)
"""How many elements their outputs have depends on the values of their inputs."""

REDUCTIONS = frozenset({"Sum", "Mean", "Max", "Min", "Prod", "All", "Any", "L2Loss"})
"""The number of elements of their outputs does not."""

COMPARISONS = frozenset(
    {"Less", "LessEqual", "Greater", "GreaterEqual", "Equal", "NotEqual", "ApproximateEqual"}
)

CONVERSIONS = frozenset({"Cast", "Bitcast", "AsString", "StringFormat"})
"""From one dtype to another, and nothing else."""

PYTHON_CALLS = frozenset({"PyFunc", "PyFuncStateless", "EagerPyFunc", "NumpyFunction"})

OVERWRITES = frozenset({"AssignVariableOp", "MakeIterator"})
"""What such an op stores replaces all that was stored before."""

_WRITES = re.compile(
    r"Assign|Resource(?:Scatter|Apply|SparseApply|StridedSliceAssign)|MakeIterator$"
    r"|LookupTable(?:Insert|Import)|QueueEnqueue|StackPush|(?:Ordered)?(?:Map)?Stage$|BarrierInsert"
)
_SAMPLES = re.compile(
    r"(?:Stateless|Stateful)?(?:Random|Multinomial|ParameterizedTruncatedNormal)(?!Shuffle|Crop)"
    r"|.*CandidateSampler$"
)
_DIFFERENTIATES = re.compile(r"\w+(?:Grad|Backprop(?:Input|Filter)?)(?:V\d+)?$")
_NOT_DIFFERENTIABLE = re.compile(r"q?u?int\d|bool|string|resource|state")

STATE = "state"
"""The dtype, so to say, of what a resource holds after one op has stored something in it."""


def carries_gradient(dtype: str) -> bool:
    """Whether a tensor of that dtype can have a gradient: floating point, complex, variant."""
    return _NOT_DIFFERENTIABLE.match(dtype) is None


def is_whole(dtype: str) -> bool:
    """Whether a tensor of that dtype holds numbers, truth values or texts without gradient."""
    return dtype not in ("resource", STATE) and not carries_gradient(dtype)


def writes(op_type: str) -> bool:
    """Whether the op stores its other inputs in the resource that it is given."""
    return _WRITES.match(op_type) is not None


def differentiates(op_type: str) -> bool:
    """Whether the op exists to compute the gradient of another one."""
    return _DIFFERENTIATES.match(op_type) is not None


def samples(op_type: str) -> bool:
    """Whether the op draws random numbers."""
    return _SAMPLES.match(op_type) is not None
