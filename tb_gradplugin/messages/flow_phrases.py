"""Parts of sentences about the size of gradients and values that several codes share."""

from __future__ import annotations

from tb_gradplugin.messages import phrases
from tb_gradplugin.schema.findings import Finding

_PUBLIC = {
    "Acos": "tf.acos",
    "Asin": "tf.asin",
    "Acosh": "tf.acosh",
    "Atanh": "tf.atanh",
    "Atan2": "tf.atan2",
    "Angle": "tf.math.angle",
    "ClipByValue": "tf.clip_by_value",
    "ComplexAbs": "tf.abs",
    "Cosh": "tf.cosh",
    "EuclideanNorm": "tf.math.reduce_euclidean_norm",
    "Erf": "tf.math.erf",
    "Erfinv": "tf.math.erfinv",
    "Exp": "tf.exp",
    "Expm1": "tf.math.expm1",
    "Inv": "tf.math.reciprocal",
    "Log": "tf.math.log",
    "Log1p": "tf.math.log1p",
    "LogSoftmax": "tf.nn.log_softmax",
    "MatMul": "tf.matmul",
    "Maximum": "tf.maximum",
    "Mean": "tf.reduce_mean",
    "Minimum": "tf.minimum",
    "Mul": "tf.multiply",
    "Pow": "tf.pow",
    "Reciprocal": "tf.math.reciprocal",
    "RealDiv": "tf.divide",
    "Relu": "tf.nn.relu",
    "Relu6": "tf.nn.relu6",
    "Rsqrt": "tf.math.rsqrt",
    "SelectV2": "tf.where",
    "Select": "tf.where",
    "SelfAdjointEigV2": "tf.linalg.eigh",
    "Sigmoid": "tf.sigmoid",
    "Sinh": "tf.sinh",
    "Softmax": "tf.nn.softmax",
    "Softplus": "tf.math.softplus",
    "SoftmaxCrossEntropyWithLogits": "tf.nn.softmax_cross_entropy_with_logits",
    "SparseSoftmaxCrossEntropyWithLogits": "tf.nn.sparse_softmax_cross_entropy_with_logits",
    "Sqrt": "tf.sqrt",
    "Square": "tf.square",
    "SquaredDifference": "tf.math.squared_difference",
    "Sub": "tf.subtract",
    "Sum": "tf.reduce_sum",
    "Svd": "tf.linalg.svd",
    "Tanh": "tf.tanh",
    "Xlogy": "tf.math.xlogy",
    "Xdivy": "tf.math.xdivy",
}


def op(op_type: str) -> str:
    """How a program calls an op: its public name where it has one of its own."""
    return f"`{_PUBLIC[op_type]}`" if op_type in _PUBLIC else phrases.op(op_type)


def the_op(finding: Finding) -> str:
    """The op to blame with its line; "an op" where there is none."""
    return f"{op(finding.op_type) if finding.op_type else 'an op'}{phrases.at(finding)}"


def number(finding: Finding, key: str) -> float | None:
    """One of the evidence that is a number; None where it is not known."""
    value = finding.evidence.get(key)
    return float(value) if isinstance(value, (int, float)) else None


def size(value: float | None) -> str:
    """A number in three digits."""
    if value is None:
        return "unknown"
    whole = abs(value) < 1e6 and value == int(value)
    return f"{int(value):,}" if whole else f"{value:.3g}"


def sized(finding: Finding, key: str) -> str:
    """One of the evidence in three digits."""
    return size(number(finding, key))


def count(finding: Finding, key: str) -> str:
    """One of the evidence as a whole number."""
    value = number(finding, key)
    return "some" if value is None else f"{int(value):,}"


def of_elements(finding: Finding, key: str, total: str = "elements") -> str:
    """As in "3 of 12 elements", "the only element"; "3 elements" where the total is not known."""
    whole = number(finding, total)
    part = count(finding, key)
    if whole is None:
        return f"{part} element{'' if part == '1' else 's'}"
    if whole == 1 and part == "1":
        return "the only element"
    return f"{part} of {int(whole):,} element{'' if whole == 1 else 's'}"


def verb(counted: str, one: str = "is", many: str = "are") -> str:
    """The verb that goes with a count: "is" with "1 of 12 elements"."""
    return one if counted.startswith(("1 ", "the only ")) else many


def inputs_range(finding: Finding) -> str:
    """As in "its 12 inputs lie between -3.5 and 17"; "its input is 17" where there is one."""
    low, high = sized(finding, "input_min"), sized(finding, "input_max")
    if number(finding, "elements") == 1:
        return f"its input is {high}"
    if low == high:
        return f"its {count(finding, 'elements')} inputs are {high}"
    return f"its {count(finding, 'elements')} inputs lie between {low} and {high}"


