"""Kinds of ops by what they do to numbers, as a diagnosis of a flow needs them."""

from __future__ import annotations

RELUS = frozenset({"Relu", "Relu6"})
"""Zero, with a zero derivative, for every negative input."""

SIGMOIDS = frozenset({"Sigmoid", "Tanh", "Erf", "Softplus", "Softsign", "Elu", "Selu"})
"""They level off: for large inputs of one sign or both, their derivative is near zero."""

SOFTMAXES = frozenset({"Softmax", "LogSoftmax"})

CROSS_ENTROPIES = frozenset(
    {"SoftmaxCrossEntropyWithLogits", "SparseSoftmaxCrossEntropyWithLogits"}
)

DIVISIONS = frozenset({"RealDiv", "Div", "Xdivy", "DivNoNan"})
"""Input 1 is the denominator."""

RECIPROCALS = frozenset({"Reciprocal", "Inv"})

ROOTS = frozenset({"Sqrt", "Rsqrt", "EuclideanNorm"})

LOGARITHMS = frozenset({"Log", "Log1p", "Xlogy", "Xlog1py", "Lgamma", "Digamma"})

POWERS = frozenset({"Pow"})

EXPONENTIALS = frozenset({"Exp", "Expm1", "Sinh", "Cosh"})

EDGES = frozenset(
    {
        *("Acos", "Asin", "Atanh", "Acosh", "Erfinv", "Ndtri", "Atan2", "Angle", "ComplexAbs"),
        *("Svd", "SelfAdjointEigV2", "Eig", "MatrixInverse", "Cholesky", "Qr"),
    }
)
"""Their derivative is infinite or not defined at the edge of their domain."""

MATRIX_PRODUCTS = frozenset(
    {
        *("MatMul", "BatchMatMul", "BatchMatMulV2", "BatchMatMulV3", "Conv2D", "Conv3D"),
        *("DepthwiseConv2dNative", "Einsum", "Conv2DBackpropInput", "SparseMatMul", "Conv"),
        "SparseTensorDenseMatMul",
    }
)

PRODUCTS = MATRIX_PRODUCTS | {"Mul", "MulNoNan", "Xlogy", "Xdivy"}
"""The gradient of one input is a product with the other ones."""

EVEN = frozenset({"Square", "SquaredDifference", "L2Loss", "Abs", "Pow"})
"""Where their input (or the difference of two) is zero, so is their gradient."""

CLIPS = frozenset({"ClipByValue", "Maximum", "Minimum"})

SELECTS = frozenset({"SelectV2", "Select"})

PYTHON_CALLS = frozenset({"EagerPyFunc", "PyFunc", "PyFuncStateless"})

ZERO_REGISTERED = frozenset({"Sign"})
"""TensorFlow registers a gradient of zeros for them."""

STEPS = frozenset({"ReluGrad", "Relu6Grad", "LeakyReluGrad", "MaxPoolGrad"})
"""Slopes of functions made of straight pieces: their own slope is zero."""

LINEAR = frozenset(
    {
        *("Add", "AddV2", "AddN", "Sub", "Neg", "BiasAdd", "Mean", "Sum", "Identity", "IdentityN"),
        *("Snapshot", "Reshape", "Squeeze", "ExpandDims", "Transpose", "ConcatV2", "Pack", "Pad"),
        *("PadV2", "BroadcastTo", "Tile", "StridedSlice", "Slice", "GatherV2", "ResourceGather"),
        *("Split", "SplitV", "Unpack", "ReadVariableOp", "ReverseV2", "Concat", "PadV3", "Roll"),
    }
)
"""A gradient that comes to their output goes on to their input, whatever the values are."""

SAME_VALUES = frozenset(
    {
        *("Identity", "Reshape", "Squeeze", "ExpandDims", "Transpose", "Snapshot", "BroadcastTo"),
        *("Cast", "Tile", "StridedSlice", "ConcatV2", "Pack", "Unpack", "Split", "GatherV2"),
        *("Slice", "IdentityN", "SplitV", "Pad", "PadV2"),
    }
)
"""They move numbers and do not change them."""

MOVES = frozenset(
    {
        *("ConcatV2", "Pack", "Unpack", "Split", "SplitV", "Transpose", "Reshape", "ExpandDims"),
        *("Squeeze", "Identity", "StridedSlice", "Slice", "Pad", "PadV2", "ReverseV2"),
        *("ReadVariableOp", "IdentityN", "Snapshot"),
    }
)
"""The gradient at an input is, element by element, one that comes to an output."""

TAKES_PART = frozenset({"StridedSlice", "Slice", "Split", "SplitV", "Unpack"})
"""Those of them that may leave elements of their input out, or hand them to another output."""

SUMS = frozenset({"Add", "AddV2", "BiasAdd", "Sub"})

NORMALISATIONS = frozenset(
    {
        *("FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3", "Softmax", "LogSoftmax"),
        *("SoftmaxCrossEntropyWithLogits", "SparseSoftmaxCrossEntropyWithLogits", "Rsqrt"),
    }
)
"""They take a mean or a common shift out, or end a way on which one was taken out."""

HALVES = ("float16", "bfloat16")
