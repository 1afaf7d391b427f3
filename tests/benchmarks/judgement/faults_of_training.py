"""Faults of the training: its learning rate, its data, its precision, its loss."""

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

FAULTS: list[Fault] = [
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
            "Adam, 0.3": ("digits, deep", {"learning_rate": 0.3}),
            "SGD, 2, deep": ("digits, SGD", {"learning_rate": 2.0, "depth": 5}),
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
            "SGD, 1e-5": ("digits, SGD", {"learning_rate": 1e-5}),
            "Adam, 1e-6, wine": ("wine", {"learning_rate": 1e-6}),
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
            "times 100, SGD": ("digits, SGD", {"input_scale": 100.0}),
            "shifted by 1,000": (
                "wine",
                {"input_shift": 1e3, "optimizer": "SGD", "learning_rate": 0.03},
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
        "stalled",
        "stalled",
        _TWINS,
        {
            "learning rate that collapses": ("digits", {"schedule": "collapsing"}),
            "updates lost in bfloat16": ("bfloat16", {"learning_rate": 1e-5}),
            "learning rate that collapses, SGD": ("digits, SGD", {"schedule": "collapsing"}),
            "updates lost in float16": ("float16, wine", {"learning_rate": 1e-5}),
            "updates lost in bfloat16, wine": (
                "wine",
                {"policy": "bfloat16", "optimizer": "SGD", "learning_rate": 1e-5},
            ),
            "learning rate that collapses, wine": ("wine", {"schedule": "collapsing"}),
        },
    ),
]
"""In each kind, every other one belongs to the other half; see `family`."""
