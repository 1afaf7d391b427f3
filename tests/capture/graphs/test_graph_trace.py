"""A traced loss in our own model: whether a gradient comes through is what the tape says."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tb_gradplugin.capture.graphs import graph_trace
from tests.capture import graph_programs
from tests.capture.graph_programs import PROGRAMS
from tests.capture.graph_reading import (
    NAMES,
    assert_agree,
    assert_sound,
    by_the_tape,
    reached,
    traced,
    variables_of_two,
)


def recurrent(kind):
    return keras.Sequential([keras.layers.Input((5, 3)), kind(4), keras.layers.Dense(1)])


@pytest.mark.parametrize("loss", PROGRAMS, ids=lambda loss: loss.__name__)
def test_a_variable_is_reached_in_the_model_where_the_tape_gives_a_gradient(loss):
    used, other = variables_of_two()
    program = traced(lambda: loss(used, other), [used, other])
    assert_agree(program, by_the_tape(lambda: loss(used, other), [used, other]))
    assert reached(program)[0]
    assert [asked.name for asked in program.asked] == NAMES


@pytest.mark.parametrize("loss", PROGRAMS, ids=lambda loss: loss.__name__)
def test_a_graph_that_is_being_traced_is_read_after_its_gradient_was_taken(loss):
    used, other = variables_of_two()
    programs = []

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            total = loss(used, other)
        gradients = tape.gradient(total, [used, other])
        statuses = ["null" if gradient is None else "ok" for gradient in gradients]
        programs.append(graph_trace.program_of_graph(total, [used, other], statuses))
        return gradients

    gradients = step()
    (program,) = programs
    assert_sound(program)
    assert_agree(program, gradients)
    assert program.tape_sees_path
    # The ops of the gradient itself are not part of the loss.
    if loss is not graph_programs.second_order:
        of_gradient = [node for node in program.nodes if "gradient_tape" in node.op_name]
        assert {node.op_type for node in of_gradient} <= {
            *("Shape", "TensorListLength", "TensorListElementShape")
        }


@pytest.mark.parametrize(
    "kind",
    [keras.layers.SimpleRNN, keras.layers.LSTM, keras.layers.GRU],
    ids=lambda kind: kind.__name__,
)
def test_recurrent_layers_are_opened(kind):
    model = recurrent(kind)
    data = tf.ones([2, 5, 3])
    variables = model.trainable_variables
    assert all(reached(traced(lambda: tf.reduce_sum(model(data)), variables)))
    cut = traced(lambda: tf.reduce_sum(tf.round(model.layers[0](data))), variables)
    assert not any(reached(cut))
    assert {region.kind for region in cut.regions} >= {"while"}


def test_a_tape_that_did_not_see_the_way_is_told():
    used, other = variables_of_two()
    programs = []

    @tf.function
    def step():
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(used)
            loss = tf.reduce_sum(used * other)
        gradients = tape.gradient(loss, [used, other])
        statuses = ["null" if gradient is None else "ok" for gradient in gradients]
        programs.append(graph_trace.program_of_graph(loss, [used, other], statuses))

    step.get_concrete_function()
    assert [asked.status for asked in programs[0].asked] == ["ok", "null"]
    assert not programs[0].tape_sees_path


def test_what_happens_after_the_gradient_was_asked_for_is_left_out():
    used, other = variables_of_two()
    programs = []

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(used)
        count = len(loss.graph.get_operations())
        tape.gradient(loss, [used, other])
        tf.print(tf.reduce_max(other), output_stream="file:///dev/null")
        programs.append(
            graph_trace.program_of_graph(
                loss, [used, other], ["ok", "null"], ops_before_gradient=count
            )
        )

    step.get_concrete_function()
    assert programs[0].asked[1].value is None


def test_a_loss_in_the_body_of_a_loop_of_steps_is_followed_out_of_it():
    used, other = variables_of_two()
    programs = []

    @tf.function
    def steps():
        shared = tf.round(other) * 2.0
        for _ in tf.range(3):
            with tf.GradientTape() as tape:
                loss = tf.reduce_sum(used * shared)
            gradients = tape.gradient(loss, [used, other])
            statuses = ["null" if gradient is None else "ok" for gradient in gradients]
            programs.append(graph_trace.program_of_graph(loss, [used, other], statuses))

    steps.get_concrete_function()
    assert reached(programs[0]) == [True, False]
    assert "Round" in {node.op_type for node in programs[0].nodes}


def test_tracing_changes_neither_variables_nor_random_numbers():
    model = keras.Sequential(
        [keras.layers.Input((4,)), keras.layers.BatchNormalization(), keras.layers.Dropout(0.5)]
    )
    counter = tf.Variable(0)

    def loss():
        counter.assign_add(1)
        return tf.reduce_sum(model(tf.ones([2, 4]), training=True)) + tf.random.normal([])

    def drawn():
        tf.random.set_seed(3)
        if asking:
            graph_trace.trace(loss)
        return tf.random.normal([3]).numpy(), loss().numpy()

    asking = False
    weights = [v.numpy() for v in model.variables]
    expected = drawn()
    for variable, value in zip(model.variables, weights, strict=True):
        variable.assign(value)
    asking = True
    for found, wanted in zip(drawn(), expected, strict=True):
        np.testing.assert_array_equal(found, wanted)
    assert counter.numpy() == 2


def test_a_function_that_makes_a_variable_is_not_traced_and_no_variable_is_made():
    made = []

    def loss():
        made.append(tf.Variable(1.0))
        return made[-1] * 2

    def keras_loss():
        return tf.reduce_sum(keras.layers.Dense(1)(tf.ones([1, 1])))

    assert graph_trace.trace(loss) is None
    assert graph_trace.trace(keras_loss) is None
    assert made == []


def test_what_the_function_raises_while_it_is_traced_is_raised():
    with pytest.raises(ValueError, match="of the program"):
        graph_trace.trace(lambda: (_ for _ in ()).throw(ValueError("of the program")))


def test_every_kind_of_output_is_returned():
    assert graph_trace.trace(lambda: 3.5).output == 3.5
    assert graph_trace.trace(lambda: None).output is None
    assert isinstance(graph_trace.trace(lambda: tf.ones([])).output, tf.Tensor)
