"""What is replaced while an evaluation is observed is put back, and works as ever meanwhile."""

import sys
import types

import keras
import numpy as np
import pytest
import tensorflow as tf
from tensorflow.python.eager import context, execute, record
from tensorflow.python.framework import constant_op, ops, random_seed
from tensorflow.python.ops import custom_gradient, resource_variable_ops, script_ops

from tb_gradplugin.capture import eager_run
from tb_gradplugin.capture.observing.patches import patched
from tests.capture.eager_programs import W


def _what_is_replaced():
    base = next(c for c in ops.EagerTensor.__mro__ if "numpy" in vars(c))
    handle = vars(resource_variable_ops.BaseResourceVariable).get("_handle")
    return {
        **{name: vars(base).get(name) for name in ("numpy", "__array__", "__float__", "__bool__")},
        **{f"np.{name}": getattr(np, name) for name in ("asarray", "sin", "mean", "stack")},
        "handle": handle,
        "layer": vars(keras.layers.Layer)["__call__"],
        "metric": vars(keras.metrics.Mean).get("update_state"),
        "gradient": vars(tf.GradientTape)["gradient"],
        "record": custom_gradient.record,
        "decorator": custom_gradient._eager_mode_decorator,
        "py_func": script_ops.py_func_common,
        "constant": constant_op.convert_to_eager_tensor,
        "seed": random_seed.get_seed,
        "call": vars(context.Context)["call_function"],
        "execute": execute.execute,
        "callbacks": list(context.context().op_callbacks),
        "eager": tf.config.functions_run_eagerly(),
        "placement": tf.config.get_soft_device_placement(),
    }


def test_what_is_put_in_place_is_not_converted_by_autograph():
    def replacement():
        return sys._getframe().f_code.co_filename

    owner = types.SimpleNamespace()
    files = {}

    @tf.function
    def traced():
        files["put in place"] = owner.called()
        files["of this function"] = sys._getframe().f_code.co_filename

    with patched(owner, "called", replacement):
        traced.get_concrete_function()
    assert files["put in place"] == __file__
    assert files["of this function"] != __file__


@pytest.mark.parametrize("raises", [False, True], ids=["returning", "raising"])
def test_nothing_stays_replaced(raises):
    before = _what_is_replaced()
    during = []

    def loss_fn():
        during.append(_what_is_replaced())
        if raises:
            raise RuntimeError("on purpose")
        return tf.reduce_sum(W)

    eager_run.observed(loss_fn, [W])
    after = _what_is_replaced()
    assert {name for name in before if before[name] is not after[name]} <= {"callbacks"}
    assert before["callbacks"] == after["callbacks"] == []
    same = {name for name in before if before[name] is during[0][name]}
    assert same == {"placement"}
    assert isinstance(np.sin, np.ufunc)
    assert isinstance(np.stack, (types.FunctionType, type(np.mean)))
    assert custom_gradient.record is record


def test_numpy_does_meanwhile_what_it_always_does():
    def loss_fn():
        a = np.array([3.0, 1.0])
        assert np.add.reduce(np.sort(a)) == 4.0
        assert np.maximum.accumulate(a).tolist() == [3.0, 3.0]
        assert np.sin(a, out=np.empty(2)).shape == (2,)
        return tf.reduce_sum(W * np.linalg.norm(a))

    assert eager_run.observed(loss_fn, [W]).exception == ""
