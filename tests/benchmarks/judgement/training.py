"""Trains one plan, records it, and looks at what became of it without the recorder."""

from __future__ import annotations

import pathlib
import warnings
from typing import Any

import keras
import numpy as np
import tensorflow as tf

import tb_gradplugin as tbg
from tests.benchmarks.judgement import datasets, losses, networks, optimizers
from tests.benchmarks.judgement.outcome import Outcome
from tests.benchmarks.judgement.plans import Plan

EVERY = 20
"""Steps between two rows, so that these short trainings have as many as ones of 1,000 steps."""

ORACLE_BATCHES = 40
"""On which a plain tape looks at the gradients once more."""


def train(plan: Plan, seed: int, folder: pathlib.Path) -> Outcome:
    """Trains and records; `folder` gets the log and the outcome."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    data = datasets.load(plan.dataset)
    inputs, targets = rows_of(plan, data, seed)
    model = networks.build(plan, inputs.shape[1], data.outputs)
    loss = losses.loss_of(plan, data.classes)
    compiled(model, plan, loss)
    before = [variable.numpy() for variable in model.trainable_variables]
    watched = _Accuracies()
    with warnings.catch_warnings():
        # Of a Keras that finds no gradient, and of the recorder that says why.
        warnings.simplefilter("ignore")
        model.fit(
            batches(plan, inputs, targets, seed),
            steps_per_epoch=plan.steps,
            epochs=1,
            verbose=0,
            callbacks=[tbg.GradientHealth(folder, every=EVERY), watched],
        )
    null, zero, nonfinite = _gradients(model, plan, loss, inputs, targets, seed)
    predicted = np.array(model(inputs, training=False), np.float64) / plan.target_scale
    after = [variable.numpy() for variable in model.trainable_variables]
    outcome = Outcome(
        score=data.score(predicted),
        linear_score=data.linear_score,
        is_finite=all(bool(np.all(np.isfinite(values))) for values in after),
        null=null,
        zero=zero,
        nonfinite=nonfinite,
        moved=_largest_move(before, after),
        accuracies=tuple(watched.seen),
    )
    outcome.write(folder)
    return outcome


def rows_of(plan: Plan, data: datasets.Dataset, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The inputs and the targets as the plan has them."""
    inputs = data.raw_features if plan.raw else data.features
    inputs = (inputs * plan.input_scale + plan.input_shift).astype(np.float32)
    if plan.broken_rows:
        drawn = np.random.default_rng(seed)
        broken = drawn.random(len(inputs)) < plan.broken_rows
        inputs[broken, drawn.integers(inputs.shape[1])] = plan.broken_value
    targets = data.targets
    if not data.classes:
        targets = (targets * plan.target_scale).astype(np.float32)
    return inputs, targets


def compiled(model: keras.Model, plan: Plan, loss: losses.Loss) -> None:
    """Compiles the model as the plan has it."""
    optimizer = optimizers.optimizer_of(plan)
    if plan.loss_scale == "dynamic":
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
    # Keras would scale the loss by itself where the policy is "mixed_float16".
    metrics = ["accuracy"] if model.outputs[0].shape[-1] > 1 else None
    model.compile(optimizer, loss, metrics=metrics, auto_scale_loss=False, jit_compile=False)


def batches(plan: Plan, inputs: np.ndarray, targets: np.ndarray, seed: int) -> tf.data.Dataset:
    """Batches of rows drawn with replacement, without end."""
    rows = tf.data.Dataset.random(seed=seed, rerandomize_each_iteration=False)
    drawn = rows.batch(plan.batch_size).map(
        lambda numbers: tf.cast(numbers % len(inputs), tf.int32)
    )
    kept = tf.constant(inputs), tf.constant(targets)
    return drawn.map(lambda rows: (tf.gather(kept[0], rows), tf.gather(kept[1], rows)))


class _Accuracies(keras.callbacks.Callback):
    """The running accuracy, twenty times."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[float] = []

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        if batch % 20 == 19 and logs and "accuracy" in logs:
            self.seen.append(float(logs["accuracy"]))


def _largest_move(before: list[np.ndarray], after: list[np.ndarray]) -> float:
    """The largest change of a variable by its norm; those that begin as 0 stay out."""
    moves = [0.0]
    for old, new in zip(before, after, strict=True):
        norm = np.linalg.norm(old.astype(np.float64))
        if norm:
            moves.append(float(np.linalg.norm(new.astype(np.float64) - old) / norm))
    return float(np.nan_to_num(max(moves), nan=np.inf))


def _gradients(
    model: keras.Model,
    plan: Plan,
    loss: losses.Loss,
    inputs: np.ndarray,
    targets: np.ndarray,
    seed: int,
) -> tuple[float, float, float]:
    """Shares of null and zero variables and of non-finite batches, by a plain tape."""
    variables = model.trainable_variables
    null = np.zeros(len(variables), bool)
    ever_present = np.zeros(len(variables), bool)
    nonfinite = []

    @tf.function
    def gradients(rows: tf.Tensor, answers: tf.Tensor) -> list[tf.Tensor | None]:
        with tf.GradientTape() as tape:
            value = tf.reduce_mean(loss(answers, model(rows, training=True)))
        found = tape.gradient(value, variables)
        null[:] = [one is None for one in found]
        return [tf.zeros([]) if one is None else tf.convert_to_tensor(one) for one in found]

    for rows, answers in batches(plan, inputs, targets, seed + 1).take(ORACLE_BATCHES):
        found = [one.numpy().astype(np.float64) for one in gradients(rows, answers)]
        nonfinite.append(any(not np.all(np.isfinite(one)) for one in found))
        ever_present |= [bool(np.any(one)) for one in found]
    zero = ~ever_present & ~null
    return float(null.mean()), float(zero.mean()), float(np.mean(nonfinite))
