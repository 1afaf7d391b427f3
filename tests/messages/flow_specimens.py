"""Facts of sick gradients, of each code and of each kind of words that a code has."""

ABOVE = {"gradient_l2_norm_above": 0.25}
ZERO = {**ABOVE, "gradient_l2_norm_below": 0.0}
SPOILT = {**ABOVE, "gradient_elements": 12, "nan_elements": 3, "infinite_elements": 1}
TREND = {
    "over": "layers",
    "count": 30,
    "factor": 0.2251,
    "factor_lowest": 0.16,
    "factor_highest": 0.35,
    "first_l2_norm": 0.354,
    "last_l2_norm": 7.8e-20,
}
RANGE = {"elements": 12, "input_min": -3.5, "input_max": 17.25}
DATA = {"data": "images", "data_max_abs": 255.0}


def _of(code: str, status: str, op_type: str, evidence: dict, **facts) -> tuple[str, dict]:
    return code, {"status": status, "op_type": op_type, "evidence": evidence, **facts}


def _zero(code: str, op_type: str, **evidence) -> tuple[str, dict]:
    return _of(code, "zero", op_type, {**ZERO, **evidence})


def _spoilt(code: str, op_type: str, **evidence) -> tuple[str, dict]:
    return _of(code, "nonfinite", op_type, {**SPOILT, **evidence})


