"""What is seen of a loss that is evaluated op by op, compared with what TensorFlow itself says."""

import functools

import keras
import numpy as np
import pytest
import tensorflow as tf

from tb_gradplugin.capture import eager_run
from tests.capture.eager_programs import (
    DENSE,
    FINISHED,
    FROZEN,
    RNN,
    STATE,
    V,
    W,
    X,
    forgetful,
    half,
    line_of,
    of_type,
    penalty,
)

BATCH = {"x": tf.constant([3.0, 4.0]), "pair": (tf.constant([5.0, 6.0]), 1)}


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


def _stored():
    STATE.assign(W * 2.0)
    return tf.reduce_sum(STATE * V)


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
    "a custom gradient": lambda: tf.reduce_sum(forgetful(V * 1.0)),
    "a custom gradient of two": lambda: tf.reduce_sum(half(W * 1.0, V * 1.0)),
    "recomputed": lambda: tf.reduce_sum(tf.recompute_grad(lambda x: x * W)(V)),
    "a tape inside": penalty,
    "stored": _stored,
    "a finished function": lambda: tf.reduce_sum(FINISHED(V)),
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
    assert lines == [
        line_of(__file__, "product"),
        line_of(__file__, "product"),
        line_of(__file__, "sum"),
    ]
    assert program.nodes[1].locations[0].source == "product = W * X  # <- product"
    # Nothing outside of the loss function is shown.
    assert {node.locations[-1].function for node in program.nodes} == {"loss_fn"}
    assert program.loss == program.nodes[2].outputs[0]
    assert program.loss_locations[0].line == line_of(__file__, "sum")
    assert (program.loss_kind, program.exception) == ("tensor", "")


def test_a_variable_that_an_op_reads_itself_is_read_by_an_op_of_its_own():
    program = eager_run.observed(lambda: tf.reduce_sum(tf.multiply(W, tf.exp(V))), [W, V])
    reads = of_type(program, "ReadVariableOp")
    assert [program.values[read.inputs[0]].name for read in reads] == ["v", "w"]
    (product,) = of_type(program, "Mul")
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
    assert [node.layer for node in of_type(program, "MatMul")] == ["dense"]
    (square,) = of_type(program, "SquaredDifference") or of_type(program, "Square")
    assert square.detail["metric"] == "error"
    assert "doubled" in {node.detail.get("metric") for node in program.nodes}
    assert {"float16", "float32"} <= {n.detail["to"] for n in of_type(program, "Cast")}
    assert metric.count.numpy() == 0


def test_a_variable_made_inside_is_made_by_an_op():
    def loss_fn():
        inner = tf.Variable(W * 2.0, name="inner")
        return tf.reduce_sum(inner)

    program = eager_run.observed(loss_fn, [W])
    (made,) = of_type(program, "VarHandleOp")
    (stored,) = of_type(program, "AssignVariableOp")
    assert stored.inputs[0] == made.outputs[0]
    read = [n for n in of_type(program, "ReadVariableOp") if n.inputs == made.outputs]
    assert len(read) == 1


def test_the_program_is_complete_where_an_op_has_no_gradient():
    image = tf.Variable(tf.ones([2, 2, 3]))
    program = eager_run.observed(
        lambda: tf.reduce_sum(tf.raw_ops.AdjustHue(images=image * 1.0, delta=0.1)), [image]
    )
    assert [n.passes for n in of_type(program, "AdjustHue")] == [None]
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
    assert program.loss_locations[0].line == line_of(__file__, "returned")


def test_what_the_loss_raises_is_told_with_its_line():
    def loss_fn():
        W * 1.0
        raise ValueError("on purpose")  # <- raised

    program = eager_run.observed(loss_fn, [W])
    assert program.exception == "ValueError: on purpose"
    assert program.exception_locations[0].line == line_of(__file__, "raised")
    assert (program.loss, program.loss_kind) == (None, "exception")
    assert len(of_type(program, "Mul")) == 1


class Solver:
    def __init__(self):
        self.limit = tf.constant(0.0)

    @tf.function
    def loss(self, x):
        with tf.GradientTape() as tape:
            y = tf.reduce_sum(W * x)
        slope = tape.gradient(y, x)  # <- slope
        if slope is None and y > self.limit:  # <- condition
            y = y * float(tf.size(x))
        return y


def test_a_method_that_was_traced_before_is_opened_as_it_is_written():
    solver = Solver()
    loss_fn = functools.partial(solver.loss, tf.constant([3.0, 4.0]))
    loss_fn()
    program = eager_run.observed(loss_fn, [W])
    (tape,) = program.inner_tapes
    assert tape.results == (None,)
    assert [line.line for line in tape.locations] == [line_of(__file__, "slope")]
    left = [(each.how, each.locations[0].line) for each in program.departures]
    assert left[0] == ("bool", line_of(__file__, "condition"))
    assert all(each.in_function for each in program.departures)
    assert all(line.file == program.loss_locations[0].file for line in tape.locations)
