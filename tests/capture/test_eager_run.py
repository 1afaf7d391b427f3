"""What is seen of a loss that is evaluated op by op, compared with what TensorFlow itself says."""

import functools
import pathlib
import types

import keras
import numpy as np
import pytest
import tensorflow as tf
from tensorflow.python.eager import context, execute, record
from tensorflow.python.framework import constant_op, ops, random_seed
from tensorflow.python.ops import custom_gradient, resource_variable_ops, script_ops

from tb_gradplugin.capture import eager_run

X = tf.constant([1.0, -2.0])
BATCH = {"x": tf.constant([3.0, 4.0]), "pair": (tf.constant([5.0, 6.0]), 1)}


def _line_of(marker):
    lines = pathlib.Path(__file__).read_text().splitlines()
    (line,) = [i for i, text in enumerate(lines, 1) if text.endswith(f"# <- {marker}")]
    return line


def _of_type(program, op_type):
    return [node for node in program.nodes if node.op_type == op_type]


def _receiving(program):
    """The values to which a gradient comes, by what each op passes on."""
    receiving, waiting = {program.loss}, [program.loss]
    while waiting:
        made_by = program.values[waiting.pop()].node
        node = program.nodes[made_by] if made_by is not None else None
        for value, passes in zip(node.inputs, node.passes, strict=True) if node else ():
            if passes and value not in receiving:
                receiving.add(value)
                waiting.append(value)
    return receiving


W = tf.Variable([0.5, 1.5], name="w")
V = tf.Variable([2.0, 3.0], name="v")
STATE = tf.Variable([1.0, 1.0], name="state")
FROZEN = tf.Variable([1.0, 2.0], name="frozen", trainable=False)
DENSE = keras.layers.Dense(1, name="dense")
DENSE.build((None, 2))
RNN = keras.layers.LSTM(2, name="lstm")
RNN.build((None, None, 2))


@tf.custom_gradient
def _forgetful(x):
    return x * W, lambda upstream, variables: (None, [upstream for _ in variables])


@tf.custom_gradient
def _half(x, y):
    return x * y, lambda upstream: (upstream, None)


def _penalty():
    with tf.GradientTape() as tape:
        tape.watch(X)
        y = tf.reduce_sum(W * X * X + V)
    return tf.reduce_sum(tape.gradient(y, X) ** 2)


def _stored():
    STATE.assign(W * 2.0)
    return tf.reduce_sum(STATE * V)


_FINISHED = tf.function(lambda x: tf.stop_gradient(x) * W).get_concrete_function(
    tf.TensorSpec([2], tf.float32)
)

LOSSES = {
    "plain": lambda: tf.reduce_sum(W * X + V),
    "stopped": lambda: tf.reduce_sum(tf.stop_gradient(W) * V),
    "rounded": lambda: tf.reduce_sum(tf.round(W) + V),
    "a cast to whole numbers": lambda: tf.reduce_sum(tf.cast(tf.cast(W, tf.int32), tf.float32) + V),
    "half covered": lambda: tf.reduce_sum(tf.math.betainc(tf.nn.relu(W), V, [0.3, 0.4])),
    "in a function": lambda: tf.function(lambda: tf.reduce_sum(tf.floor(W) * V))(),
    "compiled": lambda: tf.function(lambda: tf.reduce_sum(W), jit_compile=True)(),
    "a branch": lambda: tf.cond(tf.reduce_sum(X) < 0, lambda: W[0] * 1.0, lambda: V[0] * 1.0),
    "a loop": lambda: tf.while_loop(lambda i, _: i < 3, lambda i, a: (i + 1, a * W), (0, V))[1],
    "mapped": lambda: tf.map_fn(lambda x: x * W[0], X),
    "gathered": lambda: tf.gather(W, [0, 0]) * tf.nn.embedding_lookup(V, [1]),
    "not trainable": lambda: tf.reduce_sum(FROZEN * W),
    "a custom gradient": lambda: tf.reduce_sum(_forgetful(V * 1.0)),
    "a custom gradient of two": lambda: tf.reduce_sum(_half(W * 1.0, V * 1.0)),
    "recomputed": lambda: tf.reduce_sum(tf.recompute_grad(lambda x: x * W)(V)),
    "a tape inside": _penalty,
    "stored": _stored,
    "a finished function": lambda: tf.reduce_sum(_FINISHED(V)),
    "a layer": lambda: tf.reduce_sum(DENSE(W[None])),
    "a recurrent layer": lambda: tf.reduce_sum(RNN(tf.reshape(W, [1, 1, 2]))),
    "through NumPy": lambda: tf.reduce_sum(np.sin(W) * V),
    "a vector": lambda: W * 2.0,
    "several": lambda: [tf.reduce_sum(W), {"second": V * 2.0}],
    "an integer": lambda: tf.cast(W, tf.int32),
}
ASKED = [W, V, STATE, FROZEN, X, *DENSE.trainable_variables, *RNN.trainable_variables]


