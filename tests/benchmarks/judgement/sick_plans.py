"""Sick trainings: each is a sound one with a fault of a known kind."""

from __future__ import annotations

from tests.benchmarks.judgement.plans import Fault, changed
from tests.benchmarks.judgement.sound_plans import SOUND

_TWINS = {
    **SOUND,
    "targets in half precision": SOUND["diabetes, targets as measured"].but(
        loss="half-precision-squares", loss_scale="dynamic"
    ),
    "small loss, SGD": SOUND["digits, SGD"].but(loss_factor=1e-5, learning_rate=1e4),
    "skipping": SOUND["digits"].but(skips_nonfinite=True),
    "iris, skipping": SOUND["iris"].but(skips_nonfinite=True),
    "wine, skipping": SOUND["wine"].but(skips_nonfinite=True),
    "bfloat16": SOUND["digits, SGD"].but(policy="bfloat16"),
    "float16, wine": SOUND["wine"].but(optimizer="SGD", learning_rate=0.1, policy="float16"),
}

_RIGHT_INIT = {"activation": "sigmoid", "initializer": "glorot_uniform"}

FAULTS: list[Fault] = [
    *changed(
        "depth",
        "vanishing",
        _TWINS,
        {
            "12 sigmoids, digits": ("digits", {**_RIGHT_INIT, "depth": 12}),
            "14 sigmoids, wine": ("wine", {**_RIGHT_INIT, "depth": 14}),
            "16 sigmoids, SGD": ("digits, SGD", {**_RIGHT_INIT, "depth": 16}),
            "10 sigmoids, breast cancer": ("breast cancer", {**_RIGHT_INIT, "depth": 10}),
            "20 sigmoids, iris": ("iris", {**_RIGHT_INIT, "depth": 20}),
            "18 hard sigmoids, digits": ("digits", {"activation": "hard_sigmoid", "depth": 18}),
        },
    ),
    *changed(
        "activation",
        "vanishing zero exploding nonfinite",
        _TWINS,
        {
            "softmax as hidden activation": ("digits", {"activation": "softmax", "depth": 6}),
            "softmax as hidden activation, SGD": (
                "digits, SGD",
                {"activation": "softmax", "depth": 4},
            ),
            "exponential, digits": ("digits", {"activation": "exponential", "depth": 4}),
            "exponential, wine": ("wine", {"activation": "exponential", "depth": 5}),
            "hard tanh, saturated": ("digits", {"activation": "relu6", "initial_bias": 40.0}),
            "sigmoid of large inputs": (
                "breast cancer",
                {**_RIGHT_INIT, "input_scale": 1e4, "depth": 3},
            ),
        },
    ),
    *changed(
        "initialisation, small",
        "vanishing zero",
        _TWINS,
        {
            "1/30, deep": ("digits, deep", {"initial_scale": 1 / 30}),
            "1/100, tanh": ("digits, tanh", {"initial_scale": 1e-2, "optimizer": "SGD"}),
            "1/20, SGD": ("digits, SGD", {"initial_scale": 0.05, "depth": 6}),
            "1/100, wine": ("wine", {"initial_scale": 1e-2, "optimizer": "SGD", "depth": 5}),
            "1/100, convolutions": (
                "digits, convolutions",
                {"initial_scale": 1e-2, "optimizer": "SGD", "learning_rate": 0.03, "depth": 4},
            ),
            "1/50, ELU": ("digits, ELU", {"initial_scale": 0.02, "optimizer": "SGD"}),
        },
    ),
    *changed(
        "initialisation, large",
        "exploding nonfinite vanishing zero",
        _TWINS,
        {
            "20 times, deep": ("digits, deep", {"initial_scale": 20.0}),
            "100 times, SGD": ("digits, SGD", {"initial_scale": 100.0}),
            "50 times, breast cancer": (
                "breast cancer, SELU",
                {"initial_scale": 50.0, "optimizer": "SGD", "learning_rate": 0.01},
            ),
            "30 times, convolutions": (
                "digits, convolutions",
                {"initial_scale": 30.0, "depth": 4},
            ),
            "30 times, diabetes": ("diabetes", {"initial_scale": 30.0, "depth": 4}),
            "200 times, deep tanh": ("digits, tanh", {"initial_scale": 200.0, "depth": 6}),
        },
    ),
    *changed(
        "initialisation, zero",
        "zero",
        _TWINS,
        {
            "digits": ("digits", {"initial_scale": 0.0}),
            "wine, tanh": ("wine, tanh", {"initial_scale": 0.0}),
            "convolutions": ("digits, convolutions", {"initial_scale": 0.0}),
            "deep": ("digits, deep", {"initial_scale": 0.0}),
        },
    ),
    *changed(
        "learning rate, high",
        "exploding nonfinite zero",
        _TWINS,
        {
            "SGD, 30": ("digits, SGD", {"learning_rate": 30.0}),
            "Adam, 3": ("digits", {"learning_rate": 3.0, "depth": 4}),
            "SGD, 3, diabetes": ("diabetes", {"optimizer": "SGD", "learning_rate": 3.0}),
            "SGD with momentum, 10": ("digits, SGD with momentum", {"learning_rate": 10.0}),
            "RMSprop, 1": ("digits, RMSprop", {"learning_rate": 1.0, "depth": 4}),
            "SGD, 100, wine": (
                "wine",
                {"optimizer": "SGD", "learning_rate": 100.0, "depth": 3},
            ),
        },
    ),
    *changed(
        "learning rate, low",
        "stalled",
        _TWINS,
        {
            "Adam, 1e-7": ("digits", {"learning_rate": 1e-7}),
            "SGD, 1e-6": ("digits, SGD", {"learning_rate": 1e-6}),
            "SGD, 1e-7, wine": ("wine", {"optimizer": "SGD", "learning_rate": 1e-7}),
            "Adam, 1e-8, breast cancer": ("breast cancer", {"learning_rate": 1e-8}),
        },
    ),
    *changed(
        "data scale",
        "exploding nonfinite zero vanishing",
        _TWINS,
        {
            "times 1e4, SGD": ("digits, SGD", {"input_scale": 1e4}),
            "times 1e5, wine": (
                "wine",
                {"input_scale": 1e5, "optimizer": "SGD", "learning_rate": 0.03},
            ),
            "as measured, SGD, wine": (
                "wine",
                {"raw": True, "optimizer": "SGD", "learning_rate": 0.03},
            ),
            "as measured, SGD, breast cancer": (
                "breast cancer",
                {"raw": True, "optimizer": "SGD", "learning_rate": 0.1},
            ),
            "times 1e6, tanh": (
                "digits, tanh",
                {"input_scale": 1e6, "initial_scale": 3.0, "optimizer": "SGD"},
            ),
            "targets times 1e5": (
                "diabetes",
                {"target_scale": 1e5, "optimizer": "SGD", "learning_rate": 0.01},
            ),
        },
    ),
    *changed(
        "dead ReLUs",
        "zero",
        _TWINS,
        {
            "bias of -30": ("digits", {"initial_bias": -30.0}),
            "bias of -10, deep": ("digits, deep", {"initial_bias": -10.0}),
            "bias of -20, wine": ("wine", {"initial_bias": -20.0}),
            "bias of -20, convolutions": ("digits, convolutions", {"initial_bias": -20.0}),
            "ReLU after the outputs": (
                "diabetes",
                {"head": "relu", "initial_bias": -10.0},
            ),
            "shifted inputs": (
                "breast cancer",
                {"input_shift": -300.0, "initializer": "random_uniform", "initial_bias": -100.0},
            ),
        },
    ),
    *changed(
        "half precision, underflow",
        "underflow zero",
        _TWINS,
        {
            "loss of 1e-8, SGD": (
                "small loss, SGD",
                {"policy": "mixed_float16", "loss_factor": 1e-8, "learning_rate": 1e7},
            ),
            "loss of 1e-8, Adam": (
                "digits, small loss",
                {"policy": "mixed_float16", "loss_factor": 1e-8},
            ),
            "loss of 1e-7, Adam": (
                "breast cancer, small loss",
                {"policy": "mixed_float16", "loss_factor": 1e-7},
            ),
            "convolutions": (
                "digits, convolutions",
                {"policy": "mixed_float16", "loss_factor": 1e-8, "epsilon": 1e-14},
            ),
        },
    ),
    *changed(
        "loss scale, collapsing",
        "loss-scale-collapse nonfinite",
        _TWINS,
        {
            "activations beyond the range": (
                "digits, half precision",
                {"input_scale": 1e5},
            ),
            "loss beyond the range": ("targets in half precision", {"target_scale": 1e3}),
            "NaN in the data": (
                "breast cancer, half precision",
                {"broken_rows": 0.3, "broken_value": float("nan")},
            ),
            "weights beyond the range": ("digits, half precision", {"initial_scale": 1e4}),
        },
    ),
    *changed(
        "NaN in the data",
        "nonfinite",
        _TWINS,
        {
            "2 % of digits": ("digits", {"broken_rows": 0.02, "broken_value": float("nan")}),
            "5 % of wine": ("wine", {"broken_rows": 0.05, "broken_value": float("nan")}),
            "1 % of diabetes": ("diabetes", {"broken_rows": 0.01, "broken_value": float("nan")}),
            "infinity in breast cancer": (
                "breast cancer",
                {"broken_rows": 0.02, "broken_value": float("inf")},
            ),
        },
    ),
    *changed(
        "intermittent",
        "intermittent nonfinite",
        _TWINS,
        {
            "logarithm of 0": (
                "skipping",
                {"loss": "unguarded-logarithm", "broken_rows": 0.01, "broken_value": 1e3},
            ),
            "root of 0, wine": ("wine, skipping", {"loss": "neighbours"}),
            "division by 0": ("iris, skipping", {"loss": "balanced", "batch_size": 8}),
            "root of 0, iris": ("iris, skipping", {"loss": "neighbours"}),
            "logarithm of 0, wine": (
                "wine, skipping",
                {"loss": "unguarded-logarithm", "broken_rows": 0.01, "broken_value": 1e3},
            ),
            "division by 0, wine": ("wine, skipping", {"loss": "balanced", "batch_size": 10}),
        },
        is_by_gradients=True,
    ),
    *changed(
        "exploding recurrence",
        "exploding nonfinite",
        _TWINS,
        {
            "linear, 3 times": (
                "digits, recurrent",
                {"activation": "linear", "recurrent_scale": 3.0},
            ),
            "ReLU, 5 times": ("digits, recurrent", {"activation": "relu", "recurrent_scale": 5.0}),
            "ReLU, 4 times, SGD": (
                "digits, recurrent",
                {
                    "activation": "relu",
                    "recurrent_scale": 4.0,
                    "optimizer": "SGD",
                    "learning_rate": 0.01,
                },
            ),
            "linear, 2.5 times, SGD": (
                "digits, recurrent",
                {
                    "activation": "linear",
                    "recurrent_scale": 2.5,
                    "optimizer": "SGD",
                    "learning_rate": 0.01,
                },
            ),
        },
    ),
    *changed(
        "disconnected",
        "null",
        _TWINS,
        {
            "stopped": ("digits", {"cut": "stop"}),
            "layer not called": ("digits, tanh", {"cut": "unused"}),
            "rounded": ("breast cancer", {"cut": "round", "depth": 3}),
            "stopped, convolutions": ("digits, convolutions", {"cut": "stop"}),
        },
        is_by_gradients=True,
    ),
    *changed(
        "stalled",
        "stalled",
        _TWINS,
        {
            "learning rate that collapses": ("digits", {"schedule": "collapsing"}),
            "updates lost in bfloat16": ("bfloat16", {"learning_rate": 1e-5}),
            "learning rate that collapses, SGD": ("digits, SGD", {"schedule": "collapsing"}),
            "updates lost in float16": ("float16, wine", {"learning_rate": 1e-5}),
        },
    ),
]
"""In each kind, every other one belongs to the other half; see `family`."""
