"""A traced loss in our own model: whether a gradient comes through is what the tape says."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tb_gradplugin.capture import graph_trace
from tests.capture import graph_programs
from tests.capture.graph_programs import PROGRAMS, VECTOR

NAMES = ["used", "other"]


def variables_of_two():
    return [tf.Variable(VECTOR, name=name) for name in NAMES]


def by_the_tape(loss_fn, variables):
    """The gradients, None where there is none."""

    @tf.function
    def gradients():
        with tf.GradientTape() as tape:
            loss = loss_fn()
        return tape.gradient(loss, variables)

    return gradients()


def assert_agree(program, gradients):
    """Where no gradient comes in the model, there is none; loops make zeros of it."""
    for is_reached, gradient in zip(reached(program), gradients, strict=True):
        if is_reached:
            assert gradient is not None
        elif gradient is not None:
            np.testing.assert_array_equal(tf.convert_to_tensor(gradient), 0.0)


def reached(program):
    """Which variables a gradient comes to in our model."""
    values, waiting = {program.loss}, [program.loss]
    while waiting:
        producer = program.values[waiting.pop()].node
        if producer is None:
            continue
        node = program.nodes[producer]
        for value, passes in zip(node.inputs, node.passes or (), strict=False):
            if passes and value not in values:
                values.add(value)
                waiting.append(value)
    return [asked.value in values for asked in program.asked]


def assert_sound(program):
    for index, node in enumerate(program.nodes):
        assert node.index == index
        assert node.passes is None or len(node.passes) == len(node.inputs)
        for value in node.outputs:
            assert program.values[value].node == index
        for value in node.inputs:
            assert 0 <= value < len(program.values)
            producer = program.values[value].node
            assert producer is None or producer < index or node.op_type == "Merge"
        assert all(0 <= region < len(program.regions) for region in node.regions)


def traced(loss_fn, variables, statuses=None, **arguments):
    trace = graph_trace.trace(loss_fn)
    statuses = statuses or ["ok"] * len(variables)
    program = graph_trace.program_of_graph(trace.output, variables, statuses, **arguments)
    assert_sound(program)
    assert program.is_graph
    return program


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


def recurrent(kind):
    return keras.Sequential([keras.layers.Input((5, 3)), kind(4), keras.layers.Dense(1)])


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


def test_layers_are_named_by_their_keras_paths():
    inner = keras.Sequential(
        [keras.layers.Dense(3, name="first"), keras.layers.Dense(2)], name="inner"
    )
    model = keras.Sequential([keras.layers.Input((4,)), inner, keras.layers.Dense(1, name="head")])
    program = traced(lambda: tf.reduce_sum(model(tf.ones([2, 4]))), model.trainable_variables)
    layers = {asked.layer for asked in program.asked}
    by_layer = {node.layer for node in program.nodes if node.op_type == "MatMul"}
    assert by_layer == layers
    assert [asked.kind for asked in program.asked] == ["keras"] * 6
    assert [asked.name for asked in program.asked] == [v.path for v in model.trainable_variables]


def test_each_op_is_where_the_user_wrote_it():
    used, other = variables_of_two()

    def loss():
        product = used * other
        return tf.reduce_sum(product)

    program = traced(loss, [used, other])
    sources = {node.op_type: node.locations[0].source for node in program.nodes if node.locations}
    assert sources["Mul"] == "product = used * other"
    assert sources["Sum"] == "return tf.reduce_sum(product)"
    assert program.loss_locations[0].source == "return tf.reduce_sum(product)"
    assert program.loss_locations[0].function == "loss"


def test_an_op_of_a_function_is_where_that_call_of_it_is():
    used, other = variables_of_two()

    @tf.function
    def squared(x):
        return tf.square(x)

    def loss():
        first = squared(used)
        second = squared(other)
        return tf.reduce_sum(first + second)

    program = traced(loss, [used, other])
    found = [node.locations for node in program.nodes if node.op_type == "Square"]
    assert [locations[0].source for locations in found] == ["return tf.square(x)"] * 2
    assert [locations[1].source for locations in found] == [
        "first = squared(used)",
        "second = squared(other)",
    ]


def test_a_custom_gradient_is_one_node_that_knows_its_function():
    used, other = variables_of_two()
    offset = tf.Variable(1.0, name="offset")

    @tf.custom_gradient
    def forgets(x):
        within = tf.sin(x * offset)

        def gradient(upstream, variables=None):
            return upstream, [None for _ in variables]

        return within, gradient

    program = traced(lambda: tf.reduce_sum(forgets(used) * other), [used, other, offset])
    (custom,) = (node for node in program.nodes if node.op_type == "CustomGradient")
    assert custom.passes == (True, False)
    assert program.asked[2].value == custom.inputs[1]
    assert custom.detail["function"] == "forgets"
    file, _, line = custom.detail["definition"].rpartition(":")
    with open(__file__, encoding="utf-8") as source:
        assert source.readlines()[int(line) - 1].strip() == "def forgets(x):"
    assert __file__.endswith(file)
    inside = {
        node.op_type
        for node in program.nodes
        if node.detail.get("inside_custom_gradient") == custom.index
    }
    assert inside >= {"Mul", "Sin"}
    outside = [node for node in program.nodes if "inside_custom_gradient" not in node.detail]
    assert {node.op_type for node in outside} >= {"CustomGradient", "Mul", "Sum"}
    assert "Sin" not in {node.op_type for node in outside}


def test_what_is_inside_of_a_recomputation_is_seen():
    used, other = variables_of_two()
    program = traced(lambda: graph_programs.recompute(used, other), [used, other])
    types = [node.op_type for node in program.nodes]
    assert "CustomGradient" not in types
    assert {"Exp", "Sin"} <= set(types)


def test_branches_and_bodies_are_regions():
    used, other = variables_of_two()
    program = traced(lambda: graph_programs.nested_control_flow(used, other), [used, other])
    by_type = {
        node.op_type: [(program.regions[i].kind, program.regions[i].branch) for i in node.regions]
        for node in program.nodes
    }
    assert by_type["Sin"] == [("while", "body"), ("cond", "true")]
    assert by_type["Round"] == [("while", "body"), ("cond", "false"), ("while", "body")]
    assert {region.ran for region in program.regions} == {None}
    assert program.regions[0].locations[0].source == "for i in tf.range(4):"


def test_details_tell_of_casts_and_python_functions():
    used, other = variables_of_two()

    def third(x):
        return x / 3

    def loss():
        whole = tf.cast(other, tf.int32)
        return tf.reduce_sum(tf.numpy_function(third, [used], tf.float32)) * tf.cast(
            whole[0], tf.float32
        )

    program = traced(loss, [used, other])
    details = [dict(node.detail) for node in program.nodes if node.detail]
    assert details == [{"to": "int32"}, {"function": "third"}, {"to": "float32"}]


def test_values_from_outside_are_told_apart():
    used, unasked = variables_of_two()
    before = tf.constant(3.0)
    large = tf.ones([1000])
    program = traced(
        lambda: tf.reduce_sum(used * before) + tf.reduce_sum(unasked) + tf.reduce_sum(large) * 2.0,
        [used, before],
    )
    origins = [(value.origin, value.name) for value in program.values if value.node is None]
    assert ("variable", "used") in origins
    assert ("variable", "other") in origins
    assert ("tensor", "tensor") in origins
    assert ("tensor", "") in origins
    assert [origin for origin, _ in origins].count("constant") >= 1
    assert program.values[program.asked[1].value].origin == "tensor"
    assert [asked.kind for asked in program.asked] == ["variable", "tensor"]


def test_a_variable_that_is_never_touched_has_no_value():
    used, other = variables_of_two()
    program = traced(lambda: tf.reduce_sum(used), [used, other])
    assert program.asked[1].value is None
    assert program.asked[1].shape == (4,)


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
