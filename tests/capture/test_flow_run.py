"""The flow through a loss is what a tape says of each tensor, asked of it by hand."""

import random

import keras
import numpy as np
import pytest
import tensorflow as tf

from tb_gradplugin.capture import flow_run
from tb_gradplugin.capture.state import state_keeping


def made_by(flow, op_type, place=0):
    """The value that the n-th op of a type made."""
    nodes = [node for node in flow.program.nodes if node.op_type == op_type]
    return nodes[place].outputs[0]


def asked_value(flow, name):
    return next(asked.value for asked in flow.program.asked if asked.name == name)


def sized(numbers):
    return (numbers.elements, numbers.norm, numbers.max_abs, numbers.min, numbers.max)


def expected(array):
    array = np.asarray(array, np.float64)
    wide = (array.size, np.sqrt((array**2).sum()), np.abs(array).max(), array.min(), array.max())
    return pytest.approx(wide, rel=1e-5, abs=1e-30)


def test_every_tensor_on_the_way_has_the_gradient_that_a_tape_gives_for_it():
    w = tf.Variable([[0.5, -1.0], [2.0, 0.1]], name="w")
    x = tf.constant([[1.0, 2.0], [-3.0, 0.5], [0.0, 1.0]])

    with tf.GradientTape() as tape:
        product = x @ w
        curved = tf.tanh(product)
        squares = tf.square(curved)
        loss = tf.reduce_sum(squares) + tf.reduce_sum(curved)
    by_hand = tape.gradient(loss, [product, curved, squares, w])

    def loss_fn():
        curved = tf.tanh(x @ w)
        return tf.reduce_sum(tf.square(curved)) + tf.reduce_sum(curved)

    flow = flow_run.flow(loss_fn, [w])
    for op_type, value, gradient in zip(
        ("MatMul", "Tanh", "Square"), (product, curved, squares), by_hand, strict=False
    ):
        index = made_by(flow, op_type)
        assert sized(flow.forward[index]) == expected(value)
        assert sized(flow.gradient[index]) == expected(gradient)
    assert sized(flow.gradient[asked_value(flow, "w")]) == expected(by_hand[-1])
    assert sized(flow.forward[asked_value(flow, "w")]) == expected(w)


def test_the_gradient_turns_at_the_op_that_makes_it_non_finite():
    x = tf.Variable([0.0, 1.0, 2.0], name="x")
    flow = flow_run.flow(lambda: tf.reduce_sum(tf.where(x > 0, 1 / x, 0.0)), [x])
    quotient = made_by(flow, "RealDiv")
    assert flow.gradient[quotient].is_finite
    assert flow.gradient[quotient].norm == pytest.approx(np.sqrt(2))
    assert flow.gradient[asked_value(flow, "x")].nan_count == 1
    node = flow.program.values[quotient].node
    assert flow.details[node]["denominator_zero_count"] == 1
    assert flow.details[node]["denominator_elements"] == 3
    assert flow.program.nodes[node].locations[0].source.startswith("flow = flow_run.flow(")


def test_a_tensor_without_gradient_is_absent():
    w = tf.Variable([1.0, 2.0])
    flow = flow_run.flow(lambda: tf.reduce_sum(tf.stop_gradient(w * 3.0) + w), [w])
    product = made_by(flow, "Mul")
    assert product not in flow.gradient
    assert flow.forward[product].norm == pytest.approx(np.sqrt(45))


@pytest.mark.parametrize("size", [0.0, 2.0])
def test_the_loss_has_the_gradient_one_whatever_its_value(size):
    w = tf.Variable(size)
    flow = flow_run.flow(lambda: w * 1.0, [w])
    assert sized(flow.gradient[flow.program.loss]) == expected(1.0)


def test_of_several_losses_it_is_the_sum():
    w = tf.Variable([1.0, 2.0], name="w")
    flow = flow_run.flow(lambda: [tf.reduce_sum(w), w * w], [w])
    assert sized(flow.gradient[asked_value(flow, "w")]) == expected([3.0, 5.0])
    assert flow.gradient[flow.program.loss].norm == 1.0