SICK: dict[str, tuple[str, dict]] = {
    "GH201": _of("GH201", "vanishing", "MatMul", {**ZERO, "how": "op", "factor_max_abs": 1e-9}),
    "GH201 of layers": _of(
        *("GH201", "vanishing", "MatMul"),
        {
            **TREND,
            "worst_variable": "kernel",
            "worst_l2_norm": 7.8e-20,
            "share_of_largest": 2.2e-19,
            "limit_share": 1e-9,
        },
        certainty="likely",
    ),
    "GH201 beside others": _of(
        *("GH201", "vanishing", "MatMul"),
        {"how": "relative", "largest_variable": "scale", "gradient_l2_norm": 0.1},
        severity="note",
    ),
    "GH201 of a number": _of(
        *("GH201", "vanishing", "Mul"),
        {**ZERO, "how": "op", "factor_max_abs": 1e-12, "factor_elements": 1}
        | {"factor_accounts": "yes"},
    ),
    "GH202": _of("GH202", "exploding", "MatMul", {**ZERO, "how": "op", "factor_max_abs": 1e9}),
    "GH202 of a number": _of(
        *("GH202", "exploding", "Mul"),
        {**ZERO, "how": "op", "factor_max_abs": 2.1e9, "factor_elements": 1}
        | {"factor_accounts": "yes"},
    ),
    "GH202 of a tensor": _of(
        *("GH202", "exploding", "Mul"),
        {**ZERO, "how": "op", "factor_max_abs": 2.1e9, "factor_elements": 12}
        | {"factor_accounts": "yes", "factor_name": "prices"},
    ),
    "GH202 of layers": _of(
        *("GH202", "exploding", "MatMul"),
        {**TREND, "worst_variable": "kernel", "worst_l2_norm": 3.1e5, "limit_l2_norm": 1e4},
    ),
    "GH202 of a loss scale": _of(
        *("GH202", "exploding", "Mul"),
        {"how": "scale", "scale": 32768.0, "severity_because": "it is so"},
        severity="note",
    ),
    "GH202 of a sum": _of("GH202", "exploding", "Sum", {"how": "sum", "scale": 40000.0}),
    "GH203": _spoilt("GH203", "Prod", input_min=0.0, input_max=1.0),
    "GH203 of a value": _spoilt("GH203", "Prod", forward="yes"),
    "GH203 of a custom gradient": _spoilt("GH203", "CustomGradient", function="clip"),
    "GH203 of its value": _spoilt("GH203", "CustomGradient", function="clip", forward="yes"),
    "GH204": _zero("GH204", "Prod"),
    "GH204 of a factor": _zero("GH204", "MatMul", factor="images", factor_kind="data"),
    "GH204 of a result": _zero("GH204", "MatMul", factor_kind="op", factor_op="Sub"),
    "GH204 of a custom gradient": _zero("GH204", "CustomGradient", function="clip"),
    "GH207": _zero("GH207", "Relu", nonpositive_elements=12, **RANGE),
    "GH207 in places": _of(
        *("GH207", "zero", "Relu"),
        {**ZERO, **RANGE, **DATA, "nonpositive_elements": 7},
        certainty="likely",
    ),
    "GH208": _zero("GH208", "Sigmoid", flat_elements=12, **RANGE),
    "GH208 of data": _zero("GH208", "Tanh", **RANGE, **DATA),
    "GH208 of a variable": _zero(
        *("GH208", "Sigmoid"),
        input_variable="gate",
        flat_elements=1,
        elements=1,
        input_min=99.0,
        input_max=99.0,
    ),
    "GH208 of rows": _zero("GH208", "Softmax", one_hot_rows=4, rows=4, **RANGE),
    "GH209": _zero("GH209", "ClipByValue", lower_limit=0.0, upper_limit=1.0, **RANGE),
    "GH209 of one side": _zero("GH209", "Minimum", upper_limit=1.0, **RANGE),
    "GH210": _zero("GH210", "Sign"),
    "GH210 of a slope": _zero("GH210", "Sign", slope_of="Abs"),
    "GH211": _zero("GH211", "MatMul", zero_variable="head/kernel"),
    "GH211 of two": _zero(
        "GH211", "MatMul", zero_variable="head/kernel", zero_variables="head/kernel, body/kernel"
    ),
    "GH211 of a line": _zero(
        "GH211", "MatMul", zero_variable="head/kernel", first_line="zeros", zero_lines=1
    ),
    "GH211 that moves": _of(
        *("GH211", "zero", "MatMul"),
        {**ZERO, "zero_variable": "head/kernel", "moves": "yes", "severity_because": "it moves"},
        severity="note",
    ),
    "GH212": _zero("GH212", "Softmax", logits_shape="(8, 1)"),
    "GH213": _zero("GH213", "GatherV2", how="empty"),
    "GH213 that is NaN": _spoilt("GH213", "Mean", how="empty"),
    "GH213 by a mask": _zero("GH213", "Mul", how="mask"),
    "GH213 by weights": _zero("GH213", "Mul", how="weights", factor="weights"),
    "GH213 by a number": _zero("GH213", "Mul", how="number", factor="BETA"),
    "GH213 by a condition": _zero(
        *("GH213", "SelectV2"), how="condition", branch="second", chosen_elements=0, elements=8
    ),
    "GH214": _zero("GH214", "Sub", ways=2, ops="Sub, Mean"),
    "GH214 of reads": _zero("GH214", "Sub", ways=2, parting="Sub"),
    "GH214 of a softmax": _zero("GH214", "Softmax", cancelling="softmax", classes=10),
    "GH215": _zero("GH215", "Exp", how="exponential", dtype="float32", limit=-87.3, input_max=-99),
    "GH215 of a quotient": _spoilt(
        *("GH215", "Exp"),
        how="quotient",
        dtype="float32",
        underflow_elements=3,
        elements=9,
        input_min=-300.0,
        limit=-87.3,
    ),
    "GH215 of the gradient": _zero(
        *("GH215", "Cast"), how="gradient", dtype="float16", gradient_max_abs=1e-9, smallest=6e-8
    ),
    "GH215 of a value": _zero(
        *("GH215", "Cast"), how="value", dtype="bfloat16", input_max_abs=1e-9, smallest=6e-8
    ),
    "GH216": _spoilt("GH216", "RealDiv", denominator_zero_count=12, denominator_elements=64),
    "GH216 before another op": _spoilt(
        "GH216", "RealDiv", denominator_zero_count=1, denominator_elements=64, turned_at="Square"
    ),
    "GH216 of a norm": _spoilt(
        *("GH216", "RealDiv"),
        denominator_zero_count=1,
        denominator_elements=64,
        both_zero_count=1,
        denominator_op="Sqrt",
    ),
    "GH216 nearly": _spoilt("GH216", "RealDiv", denominator_zero_count=0, denominator_min_abs=1e-9),
    "GH217": _spoilt("GH217", "Log", zero_count=1, **RANGE),
    "GH217 of the loss": _of(
        *("GH217", "ok", "Log"),
        {**RANGE, "zero_count": 1, "input_min": 0.0, "loss": "infinite"},
        severity="warning",
    ),
    "GH217 most likely of the loss": _of(
        *("GH217", "ok", "Log"),
        {"zero_count": 0, "input_min_abs": 1e-35, "loss": "NaN"},
        severity="warning",
        certainty="likely",
    ),
    "GH217 of a power": _spoilt("GH217", "Pow", zero_count=2, exponent=0.5, **RANGE),
    "GH217 nearly": _spoilt("GH217", "Log", zero_count=0, input_min_abs=1e-35),
    "GH218": _spoilt("GH218", "Sqrt", zero_count=3, of="", **RANGE),
    "GH218 of a norm": _spoilt("GH218", "Sqrt", zero_count=1, of="norm", **RANGE),
    "GH218 of a deviation": _spoilt("GH218", "Sqrt", zero_count=1, of="deviation", **RANGE),
    "GH218 nearly": _spoilt("GH218", "Rsqrt", zero_count=0, input_min_abs=1e-35),
    **{
        f"GH219 of {inner}": _spoilt(
            *("GH219", op_type), inner_code=inner, zero_count=2, elements=12
        )
        for inner, op_type in (
            *(("GH216", "RealDiv"), ("GH217", "Log"), ("GH218", "Sqrt"), ("GH220", "Exp")),
            ("GH221", "Acos"),
        )
    },
    "GH220": _spoilt("GH220", "Exp", how="exponential", dtype="float32", limit=88.7, input_max=99),
    "GH220 of a value": _spoilt(
        *("GH220", "Mul"), how="value", dtype="float32", overflow_elements=2, elements=9, **DATA
    ),
    "GH220 of a half": _spoilt("GH220", "Mul", how="value", dtype="float16"),
    "GH220 of the gradient": _spoilt(
        *("GH220", "Cast"), how="gradient", dtype="float16", gradient_max_abs=6e4, largest=65504
    ),
    "GH221": _spoilt("GH221", "Log", outside_count=5, **RANGE),
    "GH221 at the edge": _spoilt("GH221", "Acos", edge_count=1, **RANGE),
    "GH221 of an angle": _spoilt("GH221", "Atan2", both_zero_count=1, **RANGE),
    "GH221 of equals": _spoilt("GH221", "Svd", equal_count=1, **RANGE),
    "GH221 unknown": _spoilt("GH221", "Ndtri", **RANGE),
    "GH222": _spoilt("GH222", "Softmax", masked_rows=1, rows=4, infinite_logits=6, logits=24),
    "GH222 of a loss": _spoilt(
        "GH222", "SoftmaxCrossEntropyWithLogits", infinite_logits=6, logits=24
    ),
    "GH222 written out": _spoilt("GH222", "RealDiv"),
    "GH223": _spoilt(
        *("GH223", "MatMul"),
        source="tensor",
        source_name="images",
        source_dtype="float32",
        source_shape="(4, 3)",
        source_elements=12,
        source_nan_count=1,
    ),
    "GH223 of a variable": _spoilt(
        *("GH223", "MatMul"), source="variable", source_name="kernel", source_nan_count=1
    ),
    "GH223 of infinity": _spoilt(
        *("GH223", "Mul"), source="constant", source_inf_count=1, source_elements=1
    ),
    "GH223 of an infinite variable": _spoilt(
        *("GH223", "MatMul"),
        source="variable",
        source_name="kernel",
        source_dtype="float32",
        source_shape="(4, 3)",
        source_elements=12,
        source_inf_count=2,
    ),
    "GH224": _of("GH224", "exploding", "MatMul", {**TREND, "over": "time steps"}),
    "GH224 of a part": _of(
        "GH224", "exploding", "MatMul", {**TREND, "over": "time steps", "of_steps": 60}
    ),
    "GH225": _of(
        *("GH225", "exploding", "MatMul"),
        {**ZERO, **DATA, "data_elements": 96, "data_min": 0.0, "data_max": 255.0, "limit": 100},
    ),
    "GH226": _of("GH226", "vanishing", "MatMul", {**TREND, "activation": "Sigmoid"}),
    "GH226 of tanh": _of("GH226", "zero", "MatMul", {**TREND, "activation": "Tanh"}),
    "GH227": _of("GH227", "vanishing", "MatMul", {**TREND, "over": "time steps"}),
    "GH228": _of(
        *("GH228", "vanishing", "AddV2"),
        {**ZERO, "how": "shift", "normalisation": "Softmax", "severity_because": "it is so"},
        severity="note",
    ),
    "GH228 of slopes": _of(
        "GH228", "zero", "ReluGrad", {**ZERO, "how": "curvature"}, severity="note"
    ),
    "GH228 at a minimum": _of(
        "GH228", "zero", "Relu", {**ZERO, "how": "minimum"}, severity="note", certainty="likely"
    ),
    "GH229": _spoilt("GH229", "CTCLoss", impossible_rows=1, rows=4),
    "GH229 of another kind": _spoilt("GH229", "CustomGradient"),
    "GH299": _of(
        *("GH299", "nonfinite", ""),
        {"op_by_op_l2_norm": 1.5, "op_by_op_nonfinite_elements": 0},
        certainty="unknown",
        ruled_out=("GH216", "GH217"),
    ),
    "GH299 of nothing": _of(
        "GH299", "zero", "", {"op_by_op": "no gradient"}, certainty="unknown", ruled_out=("GH207",)
    ),
    "GH299 of a failure": _of(
        "GH299", "zero", "", {"failure": "ValueError: a reason\nmore"}, certainty="unknown"
    ),
    "GH299 of an exception": _of(
        "GH299", "zero", "", {"exception": "ValueError: a reason\nmore"}, certainty="unknown"
    ),
    "GN112 with zeros": _zero("GN112", "EagerPyFunc", how="py_function", function="square"),
    "GN115 with zeros": _of(
        "GN115", "zero", "", {"region": "cond", "op_by_op": "no gradient"}, certainty="likely"
    ),
}
"""By name: the code, and what else the finding says."""