def in_layer(finding: Finding) -> str:
    """Where something is to be changed, to be put into a sentence: the layer, else the line."""
    return f" in the layer `{finding.layer}`" if finding.layer else phrases.in_line(finding)


def beside_limit(finding: Finding) -> str:
    """The worst norm of an exploding or vanishing gradient with its limit; "" of others."""
    norm = number(finding, "worst_l2_norm")
    if norm is None:
        return ""
    said = f"the L2 norm of {phrases.called(finding, 'worst_variable', 'one')} is {size(norm)}"
    if "limit_share" in finding.evidence:
        return (
            f"{said}, {sized(finding, 'share_of_largest')} of the largest of all, limit "
            f"{sized(finding, 'limit_share')} (vanishing.relative_norm)."
        )
    return f"{said}, limit {sized(finding, 'limit_l2_norm')} (exploding.l2_norm)."


def change(finding: Finding) -> str:
    """How the gradient differs on the two sides of the op."""
    above = number(finding, "gradient_l2_norm_above")
    if above is None:
        return ""
    # A factor or a value may be to blame, and the gradient turn at the op that takes it in.
    at = finding.evidence.get("turned_at")
    reached = f"where it reaches {op(str(at)) if at else 'the op'}"
    if "gradient_elements" in finding.evidence:
        return _nonfinite_change(finding, above, reached)
    below = number(finding, "gradient_l2_norm_below")
    return f"the L2 norm of the gradient is {size(above)} {reached} and {size(below)} behind it"


def _nonfinite_change(finding: Finding, above: float, reached: str) -> str:
    kinds = (("nan_elements", "NaN"), ("infinite_elements", "infinite"))
    said = [f"{count(finding, key)} {word}" for key, word in kinds if number(finding, key)]
    elements = phrases.counted(int(number(finding, "gradient_elements") or 0), "element")
    return (
        f"the gradient is finite {reached} (L2 norm {size(above)}); behind it, of {elements}: "
        f"{' and '.join(said)}"
    )


def sentence(*parts: str) -> str:
    """The parts that say something, as one."""
    kept = [part for part in parts if part]
    return f"{'; '.join(kept)}." if kept else ""


def factor(finding: Finding) -> str:
    """The fitted factor per layer or step with its range."""
    return (
        f"about {sized(finding, 'factor')} ({sized(finding, 'factor_lowest')} to "
        f"{sized(finding, 'factor_highest')})"
    )


def by_factor(finding: Finding) -> str:
    """What one op multiplies a gradient by: its name where it has one, and its size."""
    name, size_of_it = phrases.fact(finding, "factor_name"), sized(finding, "factor_max_abs")
    if number(finding, "factor_elements") == 1:
        return f"`{name}`, which is {size_of_it}" if name else size_of_it
    return f"{f'`{name}`' if name else 'a tensor'} with values up to {size_of_it}"


def is_number(finding: Finding) -> bool:
    """Whether the factor is a single number without a name."""
    one = number(finding, "factor_elements") == 1
    return one and "factor_accounts" in finding.evidence and "factor_name" not in finding.evidence


def trend(finding: Finding) -> str:
    """What was fitted, over how many layers or steps."""
    over = phrases.fact(finding, "over", "layers")
    steps = count(finding, "count")
    if "of_steps" in finding.evidence:
        steps = f"{steps} of {count(finding, 'of_steps')}"
    return (
        f"over {steps} {over} the size changes from "
        f"{sized(finding, 'first_l2_norm')} to {sized(finding, 'last_l2_norm')}, fitted per "
        f"{over.rstrip('s')}: a factor of {factor(finding)}"
    )


def large_data(finding: Finding) -> str:
    """That the input comes from data that is not scaled; "" where it does not."""
    if "data_max_abs" not in finding.evidence:
        return ""
    name = phrases.called(finding, "data", "the data")
    return (
        f"its input is computed from {name}, whose values go up to {sized(finding, 'data_max_abs')}"
    )


def scale_remedy(finding: Finding) -> str:
    """To scale the data, where that is what lies behind; "" where it does not."""
    if "data_max_abs" not in finding.evidence:
        return ""
    name = phrases.called(finding, "data", "the data")
    return (
        f"Scale {name} to about -1 to 1 before the model, for example with "
        f"`keras.layers.Normalization` or a division by {sized(finding, 'data_max_abs')}."
    )
