"""A finding of each code, and of each kind of words that a code has."""

from tb_gradplugin.schema.findings import Finding, Location, Step
from tests.messages import check_specimens, flow_specimens

CALL = Location("train.py", 48, "loss_fn", "y = f(x)")
OTHER = Location("model.py", 7, "call", "return x")


def finding(code: str, **facts) -> Finding:
    kept = {
        "status": "null",
        "severity": "error",
        "certainty": "certain",
        "variables": ("kernel", "bias"),
        "locations": (CALL, OTHER),
        **facts,
    }
    return Finding(code, **kept)


def way(*op_types: str, cut: int = 1) -> tuple[Step, ...]:
    steps = [Step(name, "", CALL, place == cut) for place, name in enumerate(op_types)]
    return (*steps, Step("variable", "kernel"))


WAY = way("Sum", "Round", "Relu")
RAISED = "ValueError: a reason\nmore of it"

SPECIMENS = {
    "GN101": finding("GN101", op_type="StopGradient", path=WAY),
    "GN101 of a library": finding(
        "GN101", op_type="StopGradient", evidence={"called_by": "library"}
    ),
    "GN101 of a loop": finding("GN101", op_type="StopGradient", evidence={"call": "while_loop"}),
    "GN101 on the only way": finding(
        *("GN101",),
        op_type="StopGradient",
        severity="warning",
        evidence={"only_way": "yes", "severity_because": "it was so"},
    ),
    "GN101 of a state that goes on": finding(
        *("GN101",),
        op_type="StopGradient",
        severity="note",
        evidence={"goes_on": "yes", "severity_because": "it was so"},
    ),
    "GN101 beside others": finding("GN101", op_type="StopGradient", evidence={"other_cuts": "yes"}),
    "GN102 beside others": finding("GN102", op_type="Round", evidence={"other_cuts": "yes"}),
    "GN101 by a call": finding(
        "GN101",
        op_type="StopGradient",
        locations=(Location("train.py", 4, "f", "y = tf.stop_gradient(x)"),),
    ),
    "GN102": finding("GN102", op_type="ArgMax", op_name="model/ArgMax", layer="head", path=WAY),
    "GN102 of steps": finding("GN102", op_type="Round", evidence={"times": 3}),
    "GN102 of a division": finding("GN102", op_type="FloorDiv"),
    "GN102 of truths": finding("GN102", op_type="Greater"),
    "GN102 of another op": finding("GN102", op_type="HSVToRGB", evidence={"hidden_frames": 4}),
    "GN103": finding(
        *("GN103",), op_type="Cast", evidence={"from_dtype": "float32", "to_dtype": "int32"}
    ),
    "GN103 of a truth": finding(
        *("GN103",), op_type="Cast", evidence={"from_dtype": "float32", "to_dtype": "bool"}
    ),
    "GN103 of a text": finding(
        *("GN103",), op_type="AsString", evidence={"from_dtype": "float32", "to_dtype": "string"}
    ),
    "GN103 of an inner source": finding(
        "GN103", evidence={"inner_source": "x", "source_dtype": "int32", "exception": RAISED}
    ),
    "GN103 of a variable": finding("GN103", evidence={"variable_dtype": "int64"}),
    "GN104": finding("GN104", op_type="BiasAdd", evidence={"last_op": "BiasAdd"}),
    "GN104 of the untouched": finding("GN104", evidence={"ops_that_use_them": 0}),
    "GN104 beside tensors": finding(
        "GN104", evidence={"ops_that_use_them": 0, "tensor": "features, x"}
    ),
    "GN104 of a list that is filled": finding(
        "GN104",
        evidence={
            "ops_that_use_them": 0,
            "named": "self.nets",
            "named_how": "definition",
            "filled_in": "model.py:7",
        },
    ),
    "GN104 of a shape": finding(
        "GN104", evidence={"last_op": "Where", "only_shape_used_by": "Shape"}
    ),
    "GN104 of a shape that another line computes with": finding(
        "GN104",
        evidence={"last_op": "Where", "only_shape_used_by": "Shape", "shape_read_in": "model.py:7"},
    ),
    "GN104 beside a twin": finding("GN104", evidence={"twin": "clone/kernel"}),
    "GN104 beside a copy": finding(
        "GN104", evidence={"twin": "clone/kernel", "copied_inside": "fork"}
    ),
    "GN104 of nothing": finding("GN104", evidence={"loss_kind": "NoneType"}),
    "GN105": finding("GN105", evidence={"tensor": "image"}, variables=("tensor",)),
    "GN105 that is made": finding(
        "GN105",
        evidence={"tensor": "image", "first_line": "made", "made_lines": 1},
        variables=("tensor",),
    ),
    "GN105 of several": finding(
        "GN105", evidence={"tensor": "w, b", "first_line": "made", "made_lines": 3}
    ),
    "GN105 of an inner tape": finding(
        "GN105", certainty="likely", evidence={"tape": "inner", "tensor": "", "exception": RAISED}
    ),
    "GN106": finding("GN106", evidence={"tensor": "w", "asked": "tensor"}, variables=("tensor",)),
    "GN106 of many": finding("GN106", evidence={"tensor": "ps", "asked": "tensor"}),
    "GN106 of several": finding("GN106", evidence={"tensor": "w, b", "asked": "tensor"}),
    "GN106 of names": finding("GN106", evidence={"tensor": "net.w, net.b"}),
    "GN106 of attributes": finding(
        "GN106", certainty="likely", evidence={"tensor": "net.w, net.b"}
    ),
    "GN106 of a name": finding("GN106", evidence={"tensor": "w"}, variables=("kernel",)),
    "GN106 of a variable": finding("GN106", certainty="likely", evidence={"tensor": "w"}),
    "GN106 of a copy": finding("GN106", certainty="likely", evidence={"variable": "kernel"}),
    "GN107": finding("GN107", certainty="likely", evidence={"tensor": "features, mask"}),
    "GN107 of a cache": finding("GN107", certainty="likely", evidence={"kept": "yes"}),
    "GN107 of a cache that hands out": finding(
        "GN107", certainty="likely", evidence={"kept": "cached", "tensor": "layer.unit"}
    ),
    "GN107 of a cache without a name": finding(
        "GN107", certainty="likely", evidence={"kept": "cached"}
    ),
    "GN107 of an attribute": finding(
        "GN107", certainty="likely", evidence={"kept": "yes", "tensor": "layer.unit"}
    ),
    "GN108": finding("GN108"),
    "GN109": finding("GN109", op_type="AdjustHue", evidence={"exception": RAISED}),
    "GN109 beside": finding(
        "GN109",
        op_type="AdjustHue",
        evidence={"behind": 1, "behind_first": "kernel", "beside": 1, "beside_first": "bias"},
    ),
    "GN109 beside many": finding(
        "GN109",
        op_type="AdjustHue",
        evidence={
            "behind": 9,
            "behind_first": "a, b, c",
            "beside": 2,
            "beside_first": "bias, gain",
        },
    ),
    "GN109 beside all": finding(
        "GN109",
        op_type="AdjustHue",
        evidence={"behind": 0, "behind_first": "", "beside": 2, "beside_first": "kernel, bias"},
    ),
    "GN109 that raised": finding(
        "GN109", op_type="Solve", evidence={"exception": RAISED, "raised": "yes"}
    ),
    "GN109 that raised somewhere": finding(
        "GN109", certainty="likely", evidence={"exception": RAISED, "raised": "yes"}
    ),
    "GN110": finding(
        "GN110",
        op_type="Betainc",
        evidence={"inputs_without_gradient": "0, 1", "inputs_with_gradient": "2"},
    ),
    "GN111": finding("GN111", severity="note", evidence={"severity_because": "it was so"}),
    "GN111 of a layer": finding("GN111", evidence={"of_layer": "yes"}),
    **{
        f"GN112 by {how}": finding(
            "GN112",
            certainty="likely",
            evidence={"how": how, "left_dtype": "float32", "left_shape": "(3,)"},
        )
        for how in (
            *("numpy", "__array__", "float", "int", "bool", "item", "tolist", "predict"),
            *("py_function", "numpy_function", "tf.data", "constant"),
        )
    },
    "GN112": finding("GN112", evidence={"loss_kind": "float"}),
    "GN113": finding("GN113", op_type="AssignVariableOp", evidence={"state": "state"}),
    "GN113 of several": finding(
        "GN113",
        op_type="AssignVariableOp",
        evidence={"state": "h", "states": "h, c", "assignments": 2, "reads": 0},
    ),
    "GN113 of unnamed ones beside others": finding(
        "GN113",
        op_type="AssignVariableOp",
        locations=tuple(Location("train.py", n, "keep", "v.assign(x)") for n in range(48, 55)),
        evidence={"assignments": 5, "reads": 2, "other_cuts": "yes"},
    ),
    "GN113 of a queue": finding("GN113", op_type="QueueEnqueueV2"),
    "GN113 of a table": finding("GN113", op_type="LookupTableInsertV2"),
    "GN113 of the unnamed": finding("GN113", op_type="AssignVariableOp"),
    "GN114 of a known class": finding("GN114", evidence={"metric": "mean_absolute_error"}),
    "GN114": finding("GN114", evidence={"metric": "mean"}),
    "GN112 of a choice": finding(
        "GN112", certainty="likely", evidence={"how": "int", "decides": "yes"}
    ),
    "GN112 of a shape": finding("GN112", certainty="likely", evidence={"how": "shape"}),
    "GN115 of Python": finding("GN115", certainty="likely", evidence={"region": "if"}),
    "GN115 of what is computed": finding(
        "GN115", certainty="likely", evidence={"region": "while", "computed_in": "train.py:40"}
    ),
    "GN115 of a chain": finding(
        "GN115",
        certainty="likely",
        evidence={"region": "if", "computed_in": "train.py:40", "passed": "taken"},
    ),
    "GN115 of branches": finding(
        "GN115",
        certainty="likely",
        evidence={"region": "if", "computed_in": "train.py:40", "passed": "branches"},
    ),
    "GN115 of a turn": finding(
        "GN115",
        certainty="likely",
        evidence={"region": "if", "computed_in": "train.py:40", "passed": "turn"},
    ),
    "GN115 of entries": finding(
        "GN115",
        certainty="likely",
        evidence={
            "region": "if",
            "entries": "pitch, energy",
            "conditions": 2,
            "computed_in": "train.py:40",
        },
    ),
    "GN115 of an entry": finding(
        "GN115",
        certainty="likely",
        evidence={"region": "if", "entries": "pitch", "conditions": 1},
    ),
    "GN115": finding("GN115", evidence={"region": "cond", "branch": "false"}),
    "GN115 of a switch": finding("GN115", evidence={"region": "case", "branch": "0, 2"}),
    "GN115 of a loop": finding("GN115", evidence={"region": "while", "branch": "body"}),
    "GN116": finding("GN116", evidence={"function": "clip", "definition": "train.py:3"}),
    "GN116 for everything": finding(
        "GN116", evidence={"function": "f", "everything": "yes", "severity_because": "it was so"}
    ),
    "GN116 by number": finding("GN116", evidence={"complaint": "number", "exception": RAISED}),
    "GN116 by variables": finding(
        "GN116", evidence={"complaint": "variables", "exception": RAISED}
    ),
    "GN116 by number of variables": finding(
        "GN116",
        evidence={"complaint": "number of variables", "given": 1, "used": 3, "exception": RAISED},
    ),
    "GN116 by an unknown number of variables": finding(
        "GN116", evidence={"complaint": "number of variables", "exception": RAISED}
    ),
    "GN117": finding("GN117", op_type="Multinomial", evidence={"sampler": "Multinomial"}),
    "GN117 by comparison": finding(
        "GN117", op_type="Less", evidence={"sampler": "RandomUniform", "by": "comparison"}
    ),
    "GN118": finding("GN118", op_type="ResizeBilinearGrad"),
    "GN118 of a known op": finding(
        "GN118", op_type="Equal", evidence={"forward_op": "Max", "forward_line": "train.py:12"}
    ),
    "GN118 of a resize": finding(
        "GN118", op_type="ResizeBilinearGrad", evidence={"forward_op": "ResizeBilinear"}
    ),
    "GN118 beside": finding("GN118", op_type="ResizeBilinearGrad", status="ok", severity="warning"),
    "GN118 stopped": finding("GN118", op_type="StopGradient", evidence={"stopped": "yes"}),
    "GN118 of edges, of None": finding(
        "GN118",
        op_type="GreaterEqual",
        evidence={
            "misuse": "inner_cut",
            "forward_op": "Maximum",
            "forward_line": "train.py:12",
            "derivative": "comparison",
        },
    ),
    "GN118 of lines": finding("GN118", op_type="MatMul", evidence={"misuse": "inner_straight"}),
    "GN118 of None": finding("GN118", evidence={"misuse": "inner_cut"}),
    **{
        f"GN119 by {misuse}": finding("GN119", evidence={"misuse": misuse, "exception": RAISED})
        for misuse in (
            *("second_call", "not_recording", "no_tape", "graph_only", "stopped", "other_tape"),
            *("inner_target", "inner_closed", "inner_late", "inner_reset", "other_thread"),
            *("inner_function", "inner_before"),
        )
    },
    "GN119 of another tensor": finding(
        "GN119",
        certainty="likely",
        evidence={"misuse": "inner_target", "inner_source": "t", "inner_uses": "both, x"},
    ),
    "GN120": finding("GN120", evidence={"function": "clip", "keyword_arguments": "1"}),
    "GN199": finding("GN199", certainty="unknown", ruled_out=("GN101", "GN102"), path=WAY),
    "GN199 of a failure": finding("GN199", certainty="unknown", evidence={"failure": RAISED}),
    "GN199 of an exception": finding("GN199", certainty="unknown", evidence={"exception": RAISED}),
    **{
        name: finding(code, **facts)
        for name, (code, facts) in {**flow_specimens.SICK, **check_specimens.CHECKED}.items()
    },
}
