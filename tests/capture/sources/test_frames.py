"""The lines shown are the user's own, wherever TensorFlow and Keras stand in between."""

import pathlib

import keras
import tensorflow as tf

from tb_gradplugin.capture import eager_run
from tb_gradplugin.capture.graphs import graph_trace
from tb_gradplugin.capture.sources import frames
from tests.capture.eager_programs import W

HERE = pathlib.Path(__file__).name


def _line_of(marker: str) -> int:
    lines = pathlib.Path(__file__).read_text().splitlines()
    (line,) = [i for i, text in enumerate(lines, 1) if text.endswith(f"# <- {marker}")]
    return line


def test_of_this_stack_the_innermost_line_of_the_user_comes_first():
    def inner():
        return frames.of_this_stack()  # <- inner

    def outer():
        return inner()  # <- outer

    found = outer()
    assert [(pathlib.Path(f.file).name, f.line, f.function) for f in found.locations[:2]] == [
        (HERE, _line_of("inner"), "inner"),
        (HERE, _line_of("outer"), "outer"),
    ]
    assert found.locations[0].source == "return frames.of_this_stack()  # <- inner"


def test_frames_of_keras_are_counted_and_not_shown():
    seen = []

    class Layer(keras.layers.Layer):
        def call(self, inputs):
            seen.append(frames.of_this_stack())  # <- call
            return inputs

    Layer()(tf.constant([1.0]))  # <- layer
    (found,) = seen
    assert [f.line for f in found.locations[:2]] == [_line_of("call"), _line_of("layer")]
    assert not any("site-packages" in f.file for f in found.locations)


def test_the_function_that_the_users_line_calls_is_named_and_not_what_wraps_it():
    program = eager_run.observed(
        lambda: tf.reduce_sum(tf.round(W) + keras.ops.floor(W) + W * 2.0), [W]
    )
    called = {node.op_type: node.detail.get("call") for node in program.nodes}
    assert (called["Round"], called["Floor"]) == ("round", "floor")
    # Operators too are told apart.
    assert called["Mul"] != called["AddV2"]


def test_in_a_graph_the_same_function_is_named():
    graph = graph_trace.trace(lambda: tf.reduce_sum(tf.round(W)))
    program = graph_trace.program_of_graph(graph.output, [W], ["null"])
    (rounded,) = [node for node in program.nodes if node.op_type == "Round"]
    assert rounded.detail["call"] == "round"


def test_lines_are_found_through_autograph():
    @tf.function
    def function(x):
        if tf.reduce_sum(x) > 0:
            return tf.round(x)  # <- branch
        return x

    graph = function.get_concrete_function(tf.constant([1.0])).graph
    branches = [graph._get_function(name) for op in graph.get_operations() for name in _called(op)]
    ops = [op for branch in branches for op in branch.graph.get_operations()]
    (rounding,) = [op for op in ops if op.type == "Round"]
    found = frames.of_traceback(rounding.traceback)
    assert found.locations[0].line == _line_of("branch")
    assert found.locations[0].source == "return tf.round(x)  # <- branch"
    assert found.locations[0].function == "function"


def _called(op):
    if op.type not in ("If", "StatelessIf"):
        return []
    return [op.get_attr("then_branch").name, op.get_attr("else_branch").name]


def test_through_autograph_a_call_is_found_on_its_own_line_of_a_long_statement():
    def scaled(values):
        return values * 2.0  # <- within

    def loss():
        return tf.cond(  # <- condition
            tf.size(W) > 5,
            lambda: tf.reduce_sum(
                tf.round(scaled(W)),  # <- rounded
            ),
            lambda: 0.0,
        )

    graph = graph_trace.trace(loss).graph
    (condition,) = [op for op in graph.get_operations() if op.type in ("If", "StatelessIf")]
    taken = graph._get_function(condition.get_attr("then_branch").name).graph
    ops = [condition, *(op for op in taken.get_operations() if op.type in ("Round", "Mul"))]
    found = {
        op.type.removeprefix("Stateless"): [
            location.line
            for location in frames.of_traceback(op.traceback).locations
            if location.function in ("loss", "scaled")
        ]
        for op in ops
    }
    assert found == {
        "If": [_line_of("condition")],
        "Round": [_line_of("rounded")],
        "Mul": [_line_of("within"), _line_of("rounded")],
    }


def test_the_line_that_raised_is_found_through_the_framework():
    def raising():
        return tf.reshape(tf.ones([3]), [2])  # <- raised

    try:
        raising()
    except tf.errors.InvalidArgumentError as error:
        found = frames.of_exception(error)
    assert found.locations[0].line == _line_of("raised")


def test_paths_are_relative_to_the_working_folder(monkeypatch):
    monkeypatch.chdir(pathlib.Path(__file__).parents[3])
    assert frames.of_this_stack().locations[0].file == f"tests/capture/sources/{HERE}"
