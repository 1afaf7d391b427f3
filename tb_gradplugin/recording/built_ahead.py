"""What Keras would create while it traces the first step, created before.

A function in whose first trace variables are created is traced a second time, and the first trace
is thrown away. Where the optimizer and the metrics are built already, users wait for one trace.
"""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from tb_gradplugin.recording.kept_attributes import KeptAttributes

_OF_THE_STEP = ("compute_loss", "_compute_loss", "compute_metrics", "call")
"""The methods of a model by which a step of Keras comes to its loss and its metrics."""


class Traces:
    """How many traces of a training step came to their end.

    Attributes:
      ended: that number.
    """

    ended = 0


def building_ahead(
    model: keras.Model, train_function: Callable[..., Any], traces: Traces
) -> Callable[..., Any]:
    """The train function, with all built beforehand that its first call would build.

    Only where it is certain what that is: of a model that is built, trained by Keras's own
    methods. Anything else is left as it is, and so is what goes wrong: Keras then meets it
    where its users know it from. Where the first trace fails, nothing stays built: the model may
    be changed then, and what was built fit what it was.

    Args:
      model: compiled.
      train_function: takes the iterator of the batches.
      traces: those of the step that it calls.
    """
    reference = weakref.ref(model)
    is_first_call = True

    @functools.wraps(train_function)
    def building(iterator: Any) -> Any:
        nonlocal is_first_call
        known = reference()
        if not is_first_call or known is None:
            return train_function(iterator)
        ended, before = traces.ended, _build(known, iterator)
        is_first_call = False
        try:
            return train_function(iterator)
        except BaseException:
            if before is not None and traces.ended == ended:
                is_first_call = True
                before.give_back()
            raise

    return building


def creates_variables(optimizer: Any, variables: list[Any]) -> bool:
    """Builds the optimizer, as its `apply` is about to; whether that creates variables in a trace.

    A function in whose first trace variables are created is traced once more and the first trace
    thrown away. To record in both would double what users wait for.
    """
    if optimizer.built or tf.executing_eagerly() or not _is_built_by_keras(optimizer):
        return False
    before = len(optimizer.variables)
    _build_optimizer(optimizer, variables)
    return len(optimizer.variables) > before


def _build(model: keras.Model, iterator: Any) -> KeptAttributes | None:
    """Builds what it can; returns what there was before, if anything was built."""
    before = None
    try:
        if not _is_foreseeable(model):
            return None
        optimizer, variables = model.optimizer, model.trainable_weights
        compiled = [model._compile_metrics, model._compile_loss]
        before = KeptAttributes(optimizer, *compiled)
        # These, and in this order, are what Keras builds before the first step elsewhere.
        unbuilt = [each for each in compiled if each is not None and not each.built]
        seen = _labels_and_outputs(model, iterator) if unbuilt else None
        if seen is not None:
            for each in unbuilt:
                each.build(*seen)
        if variables and not optimizer.built and _is_built_by_keras(optimizer):
            _build_optimizer(optimizer, variables)
    except BaseException as error:  # See `building_ahead`.
        if before is not None:
            before.give_back()
        if not isinstance(error, Exception):
            raise
        return None
    return before


def _is_foreseeable(model: keras.Model) -> bool:
    return (
        _is_of_keras(model.train_step)
        and model.built
        and all(layer.built for layer in model._flatten_layers())
        and not model.run_eagerly
        and not tf.distribute.has_strategy()  # There Keras does this itself.
    )


def _labels_and_outputs(model: keras.Model, iterator: Any) -> tuple[Any, Any] | None:
    """What the step gives to the loss and the metrics, as specs; None where that is not certain."""
    functional = getattr(model, "_functional", model)  # that of a Sequential
    methods = [getattr(model, name, None) for name in _OF_THE_STEP] + [type(model).__call__]
    if (
        not hasattr(functional, "_outputs_struct")
        or not all(method is None or _is_of_keras(method) for method in methods)
        or any(map(_claims_its_shape, model._flatten_layers()))
    ):
        return None
    outputs = functional._outputs_struct
    if isinstance(outputs, (list, tuple)) and len(outputs) == 1:
        (outputs,) = outputs  # So does the call of the model.
    # Not the tensors of Keras, from which names are taken that a traced tensor does not have.
    outputs = tf.nest.map_structure(lambda each: tf.TensorSpec(each.shape, each.dtype), outputs)
    _, labels, _ = keras.utils.unpack_x_y_sample_weight(iterator.element_spec)
    if not all(isinstance(label, tf.TensorSpec) for label in tf.nest.flatten(labels)):
        return None
    if not all(each.shape.rank and each.shape[-1] for each in tf.nest.flatten(outputs)):
        return None  # The last dimension decides which accuracy is meant.
    try:
        tf.nest.assert_same_structure(labels, outputs)
    except (TypeError, ValueError):
        return None  # Keras brings them into one, in ways that depend on the losses.
    return labels, outputs


def _claims_its_shape(layer: Any) -> bool:
    """Whether a layer says itself what shape it gives, which it need not be right about."""
    methods = layer.compute_output_shape, layer.compute_output_spec
    return isinstance(layer, keras.layers.Lambda) or not all(map(_is_of_keras, methods))


def _is_built_by_keras(optimizer: Any) -> bool:
    return _is_of_keras(optimizer.apply) and _is_of_keras(optimizer.apply_gradients)


def _is_of_keras(method: Any) -> bool:
    # What wraps a method with `functools.wraps` has its module.
    return str(getattr(method, "__module__", "")).partition(".")[0] == "keras"


def _build_optimizer(optimizer: Any, variables: list[Any]) -> None:
    """Builds an optimizer as its own `apply` would, with the variables that it is given."""
    with keras.name_scope(optimizer.name, caller=optimizer):
        optimizer.build(variables)
    optimizer.built = True
