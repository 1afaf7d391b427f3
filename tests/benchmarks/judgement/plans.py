"""What a training consists of, as plain values, so that a fault is one changed value."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

BATCH_SIZE = 32


@dataclasses.dataclass(frozen=True)
class Plan:
    """One training.

    Attributes:
      dataset: a name of `datasets.DATASETS`.
      network: a key of `networks.NETWORKS`.
      depth: hidden layers, blocks or recurrent layers.
      width: units or filters of each.
      activation: of the hidden layers.
      initializer: of the kernels.
      initial_scale: what the initial kernels of all hidden layers are multiplied with.
      recurrent_scale: the same for recurrent kernels.
      initial_bias: of the hidden layers.
      normalization: "", "batch" or "layer", after each hidden layer.
      dropout: share, after each hidden layer.
      l2: factor of the penalty on the hidden kernels.
      head: what makes the outputs: "logits", or "relu" after them.
      cut: what keeps gradients from the lower half of the hidden layers: "", "stop", "round", or
        "unused" where a layer is made and not called.
      loss: a key of `losses.LOSSES`.
      loss_factor: what the loss is multiplied with.
      target_scale: what the targets are multiplied with, where a number is to be told.
      optimizer: a name in `keras.optimizers`.
      learning_rate: at its highest.
      schedule: "", "warm-up", "cosine", or "collapsing": to nothing within some steps.
      clipnorm: of the optimizer; 0 for none.
      skips_nonfinite: whether the optimizer leaves a step out where a gradient is not finite.
      momentum: of the optimizer, where it takes one.
      epsilon: of the optimizer, where it takes one; 0 for its default.
      policy: dtypes of the layers, as Keras names them.
      loss_scale: "dynamic", "" for none, as Keras does it under "mixed_float16".
      input_scale: what the inputs are multiplied with.
      input_shift: what is added to them after that.
      raw: whether the inputs are as they were measured instead of standardised.
      broken_rows: share of the rows that are broken.
      broken_value: what one feature of a broken row is replaced by.
      frozen: whether the lower half of the hidden layers is not trained.
      batch_size: rows per step.
      steps: of the training.
    """

    dataset: str = "digits"
    network: str = "dense"
    depth: int = 2
    width: int = 32
    activation: str = "relu"
    initializer: str = "he_normal"
    initial_scale: float = 1.0
    recurrent_scale: float = 1.0
    initial_bias: float = 0.0
    normalization: str = ""
    dropout: float = 0.0
    l2: float = 0.0
    head: str = "logits"
    cut: str = ""
    loss: str = "usual"
    loss_factor: float = 1.0
    target_scale: float = 1.0
    optimizer: str = "Adam"
    learning_rate: float = 3e-3
    schedule: str = ""
    clipnorm: float = 0.0
    skips_nonfinite: bool = False
    momentum: float = 0.0
    epsilon: float = 0.0
    policy: str = "float32"
    loss_scale: str = ""
    input_scale: float = 1.0
    input_shift: float = 0.0
    raw: bool = False
    broken_rows: float = 0.0
    broken_value: float = 0.0
    frozen: bool = False
    batch_size: int = BATCH_SIZE
    steps: int = 400

    def but(self, **changes: object) -> Plan:
        """The same plan with some values changed."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


@dataclasses.dataclass(frozen=True)
class Fault:
    """What makes a sound plan sick.

    Attributes:
      kind: the line of the table that it belongs to.
      name: tells it from the others of its kind.
      plan: the sick one.
      twin: the sound one that it was made from.
      expected: kinds of verdict, of which any one is right.
      is_by_gradients: whether the training may succeed all the same, as only the gradients of some
        steps or layers are sick; then these are looked at instead of the score.
    """

    kind: str
    name: str
    plan: Plan
    twin: Plan
    expected: frozenset[str]
    is_by_gradients: bool = False


def changed(
    kind: str,
    expected: str,
    twins: Mapping[str, Plan],
    changes: Mapping[str, tuple[str, Mapping[str, object]]],
    *,
    is_by_gradients: bool = False,
) -> list[Fault]:
    """Faults of one kind.

    Args:
      kind: of all of them.
      expected: kinds of verdict, separated by spaces.
      twins: sound plans by name.
      changes: name of the fault -> name of its twin, and what is changed in it.
      is_by_gradients: see `Fault`.
    """
    return [
        Fault(
            kind,
            name,
            twins[twin].but(**values),
            twins[twin],
            frozenset(expected.split()),
            is_by_gradients,
        )
        for name, (twin, values) in changes.items()
    ]