@pytest.mark.parametrize("name", LOSSES)
def test_by_what_the_ops_pass_on_a_gradient_comes_where_tensorflow_gives_one(name):
    before = [v.numpy() for v in ASKED]
    with tf.GradientTape() as tape:
        loss = LOSSES[name]()
    real = [gradient is not None for gradient in tape.gradient(loss, ASKED)]
    STATE.assign([1.0, 1.0])

    program = eager_run.observed(LOSSES[name], ASKED)
    receiving = _receiving(program)
    seen = [asked.value in receiving and asked.trainable for asked in program.asked]
    assert seen == real or name == "an integer"
    assert [asked.status != "null" for asked in program.asked] == real
    for variable, value in zip(ASKED, before, strict=True):
        np.testing.assert_array_equal(variable.numpy(), value)


def test_ops_come_in_order_with_the_lines_that_made_them():
    def loss_fn():
        product = W * X  # <- product
        return tf.reduce_sum(product)  # <- sum

    program = eager_run.observed(loss_fn, [W])
    assert [node.op_type for node in program.nodes] == ["ReadVariableOp", "Mul", "Sum"]
    assert [node.index for node in program.nodes] == [0, 1, 2]
    lines = [node.locations[0].line for node in program.nodes]
    assert lines == [_line_of("product"), _line_of("product"), _line_of("sum")]
    assert program.nodes[1].locations[0].source == "product = W * X  # <- product"
    # Nothing outside of the loss function is shown.
    assert {node.locations[-1].function for node in program.nodes} == {"loss_fn"}
    assert program.loss == program.nodes[2].outputs[0]
    assert program.loss_locations[0].line == _line_of("sum")
    assert (program.loss_kind, program.exception) == ("tensor", "")


def test_a_variable_that_an_op_reads_itself_is_read_by_an_op_of_its_own():
    program = eager_run.observed(lambda: tf.reduce_sum(tf.multiply(W, tf.exp(V))), [W, V])
    reads = _of_type(program, "ReadVariableOp")
    assert [program.values[read.inputs[0]].name for read in reads] == ["v", "w"]
    (product,) = _of_type(program, "Mul")
    assert program.values[product.inputs[0]].node == reads[1].index
    assert all(value.origin != "constant" or value.dtype == "int32" for value in program.values)


def test_values_from_outside_are_told_apart_and_named():
    class Holder:
        def __init__(self):
            self.scale = tf.constant([1.0, 1.0])
            self.rows = [tf.constant([2.0, 2.0])]

        def loss(self, factor):
            y = W * self.scale + self.rows[0] * BATCH["x"] + BATCH["pair"][0]
            return tf.reduce_sum(y * factor * 7.0 + np.ones(2, np.float32) + FROZEN)

    loss_fn = functools.partial(Holder().loss, factor=tf.constant(3.0))
    program = eager_run.observed(loss_fn, [W, V])
    outside = {(v.origin, v.name) for v in program.values if v.node is None and v.dtype != "int32"}
    assert outside == {
        ("variable", "w"),
        ("variable", "frozen"),
        ("tensor", "self.scale"),
        ("tensor", "self.rows[0]"),
        ("tensor", "BATCH['x']"),
        ("tensor", "BATCH['pair'][0]"),
        ("tensor", "factor"),
        ("constant", ""),
    }
    assert program.values[program.asked[0].value].name == "w"
    assert program.asked[1].value is None


