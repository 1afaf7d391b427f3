"""The random states of TensorFlow, Keras, NumPy and Python, kept over a run of the user's program.

State that is a variable (`tf.random.Generator`, Keras seed generators) is kept as such, by
`state_keeping`.
"""

from __future__ import annotations

import contextlib
import itertools
import random
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import tensorflow as tf
from tensorflow.python.eager import context
from tensorflow.python.framework import random_seed
from tensorflow.python.ops import random_ops, shape_util, stateful_random_ops

from tb_gradplugin.capture.observing.patches import Proxy, patched

_KERAS_GENERATOR = "global_seed_generator"

_salts = itertools.count(0x6A09E667, 0x9E3779B1)
"""For seeds that no program uses; a new one for each run."""


class Draws:
    """What the generators of our own were seeded with, so that a second run draws the same."""

    def __init__(self) -> None:
        self.salt = 0


@contextlib.contextmanager
def kept(
    own_functions: bool = True, draws: Draws | None = None, again: bool = False
) -> Iterator[None]:
    """Gives every random state back as it was.

    Args:
      draws: remembers the seeds of this run.
      again: whether to draw, once, what the last run with these `draws` drew. Other numbers are
        drawn only by ops inside of a `tf.function` that ran as a graph and now run eagerly, and by
        `tf.random.gamma`, `poisson`, `categorical` and `shuffle`.
      own_functions: whether to keep also the random state inside of a `tf.function`. TensorFlow
        then places ops by stricter rules, which an explicit `tf.device` may not meet.
    """
    python = random.getstate()
    numpy = np.random.get_state()  # noqa: NPY002 (it is the program's)
    ctx = context.context()
    seed, operation_seeds = ctx._seed, getattr(ctx, "_rng", None)
    drawn = operation_seeds.getstate() if operation_seeds is not None else None
    generator = stateful_random_ops.global_generator
    keras = sys.modules.get("keras.src.backend.common.global_state")
    keras_generator = keras.get_global_attribute(_KERAS_GENERATOR) if keras else None
    try:
        with _own_kernels(draws or Draws(), again), _functions_found_anew(own_functions):
            yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)  # noqa: NPY002
        # Without a seed, nothing reads the second.
        ctx._seed, ctx._rng = seed, operation_seeds
        if operation_seeds is not None:
            operation_seeds.setstate(drawn)
        stateful_random_ops.global_generator = generator
        if keras and keras.get_global_attribute(_KERAS_GENERATOR) is not keras_generator:
            keras.set_global_attribute(_KERAS_GENERATOR, keras_generator)


@contextlib.contextmanager
def _own_kernels(draws: Draws, again: bool) -> Iterator[None]:
    """Draws from generators of our own, inside of ops that keep their state where none can reach.

    Such an op (`tf.random.normal`, `tf.nn.dropout`) keeps the state of its generator in a kernel
    that TensorFlow finds again by the op's attributes, its seeds among them: so ops that run
    eagerly are given other seeds. The dtype of the shape is an attribute as well, and the only one
    that makes a kernel of the same seeds begin anew.
    """
    if not again:
        draws.salt = next(_salts) & 0x7FFFFFFF
    calls = itertools.count(1)
    original = random_seed.get_seed

    def get_seed(op_seed: Any) -> tuple[Any, Any]:
        first, second = original(op_seed)
        # What is traced meanwhile belongs to the user's program and keeps its seeds.
        if not context.executing_eagerly():
            return first, second
        if first is None:
            return draws.salt, next(calls)
        return first, int(second) ^ draws.salt

    def long_shape(shape: Any) -> Any:
        found = shape_util.shape_tensor(shape)
        return tf.cast(found, tf.int64) if context.executing_eagerly() else found

    with contextlib.ExitStack() as stack:
        stack.enter_context(patched(random_seed, "get_seed", get_seed))
        if again:
            proxy = Proxy(shape_util, shape_tensor=long_shape)
            stack.enter_context(patched(random_ops, "shape_util", proxy))
        yield


@contextlib.contextmanager
def _functions_found_anew(wanted: bool) -> Iterator[None]:
    """Lets functions be made ready once more, with random states of their own.

    TensorFlow looks for a function that is ready by, among others, the setting for the placement
    of ops. On a machine with CPUs alone that setting changes little else.
    """
    if not wanted or any(
        device.device_type != "CPU" for device in tf.config.list_logical_devices()
    ):
        yield
        return
    call = context.Context.call_function

    def call_function(*args: Any, **kwargs: Any) -> Any:
        placement = tf.config.get_soft_device_placement()
        tf.config.set_soft_device_placement(not placement)
        try:
            return call(*args, **kwargs)
        finally:
            tf.config.set_soft_device_placement(placement)

    with patched(context.Context, "call_function", call_function):
        yield