def test_a_loop_of_a_function_is_seen_trip_by_trip():
    w = tf.Variable([1.0, 2.0])

    @tf.function
    def loss_fn():
        x, i = w * 1.0, tf.constant(0)
        while i < 3:
            x, i = x * x, i + 1
        return tf.reduce_sum(x)

    flow = flow_run.flow(loss_fn, [w])
    squares = [made_by(flow, "Mul", trip) for trip in (1, 2, 3)]
    # d(x**8)/d(x**2) and so on, at 1 and 2.
    for value, gradient in zip(squares, ([4, 4 * 4**3], [2, 2 * 16], [1, 1]), strict=True):
        assert sized(flow.gradient[value]) == expected(gradient)


def test_a_recurrent_layer_is_seen_step_by_step():
    layer = keras.layers.SimpleRNN(3)
    x = tf.random.stateless_normal([2, 6, 4], [1, 2])
    layer(x)
    flow = flow_run.flow(lambda: tf.reduce_sum(layer(x)), layer.trainable_variables)
    steps = [node.outputs[0] for node in flow.program.nodes if node.op_type == "Tanh"]
    # Keras runs the first step once more, in order to know shapes.
    assert sum(step in flow.gradient for step in steps) == 6


def test_rows_of_an_embedding_are_counted_among_all_its_rows():
    table = tf.Variable(tf.ones([10, 2]), name="table")
    flow = flow_run.flow(lambda: tf.reduce_sum(tf.gather(table, [3, 3])), [table])
    found = flow.gradient[asked_value(flow, "table")]
    assert (found.elements, found.zero_share, found.max_abs) == (20, 0.9, 2.0)
    assert flow.forward[asked_value(flow, "table")].elements == 20


def test_what_lies_inside_of_a_recomputed_block_is_seen():
    w = tf.Variable([1.0, -2.0], name="w")
    block = tf.recompute_grad(lambda x: tf.nn.relu(x * w))
    flow = flow_run.flow(lambda: tf.reduce_sum(block(tf.constant([3.0, 3.0]))), [w])
    assert sized(flow.gradient[made_by(flow, "Relu")]) == expected([1.0, 1.0])
    assert sized(flow.gradient[asked_value(flow, "w")]) == expected([3.0, 0.0])


def test_a_custom_gradient_is_one_op_whose_own_gradient_counts():
    @tf.custom_gradient
    def doubled(x):
        return tf.exp(x) * 1.0, lambda upstream: 7.0 * upstream

    w = tf.Variable([1.0], name="w")
    flow = flow_run.flow(lambda: tf.reduce_sum(doubled(w * 1.0)), [w])
    assert made_by(flow, "Exp") not in flow.gradient
    assert flow.gradient[made_by(flow, "CustomGradient")].norm == 1.0
    assert flow.gradient[asked_value(flow, "w")].norm == 7.0


def test_half_precision_that_overflows_shows_at_the_cast():
    w = tf.Variable([1e-9, 7e4])
    flow = flow_run.flow(lambda: tf.reduce_sum(tf.cast(w, tf.float16)), [w])
    cast = made_by(flow, "Cast")
    assert flow.forward[cast].inf_count == 1
    facts = flow.details[flow.program.values[cast].node]
    assert (facts["to"], facts["overflow_count"], facts["underflow_count"]) == ("float16", 1, 1)


def test_what_the_loss_raises_is_told_and_no_gradient_is():
    w = tf.Variable(1.0)

    def loss_fn():
        tf.square(w)
        raise ValueError("no batch")

    flow = flow_run.flow(loss_fn, [w])
    assert flow.program.exception == "ValueError: no batch"
    assert flow.gradient == {}
    assert flow.forward


def test_statuses_are_those_of_this_run_where_none_are_given():
    w, v = tf.Variable([1.0]), tf.Variable([1.0])
    unused, far = tf.Variable([1.0]), tf.Variable([1.0])
    asked = [w, v, unused, far]
    flow = flow_run.flow(lambda: tf.reduce_sum(0.0 * w + v + 1e-20 * far), asked)
    assert [one.status for one in flow.program.asked] == ["zero", "ok", "null", "vanishing"]