def _conversions():
    return {
        "numpy": lambda w: w.numpy(),
        "float": lambda w: float(w[0]),
        "int": lambda w: int(w[0]),
        "bool": lambda w: 1.0 if w[0] > 0 else 2.0,
        "__array__": lambda w: np.asarray(w),
        "__array__ by a ufunc": lambda w: np.exp(w),
        "__array__ by a function": lambda w: np.mean(w),
        "__array__ in a list": lambda w: np.array([w[0], 1.0]),
        "__array__ by linalg": lambda w: np.linalg.norm(w),
        "__array__ of a variable": lambda _: np.asarray(W),
        "numpy of a variable": lambda _: W.numpy(),
        "numpy by TensorFlow": lambda w: tf.get_static_value(w),
        "float of a variable": lambda _: float(tf.Variable(1.0)),
        "__array__ by Keras": lambda w: keras.ops.convert_to_numpy(w),
        "numpy_function": lambda w: tf.numpy_function(lambda a: a * 2, [w], tf.float32),
        "py_function": lambda w: tf.py_function(lambda a: a.numpy() * 2, [w], tf.float32),
    }


@pytest.mark.parametrize("name", _conversions())
def test_the_line_where_a_value_leaves_is_named(name):
    leave = _conversions()[name]

    def loss_fn():
        w = W * 1.0
        y = leave(w)  # <- leaves
        return tf.reduce_sum(tf.cast(y, tf.float32)) * tf.reduce_sum(V)

    program = eager_run.observed(loss_fn, [W])
    assert program.exception == ""
    (departure,) = program.departures
    assert departure.how == name.split()[0]
    assert departure.locations[-1].line == _line_of("leaves")
    assert 0 < departure.before_node < len(program.nodes)
    assert program.values[departure.value].dtype in ("float32", "bool", "resource")


def test_what_tensorflow_looks_at_for_itself_is_no_departure():
    def loss_fn():
        tf.debugging.assert_greater(tf.reduce_sum(tf.abs(W)), 0.0)
        y = tf.cond(tf.reduce_sum(W) > 0, lambda: W, lambda: V)
        y = tf.reshape(y, tf.shape(V))
        scale = float(tf.constant(1.0))
        return scale * tf.reduce_sum(tf.nn.dropout(y, tf.constant(0.5)))

    program = eager_run.observed(loss_fn, [W])
    assert [departure.how for departure in program.departures] == ["float"]


def test_predict_is_named_as_such_with_the_prediction_that_left():
    model = keras.Sequential([keras.layers.Input((2,)), DENSE])

    def loss_fn():
        return tf.reduce_mean(model.predict(np.ones((3, 2), np.float32), verbose=0))  # <- predict

    program = eager_run.observed(loss_fn, DENSE.trainable_variables)
    assert {departure.how for departure in program.departures} == {"predict"}
    departure = program.departures[0]
    assert departure.locations[0].line == _line_of("predict")
    assert program.nodes[program.values[departure.value].node].layer.endswith("dense")


def test_a_custom_gradient_is_one_op_and_what_it_is_made_of_lies_inside():
    program = eager_run.observed(lambda: tf.reduce_sum(_forgetful(V * 1.0)), [W, V])
    (node,) = _of_type(program, "CustomGradient")
    assert node.detail["function"] == "_forgetful"
    assert node.detail["definition"].rpartition("/")[2].startswith("test_eager_run.py:")
    assert [program.values[value].dtype for value in node.inputs] == ["float32", "resource"]
    assert node.passes == (False, True)
    assert program.values[node.inputs[1]].name == "w"
    inside = [n for n in program.nodes if n.detail.get("inside_custom_gradient") == node.index]
    assert {"Mul", "ReadVariableOp"} <= {n.op_type for n in inside}
    # What comes out comes from this op, and not from one inside of it.
    (total,) = _of_type(program, "Sum")
    assert program.values[total.inputs[0]].node == node.index


def test_a_custom_gradient_called_by_keyword_says_so():
    program = eager_run.observed(lambda: tf.reduce_sum(_half(W * 1.0, y=V * 1.0)), [W, V])
    (node,) = _of_type(program, "CustomGradient")
    assert node.detail["keyword_arguments"] == 1
    assert [program.values[value].node for value in node.inputs] == [1]


