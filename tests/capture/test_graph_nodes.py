"""What is known of each op, value and region of a traced loss."""

import keras
import tensorflow as tf

from tests.capture import graph_programs
from tests.capture.graph_reading import (
    traced,
    variables_of_two,
)


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
    assert [location.function for location in program.loss_locations] == ["loss"]


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
    details = [{k: v for k, v in node.detail.items() if k != "call"} for node in program.nodes]
    assert [detail for detail in details if detail] == [
        {"to": "int32"},
        {"function": "third"},
        {"to": "float32"},
    ]


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
