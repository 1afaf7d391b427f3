"""What endangers a gradient at an op, counted by hand in small inputs."""

import math

import numpy as np
import pytest
import tensorflow as tf

from tb_gradplugin.capture import flow_run
from tb_gradplugin.capture.ops import op_details

INF, NAN = math.inf, math.nan


def facts_of(op_type, function, *arrays):
    """Of the first op of that type that the function runs."""
    variables = [tf.Variable(array) for array in arrays]
    flow = flow_run.flow(lambda: function(*variables), variables)
    assert not flow.program.exception
    node = next(node for node in flow.program.nodes if node.op_type == op_type)
    return flow.details.get(node.index, {})


CASES = {
    "RealDiv": (
        ("RealDiv", lambda a, b: a / b, [0.0, 1.0, 2.0, 3.0], [0.0, 0.0, 4.0, 1e-40]),
        {"denominator_elements": 4, "denominator_zero_count": 3, "both_zero_count": 1},
    ),
    "Log": (
        ("Log", tf.math.log, [0.0, -1.0, 2.0, -3.0]),
        {"elements": 4, "zero_count": 1, "negative_count": 2},
    ),
    "Log1p": (
        ("Log1p", tf.math.log1p, [0.0, -1.0, -3.0]),
        {"elements": 3, "zero_count": 1, "negative_count": 1},
    ),
    "Sqrt": (
        ("Sqrt", tf.sqrt, [0.0, 0.0, 4.0]),
        {"elements": 3, "zero_count": 2, "negative_count": 0},
    ),
    "Rsqrt": (
        ("Rsqrt", tf.math.rsqrt, [0.0, 4.0, -1.0]),
        {"elements": 3, "zero_count": 1, "negative_count": 1},
    ),
    "Pow": (
        ("Pow", lambda a, b: a**b, [0.0, 0.0, -2.0, -2.0], [0.5, 2.0, 0.5, 2.0]),
        {
            "elements": 4,
            "base_zero_count": 2,
            "base_negative_count": 2,
            "exponent_min": 0.5,
            "exponent_max": 2.0,
            "infinite_slope_count": 1,
            "outside_count": 1,
        },
    ),
    "Acos": (
        ("Acos", tf.acos, [1.0, -1.0, 0.5, 1.5]),
        {"elements": 4, "edge_count": 2, "outside_count": 1},
    ),
    "Acosh": (
        ("Acosh", tf.acosh, [1.0, 0.5, 3.0]),
        {"elements": 3, "edge_count": 1, "outside_count": 1},
    ),
    "Atan2": (
        ("Atan2", tf.atan2, [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]),
        {"elements": 3, "both_zero_count": 1},
    ),
    "Abs": (("Abs", tf.abs, [0.0, -1.0, 0.0]), {"elements": 3, "zero_count": 2}),
    "EuclideanNorm": (
        (
            "EuclideanNorm",
            lambda x: tf.math.reduce_euclidean_norm(x, axis=1),
            [[0.0, 0.0], [3.0, 4.0]],
        ),
        {"norms": 2, "zero_norm_count": 1},
    ),
    "Lgamma": (
        ("Lgamma", tf.math.lgamma, [0.0, -2.0, -2.5, 3.0]),
        {"elements": 4, "pole_count": 2},
    ),
    "Exp": (
        ("Exp", tf.exp, [89.0, -200.0, 1.0, INF]),
        {
            "elements": 4,
            "input_max": INF,
            "input_min": -200.0,
            "limit": pytest.approx(88.7228, abs=1e-3),
            "overflow_count": 1,
            "underflow_count": 1,
        },
    ),
    "Relu": (
        ("Relu", tf.nn.relu, [[-1.0, 2.0, 0.0], [-3.0, -4.0, 5.0]]),
        {
            "elements": 6,
            "nonpositive_count": 4,
            "nonpositive_share": 4 / 6,
            "units": 3,
            "units_off": 1,
        },
    ),
    "Relu6": (
        ("Relu6", tf.nn.relu6, [[-1.0, 7.0]]),
        {
            "elements": 2,
            "nonpositive_count": 1,
            "nonpositive_share": 0.5,
            "units": 2,
            "units_off": 1,
            "above_count": 1,
        },
    ),
    "Sigmoid": (
        ("Sigmoid", tf.sigmoid, [[0.0, 8.0], [100.0, -9.0]]),
        {
            "elements": 4,
            "saturated_count": 3,
            "saturated_share": 0.75,
            "flat_count": 1,
            "units": 2,
            "units_saturated": 1,
        },
    ),
    "Softmax": (
        (
            "Softmax",
            tf.nn.softmax,
            [[0.0, 1.0], [0.0, 200.0], [-1e9, -1e9], [-INF, -INF], [NAN, 0.0]],
        ),
        {
            "row_elements": 2,
            "rows": 5,
            "one_hot_rows": 1,
            "masked_rows": 2,
            "minus_infinity_rows": 1,
            "nonfinite_rows": 1,
        },
    ),
    "Softmax of one element": (
        ("Softmax", tf.nn.softmax, [[3.0], [4.0]]),
        {
            "row_elements": 1,
            "rows": 2,
            "one_hot_rows": 0,
            "masked_rows": 0,
            "minus_infinity_rows": 0,
            "nonfinite_rows": 0,
        },
    ),
    "ClipByValue": (
        (
            "ClipByValue",
            lambda x: tf.raw_ops.ClipByValue(t=x, clip_value_min=0.0, clip_value_max=1.0),
            [-1.0, 0.5, 2.0, 3.0],
        ),
        {"elements": 4, "below_count": 1, "above_count": 2, "outside_share": 0.75},
    ),
    "Maximum": (
        ("Maximum", lambda a, b: tf.maximum(a, b), [1.0, 2.0, 3.0], [2.0, 2.0, 2.0]),
        {
            "elements": 3,
            "first_count": 2,
            "second_count": 1,
            "first_share": 2 / 3,
            "tie_count": 1,
        },
    ),
    "Cast": (
        ("Cast", lambda x: tf.cast(x, tf.float16), [1e5, 1e-9, 1.0, INF]),
        {
            "to": "float16",
            "elements": 4,
            "overflow_count": 1,
            "underflow_count": 1,
            "largest": 65504.0,
        },
    ),
    "Cast to a larger type": (("Cast", lambda x: tf.cast(x, tf.float64), [1e5]), {}),
    "SelectV2": (
        ("SelectV2", lambda x: tf.where(x > 0, x / 0.0, x), [1.0, -1.0, 2.0]),
        {
            "elements": 3,
            "true_count": 2,
            "true_share": 2 / 3,
            "then_nonfinite_count": 3,
            "else_nonfinite_count": 0,
        },
    ),
    "Where": (
        ("Where", lambda x: tf.boolean_mask(x, x > 5), [1.0, 6.0]),
        {"elements": 2, "true_count": 1},
    ),
    "GatherV2": (
        ("GatherV2", lambda x: tf.gather(x * 1.0, [1, 1, 2], axis=1), [[1.0, 2.0, 3.0]]),
        {"rows": 3, "rows_read": 2},
    ),
    "FusedBatchNormV3": (
        (
            "FusedBatchNormV3",
            lambda x: (
                tf.raw_ops.FusedBatchNormV3(
                    x=x, scale=[1.0, 1.0], offset=[0.0, 0.0], mean=[], variance=[], is_training=True
                ).y
            ),
            [[[[1.0, 5.0]]], [[[2.0, 5.0]]]],
        ),
        {"channels": 2, "constant_channels": 1},
    ),
    "Svd": (
        ("Svd", lambda x: tf.linalg.svd(x, compute_uv=False), np.eye(3).tolist()),
        {"values": 3, "equal_count": 2},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_counts_are_those_made_by_hand(name):
    question, facts = CASES[name]
    assert facts_of(*question) == facts


def test_a_path_that_needs_more_time_steps_than_there_are_is_counted():
    def loss(logits):
        labels = tf.SparseTensor([[0, 0], [0, 1], [1, 0]], [1, 1, 0], [2, 2])
        return tf.raw_ops.CTCLoss(
            inputs=logits,
            labels_indices=labels.indices,
            labels_values=tf.cast(labels.values, tf.int32),
            sequence_length=[2, 2],
            ignore_longer_outputs_than_inputs=True,
        ).loss

    # Two equal labels need a blank between them: three steps, and there are two.
    assert facts_of("CTCLoss", loss, np.zeros((2, 2, 3), np.float32)) == {
        "rows": 2,
        "impossible_rows": 1,
    }


@pytest.mark.parametrize("activation", [tf.nn.elu, tf.nn.selu])
def test_what_levels_off_below_zero_is_counted_on_both_accounts(activation):
    name = activation.__name__.capitalize()
    facts = facts_of(name, activation, [-100.0, -0.5, 3.0])
    assert facts["nonpositive_count"] == 2
    assert (facts["saturated_count"], facts["flat_count"]) == (1, 1)


def test_half_precision_has_limits_of_its_own():
    facts = facts_of("Exp", lambda x: tf.exp(tf.cast(x, tf.float16)), [12.0, 1.0])
    assert facts["limit"] == pytest.approx(math.log(65504))
    assert facts["overflow_count"] == 1


def test_an_op_without_an_entry_has_no_facts():
    assert facts_of("Square", tf.square, [0.0]) == {}


NOT_BY_ELEMENT = ("Batch", "CTC", "CrossEntropy", "Eig", "Gather", "Prod", "Norm", "Svd")


@pytest.mark.parametrize("dtype", [tf.float16, tf.bfloat16, tf.float32, tf.float64, tf.complex64])
@pytest.mark.parametrize("shape", [[], [0], [0, 3], [2, 0], [2, 3]], ids=str)
@pytest.mark.parametrize("size", [0.0, -1.0, NAN])
def test_no_shape_dtype_or_number_is_too_odd_to_be_counted(dtype, shape, size):
    asked = 0
    for op_type in op_details.COUNTED:
        if any(part in op_type for part in NOT_BY_ELEMENT):
            continue
        op = getattr(tf.raw_ops, op_type)
        inputs = {
            name: tf.cast(tf.fill(shape, size), tf.bool if "cond" in name else dtype)
            for name, parameter in op.__signature__.parameters.items()
            if parameter.default is parameter.empty and name != "DstT"
        }
        try:
            outputs = op(**inputs, **({"DstT": tf.float16} if op_type == "Cast" else {}))
        except (tf.errors.OpError, TypeError, ValueError):
            continue
        op_details.detail_of(op_type, list(inputs.values()), [outputs], {})
        asked += 1
    assert asked >= 10