def test_recomputation_is_opened():
    recomputed = tf.recompute_grad(lambda x: tf.stop_gradient(x) * W)
    program = eager_run.observed(lambda: tf.reduce_sum(recomputed(V)), [W, V])
    assert not _of_type(program, "CustomGradient")
    (stop,) = _of_type(program, "StopGradient")
    assert stop.passes == (False,)
    assert all("inside_custom_gradient" not in node.detail for node in program.nodes)


def test_a_derivative_inside_of_the_loss_is_noted_and_its_ops_are_part_of_it():
    program = eager_run.observed(_penalty, [W, V])
    (tape,) = program.inner_tapes
    assert tape.locations[0].function == "_penalty"
    assert [program.values[value].name for value in tape.sources] == ["X"]
    assert tape.results[0] is not None
    # The backward ops of the inner tape are on the way from the loss.
    assert program.values[tape.results[0]].node > program.values[tape.target[0]].node


def test_layers_and_metrics_are_named_and_casts_say_what_to():
    metric = keras.metrics.MeanSquaredError(name="error")

    class Doubled(keras.metrics.Mean):
        def result(self):
            return super().result() * 2.0

    doubled = Doubled(name="doubled")

    def loss_fn():
        y = DENSE(W[None])
        metric.update_state([[1.0]], y)
        return metric.result() + doubled(tf.cast(tf.cast(y, tf.float16), tf.float32))

    program = eager_run.observed(loss_fn, [W])
    assert [node.layer for node in _of_type(program, "MatMul")] == ["dense"]
    (square,) = _of_type(program, "SquaredDifference") or _of_type(program, "Square")
    assert square.detail["metric"] == "error"
    assert "doubled" in {node.detail.get("metric") for node in program.nodes}
    assert {"float16", "float32"} <= {n.detail["to"] for n in _of_type(program, "Cast")}
    assert metric.count.numpy() == 0


def test_a_finished_function_is_one_op_that_passes_what_its_gradient_gives():
    program = eager_run.observed(LOSSES["a finished function"], [W, V])
    (call,) = _of_type(program, "PartitionedCall")
    names = [program.values[value].name for value in call.inputs]
    assert dict(zip(names, call.passes, strict=True))["w"]
    assert call.passes.count(True) == 1


def test_a_variable_made_inside_is_made_by_an_op():
    def loss_fn():
        inner = tf.Variable(W * 2.0, name="inner")
        return tf.reduce_sum(inner)

    program = eager_run.observed(loss_fn, [W])
    (made,) = _of_type(program, "VarHandleOp")
    (stored,) = _of_type(program, "AssignVariableOp")
    assert stored.inputs[0] == made.outputs[0]
    read = [n for n in _of_type(program, "ReadVariableOp") if n.inputs == made.outputs]
    assert len(read) == 1


def test_the_program_is_complete_where_an_op_has_no_gradient():
    image = tf.Variable(tf.ones([2, 2, 3]))
    program = eager_run.observed(
        lambda: tf.reduce_sum(tf.raw_ops.AdjustHue(images=image * 1.0, delta=0.1)), [image]
    )
    assert [n.passes for n in _of_type(program, "AdjustHue")] == [None]
    assert program.exception.startswith("LookupError")
    assert program.loss is not None


@pytest.mark.parametrize(
    ("loss", "kind"), [(1.0, "float"), (None, "NoneType"), (np.ones(2), "ndarray"), ({}, "dict")]
)
def test_what_a_loss_is_that_is_no_tensor_is_told(loss, kind):
    def loss_fn():
        return loss  # <- returned

    program = eager_run.observed(loss_fn, [W])
    assert (program.loss, program.loss_kind) == (None, kind)
    assert program.loss_locations[0].line == _line_of("returned")


def test_what_the_loss_raises_is_told_with_its_line():
    def loss_fn():
        W * 1.0
        raise ValueError("on purpose")  # <- raised

    program = eager_run.observed(loss_fn, [W])
    assert program.exception == "ValueError: on purpose"
    assert program.exception_locations[0].line == _line_of("raised")
    assert (program.loss, program.loss_kind) == (None, "exception")
    assert len(_of_type(program, "Mul")) == 1


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