def _noisy_loss(w, generator, dropout, seen):
    def loss_fn():
        parts = [
            tf.nn.dropout(w, 0.5),
            w * tf.random.normal([50]),
            w * tf.random.normal(tf.shape(w)),
            w * tf.random.uniform([50], seed=5),
            w * tf.random.uniform([50], seed=5),
            w * tf.random.truncated_normal([50]),
            w * tf.cast(tf.random.uniform([50], 0, 9, tf.int32), tf.float32),
            w * generator.normal([50]),
            w * tf.random.stateless_normal([50], [1, 2]),
            dropout(w, training=True),
            w * keras.random.normal([50]),
            w * np.random.rand(50).astype(np.float32),  # noqa: NPY002 (it is the program's)
            w * random.random(),
        ]
        seen.append([part.numpy() for part in parts])
        return tf.add_n([tf.reduce_sum(part) for part in parts])

    return loss_fn


@pytest.mark.parametrize("seed", [None, 4])
def test_it_draws_the_random_numbers_of_the_run_before(seed):
    tf.keras.backend.clear_session()
    if seed is not None:
        tf.random.set_seed(seed)
    w = tf.Variable(tf.ones([50]))
    seen = []
    generator, dropout = tf.random.Generator.from_seed(1), keras.layers.Dropout(0.5)
    loss_fn = _noisy_loss(w, generator, dropout, seen)
    state = state_keeping.Variables()
    plain = state_keeping.evaluated(loss_fn, [w], state)
    flow = flow_run.flow(loss_fn, [w], plain.statuses, state, again=True)
    for one, other in zip(*seen, strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_allclose(flow.forward[flow.program.loss].max, plain.loss, rtol=1e-6)


def test_what_the_program_draws_next_is_not_changed():
    def draws():
        return [float(tf.random.normal([], seed=3)) for _ in range(3)]

    tf.random.set_seed(1)
    untouched = draws() + draws()
    tf.random.set_seed(1)
    found = draws()
    w = tf.Variable(1.0)
    state = state_keeping.Variables()
    state_keeping.evaluated(lambda: w * tf.random.normal([], seed=3), [w], state)
    flow_run.flow(lambda: w * tf.random.normal([], seed=3), [w], None, state, again=True)
    assert found + draws() == untouched


def test_variables_are_given_back():
    w, counter = tf.Variable([1.0, 2.0]), tf.Variable(0)

    def loss_fn():
        counter.assign_add(1)
        w.assign(w * 2.0)
        return tf.reduce_sum(w)

    flow_run.flow(loss_fn, [w])
    assert counter.numpy() == 0
    np.testing.assert_array_equal(w, [1.0, 2.0])


def test_no_tensor_is_kept_for_it():
    w = tf.Variable(tf.ones([1000]))
    flow = flow_run.flow(lambda: tf.reduce_sum(w * w), [w])
    kinds = {type(field) for numbers in flow.forward.values() for field in _fields(numbers)}
    kinds |= {type(field) for facts in flow.details.values() for field in facts.values()}
    assert kinds <= {int, float, str}


def _fields(numbers):
    return [getattr(numbers, name) for name in type(numbers).__dataclass_fields__]


@pytest.mark.parametrize("is_kept", [True, False])
def test_an_array_in_a_function_holds_only_what_the_program_keeps_of_its_writes(is_kept):
    w = tf.Variable([1.0, 2.0], name="w")

    @tf.function
    def stacked():
        rows = tf.TensorArray(tf.float32, size=1, element_shape=[2])
        written = rows.write(0, w)
        return (written if is_kept else rows).stack()

    flow = flow_run.flow(lambda: tf.reduce_sum(w * stacked()), [w])
    assert flow.gradient[asked_value(flow, "w")].norm == pytest.approx(2 * 5**0.5 if is_kept else 0)
    assert bool(flow.unwritten) is not is_kept


def test_an_array_outside_of_functions_is_written_to_in_place():
    w = tf.Variable([1.0, 2.0], name="w")

    def loss_fn():
        rows = tf.TensorArray(tf.float32, size=1, element_shape=[2])
        rows.write(0, w).mark_used()
        return tf.reduce_sum(w * rows.stack())

    flow = flow_run.flow(loss_fn, [w])
    assert flow.gradient[asked_value(flow, "w")].norm == pytest.approx(2 * 5**0.5)
    assert not flow.unwritten
