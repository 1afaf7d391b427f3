"""GN114."""

from __future__ import annotations

import re

from tb_gradplugin.messages.phrases import at, called, fact, in_line, way
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding

_NUMBER = re.compile(r"_\d+$")

_LOSSES = {
    "accuracy": "SparseCategoricalCrossentropy",
    "auc": "BinaryCrossentropy",
    "binary_accuracy": "BinaryCrossentropy",
    "binary_crossentropy": "BinaryCrossentropy",
    "categorical_accuracy": "CategoricalCrossentropy",
    "categorical_crossentropy": "CategoricalCrossentropy",
    "categorical_hinge": "CategoricalHinge",
    "cosine_similarity": "CosineSimilarity",
    "hinge": "Hinge",
    "kl_divergence": "KLDivergence",
    "logcosh": "LogCosh",
    "mae": "MeanAbsoluteError",
    "mean_absolute_error": "MeanAbsoluteError",
    "mean_absolute_percentage_error": "MeanAbsolutePercentageError",
    "mean_squared_error": "MeanSquaredError",
    "mean_squared_logarithmic_error": "MeanSquaredLogarithmicError",
    "mse": "MeanSquaredError",
    "poisson": "Poisson",
    "root_mean_squared_error": "MeanSquaredError",
    "sparse_categorical_accuracy": "SparseCategoricalCrossentropy",
    "sparse_categorical_crossentropy": "SparseCategoricalCrossentropy",
    "squared_hinge": "SquaredHinge",
    "top_k_categorical_accuracy": "CategoricalCrossentropy",
}
"""By the name that Keras gives a metric: the loss of the same class, or the one that is trained
where the metric has no derivative."""


def _because(finding: Finding) -> str:
    metric = called(finding, "metric", "a metric")
    return f"{way(finding)} goes through the state of the Keras metric {metric}{at(finding)}"


def _why(_: Finding) -> str:
    return (
        "A metric adds what it is given to variables of its own and answers from these; an "
        "assignment hands no gradient on."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    loss = _LOSSES.get(_NUMBER.sub("", fact(finding, "metric")))
    if loss is None:
        return (
            (
                f"Compute the loss from what the metric is given{in_line(finding)}, with a loss of "
                f"`keras.losses` or with TensorFlow ops, and update the metric beside it."
            ),
        )
    return (
        (
            f"Take `keras.losses.{loss}()` for the loss instead of the metric{in_line(finding)}, "
            f"and update the metric beside it."
        ),
    )


WORDING = Wording(_because, _why, _remedies)
