"""Facts of gradients that were compared with their own function, of each kind of words."""

NAMED = {"function": "square", "definition": "layers.py:3", "inputs": "x", "input_kind": "argument"}
MEASURED = {**NAMED, "relative_error": 0.53, "precision": "float64"}
ORDERED = {**NAMED, "inputs": "b, w", "order": "w, b", "other_order": "b, w"}
NOTE = {"severity": "note"}
LIKELY = {"severity": "warning", "certainty": "likely"}
PRESENT = {"status": "ok"}


def _of(code: str, op_type: str = "CustomGradient", evidence: dict | None = None, **facts):
    return code, {"status": "wrong", "op_type": op_type, "evidence": evidence or NAMED, **facts}


def _wrong(**evidence):
    return _of("GC301", evidence={**MEASURED, **evidence})


def _noted(**evidence):
    return _of("GC305", evidence={**MEASURED, **evidence}, **NOTE, **PRESENT)


CHECKED: dict[str, tuple[str, dict]] = {
    "GC301": _wrong(),
    "GC301 of a factor": _wrong(factor=2.0),
    "GC301 of zeros": _wrong(factor=0.0),
    "GC301 of a ratio": _wrong(ratio=0.31),
    "GC301 of a place": _wrong(swapped_with="y"),
    "GC301 of a shape": _wrong(returned_shape="(8, 3)", shape="(3,)"),
    "GC301 of no dependence": _wrong(independent="yes"),
    "GC301 of a result": _wrong(result=2),
    "GC301 of elements": _wrong(wrong_elements=5, elements=24),
    "GC301 of some elements": _wrong(
        wrong_elements=5, elements=24, where="negative", least_ratio=0.1, most_ratio=3.0
    ),
    "GC301 beside": _of("GC301", evidence={**MEASURED, "beside": "yes"}, **LIKELY, **PRESENT),
    "GC301 by position": _of(
        "GC301", evidence={**ORDERED, "by_position": "wrong"}, certainty="certain"
    ),
    "GC301 right by position": _of(
        "GC301",
        evidence={**ORDERED, "by_position": "right", "other": "in a graph"},
        severity="warning",
        **PRESENT,
    ),
    "GC301 right by position this time": _of(
        "GC301",
        evidence={**ORDERED, "by_position": "right", "other": "eagerly"},
        severity="warning",
        **PRESENT,
    ),
    "GC301 of the nameless": _of("GC301", evidence={"relative_error": 0.2}),
    "GC302": _of("GC302"),
    "GC302 right for ones": _of("GC302", evidence={**NAMED, "right_for_ones": "yes"}),
    "GC302 at the loss": _of(
        "GC302", evidence={**NAMED, "right_for_ones": "yes"}, severity="warning", **PRESENT
    ),
    "GC302 of the size": _of("GC302", evidence={**NAMED, "magnitude": "yes"}),
    "GC303": _of("GC303", evidence={**MEASURED, "returns": "zeros"}, status="zero"),
    "GC303 of variables": _of(
        "GC303",
        evidence={**MEASURED, "returns": "zeros", "inputs": "a, b", "input_kind": "variable"},
    ),
    "GC303 by None": _of("GC303", evidence={**MEASURED, "returns": "None"}, **LIKELY, **PRESENT),
    "GC303 by None for everything": _of(
        "GC303",
        evidence={**MEASURED, "returns": "None", "everything": "yes", "severity_because": "so"},
        **NOTE,
        **PRESENT,
    ),
    "GC303 of what is used": _of(
        "GC303", evidence={**NAMED, "captured": "the result of Mul (train.py:7)"}, **LIKELY
    ),
    "GC304": _of("GC304", "Cumprod", {**MEASURED, "function": ""}),
    "GC304 of a jump": _of("GC304", "Svd", {"inputs": "input", "reason": "jump"}),
    "GC304 of another op": _of("GC304", "Erfinv", {"inputs": "x", "relative_error": 0.2}),
    "GC305": _noted(surrogate="straight-through", severity_because="it was so"),
    "GC305 of a reversal": _noted(surrogate="reversal", factor=-0.5),
    "GC305 of a scale": _noted(surrogate="scaling"),
    "GC305 of clipping": _noted(surrogate="upstream"),
    **{
        f"GC306 by {reason}": _of(
            "GC306", evidence={**NAMED, "reason": reason}, certainty="unknown", **NOTE, **PRESENT
        )
        for reason in (
            *("random", "integers", "composite", "expensive", "kink", "jump", "below rounding"),
            "ValueError: a reason\nmore of it",
        )
    },
    "GC306 of ops": _of(
        "GC306",
        "",
        {"reason": "expensive", "times": 12},
        certainty="unknown",
        locations=(),
        **NOTE,
        **PRESENT,
    ),
}
"""By name: the code, and what else the finding says."""
