"""A traced loss in our own model, and what a tape says of the same loss."""

import numpy as np
import tensorflow as tf

from tb_gradplugin.capture.graphs import graph_trace
from tests.capture.graph_programs import VECTOR

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
