"""Sound trainings, among them those whose gradients look odd and are not."""

from __future__ import annotations

from tests.benchmarks.judgement.plans import Plan

_PLAIN = Plan()
_DEEP = Plan(depth=6, width=32, learning_rate=1e-3)

SOUND: dict[str, Plan] = {
    # Ordinary ones.
    "digits": _PLAIN,
    "digits, tanh": _PLAIN.but(activation="tanh", initializer="glorot_uniform", depth=3),
    "digits, SGD": _PLAIN.but(optimizer="SGD", learning_rate=0.1),
    "digits, SGD with momentum": _PLAIN.but(optimizer="SGD", learning_rate=0.03, momentum=0.9),
    "digits, RMSprop": _PLAIN.but(optimizer="RMSprop", learning_rate=1e-3),
    "digits, AdamW and GELU": _PLAIN.but(optimizer="AdamW", activation="gelu"),
    "digits, Lion": _PLAIN.but(optimizer="Lion", learning_rate=5e-4),
    "digits, sigmoid": _PLAIN.but(
        activation="sigmoid", initializer="glorot_uniform", depth=1, width=64, learning_rate=1e-2
    ),
    "digits, ELU": _PLAIN.but(activation="elu", depth=4),
    "digits, leaky ReLU": _PLAIN.but(activation="leaky_relu", depth=4),
    "digits, linear": _PLAIN.but(depth=0, learning_rate=1e-2),
    "wine": _PLAIN.but(dataset="wine", width=16),
    "wine, tanh": _PLAIN.but(dataset="wine", width=16, activation="tanh", depth=3),
    "breast cancer": _PLAIN.but(dataset="breast_cancer"),
    "breast cancer, SELU": _PLAIN.but(
        dataset="breast_cancer", activation="selu", initializer="lecun_normal", depth=4
    ),
    "iris": _PLAIN.but(dataset="iris", width=16, learning_rate=1e-2),
    "iris, SGD": _PLAIN.but(dataset="iris", width=16, optimizer="SGD", learning_rate=0.1),
    "diabetes": _PLAIN.but(dataset="diabetes", learning_rate=1e-2),
    "diabetes, tanh": _PLAIN.but(dataset="diabetes", activation="tanh", learning_rate=1e-2),
    "digits, convolutions": _PLAIN.but(network="convolutional", width=16),
    "digits, deep": _DEEP,
    "digits, residual": _DEEP.but(network="residual"),
    "digits, recurrent": _PLAIN.but(
        network="simple-recurrent", depth=1, activation="tanh", learning_rate=5e-3
    ),
    "digits, GRU": _PLAIN.but(network="gru", depth=1, activation="tanh", learning_rate=1e-2),
    "digits, LSTM": _PLAIN.but(network="lstm", depth=2, activation="tanh", learning_rate=1e-2),
    # Gradients of 0 by mathematics: biases before a normalisation, biases of keys.
    "digits, batch normalisation": _PLAIN.but(normalization="batch", depth=4),
    "digits, convolutions and batch normalisation": _PLAIN.but(
        network="convolutional", width=16, normalization="batch", depth=3
    ),
    "digits, layer normalisation": _PLAIN.but(normalization="layer", depth=6),
    "digits, attention": _PLAIN.but(network="attention"),
    # Zeros that are meant: sparse rows, units that rest, experts that are not asked.
    "digits, embedding": _PLAIN.but(network="embedded", depth=1, width=16),
    "wine, embedding": _PLAIN.but(dataset="wine", network="embedded", depth=1, width=16),
    "digits, wide and sparse": _PLAIN.but(width=128, initial_bias=-0.3, depth=3),
    "digits, experts": _PLAIN.but(network="routed", depth=1),
    "digits, dropout": _PLAIN.but(dropout=0.5, width=64),
    "breast cancer, half frozen": _PLAIN.but(dataset="breast_cancer", depth=4, frozen=True),
    # Gradients that become small, because there is little left to learn or to move.
    "wine, learnt by heart": _PLAIN.but(dataset="wine", width=64, learning_rate=1e-2, steps=800),
    "iris, learnt by heart": _PLAIN.but(
        dataset="iris", width=64, depth=3, learning_rate=1e-2, steps=800
    ),
    "digits, cosine": _PLAIN.but(schedule="cosine", learning_rate=1e-2),
    "breast cancer, cosine": _PLAIN.but(
        dataset="breast_cancer", schedule="cosine", learning_rate=1e-2
    ),
    "digits, warm-up": _PLAIN.but(schedule="warm-up", learning_rate=1e-2, depth=4),
    "digits, staircase": _PLAIN.but(
        schedule="staircase", optimizer="SGD", learning_rate=0.1, momentum=0.9
    ),
    "digits, penalty": _PLAIN.but(l2=1e-3, width=64),
    # Small and large numbers that do no harm.
    "digits, small loss": _PLAIN.but(loss_factor=1e-4, epsilon=1e-12),
    "digits, large loss": _PLAIN.but(loss_factor=1e4),
    "breast cancer, small loss": _PLAIN.but(
        dataset="breast_cancer", loss_factor=1e-6, epsilon=1e-14
    ),
    "diabetes, targets as measured": _PLAIN.but(
        dataset="diabetes", target_scale=77.0, learning_rate=3e-2, depth=1
    ),
    "diabetes, large targets": _PLAIN.but(
        dataset="diabetes", target_scale=1e3, learning_rate=0.3, depth=1, clipnorm=100.0
    ),
    "digits as measured": _PLAIN.but(raw=True),
    "wine, clipped": _PLAIN.but(dataset="wine", clipnorm=0.1, learning_rate=1e-2),
    "digits, one row at a time": _PLAIN.but(batch_size=1, learning_rate=1e-3, steps=800),
    "digits, half brain": _PLAIN.but(policy="mixed_bfloat16"),
    "digits, half precision": _PLAIN.but(policy="mixed_float16", loss_scale="dynamic"),
    "breast cancer, half precision": _PLAIN.but(
        dataset="breast_cancer", policy="mixed_float16", loss_scale="dynamic", depth=3
    ),
    "digits, half precision without a scale": _PLAIN.but(policy="mixed_float16"),
}
"""By name."""
