"""Faults of the network: its depth, its activations, how it starts, what is not connected."""

from __future__ import annotations

from tests.benchmarks.judgement.plans import Fault, changed
from tests.benchmarks.judgement.sound_plans import SOUND

_SIGMOID = {"activation": "sigmoid", "initializer": "glorot_uniform"}

FAULTS: list[Fault] = [
    *changed(
        "depth",
        "vanishing",
        SOUND,
        {
            "12 sigmoids, digits": ("digits", {**_SIGMOID, "depth": 12}),
            "14 sigmoids, wine": ("wine", {**_SIGMOID, "depth": 14}),
            "16 sigmoids, SGD": ("digits, SGD", {**_SIGMOID, "depth": 16}),
            "10 sigmoids, breast cancer": ("breast cancer", {**_SIGMOID, "depth": 10}),
            "20 sigmoids, iris": ("iris", {**_SIGMOID, "depth": 20}),
            "18 hard sigmoids, digits": ("digits", {"activation": "hard_sigmoid", "depth": 18}),
            "6 sigmoids, SGD": ("digits, SGD", {**_SIGMOID, "depth": 6}),
            "7 sigmoids, wine, SGD": (
                "wine",
                {**_SIGMOID, "depth": 7, "optimizer": "SGD", "learning_rate": 0.1},
            ),
        },
    ),
    *changed(
        "activation",
        "vanishing zero exploding nonfinite",
        SOUND,
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
                {**_SIGMOID, "input_scale": 1e4, "depth": 3},
            ),
            "softmax twice, SGD": ("digits, SGD", {"activation": "softmax", "depth": 2}),
            "softmax three times, wine": (
                "wine",
                {"activation": "softmax", "depth": 3, "optimizer": "SGD", "learning_rate": 0.03},
            ),
        },
    ),
    *changed(
        "initialisation, small",
        "vanishing zero",
        SOUND,
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
            "1/5, SGD": ("digits, SGD", {"initial_scale": 0.2, "depth": 6}),
            "1/8, tanh": (
                "wine, tanh",
                {"initial_scale": 0.12, "depth": 6, "optimizer": "SGD", "learning_rate": 0.03},
            ),
        },
    ),
    *changed(
        "initialisation, large",
        "exploding nonfinite vanishing zero",
        SOUND,
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
            "6 times, SGD": ("digits, SGD", {"initial_scale": 6.0, "depth": 4}),
            "8 times, SGD, wine": (
                "wine",
                {"initial_scale": 8.0, "depth": 4, "optimizer": "SGD", "learning_rate": 0.03},
            ),
        },
    ),
    *changed(
        "initialisation, zero",
        "zero",
        SOUND,
        {
            "digits": ("digits", {"initial_scale": 0.0}),
            "wine, tanh": ("wine, tanh", {"initial_scale": 0.0}),
            "convolutions": ("digits, convolutions", {"initial_scale": 0.0}),
            "deep": ("digits, deep", {"initial_scale": 0.0}),
        },
    ),
    *changed(
        "dead ReLUs",
        "zero",
        SOUND,
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
            "bias of -6": ("digits, deep", {"initial_bias": -6.0, "optimizer": "SGD"}),
            "bias of -8, wine": (
                "wine",
                {"initial_bias": -8.0, "optimizer": "SGD", "learning_rate": 0.03, "depth": 3},
            ),
        },
    ),
    *changed(
        "exploding recurrence",
        "exploding nonfinite",
        SOUND,
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
            "linear, 1.8 times, SGD": (
                "digits, recurrent",
                {
                    "activation": "linear",
                    "recurrent_scale": 1.8,
                    "optimizer": "SGD",
                    "learning_rate": 0.03,
                },
            ),
            "ReLU, 2.5 times, SGD": (
                "digits, recurrent",
                {
                    "activation": "relu",
                    "recurrent_scale": 2.5,
                    "optimizer": "SGD",
                    "learning_rate": 0.03,
                },
            ),
        },
    ),
    *changed(
        "disconnected",
        "null",
        SOUND,
        {
            "stopped": ("digits", {"cut": "stop"}),
            "layer not called": ("digits, tanh", {"cut": "unused"}),
            "rounded": ("breast cancer", {"cut": "round", "depth": 3}),
            "stopped, convolutions": ("digits, convolutions", {"cut": "stop"}),
        },
        is_by_gradients=True,
    ),
]
"""In each kind, every other one belongs to the other half; see `family`."""
