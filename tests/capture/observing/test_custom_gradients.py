"""Gradients that TensorFlow does not make from ops: custom ones, of inner tapes, of functions."""

import tensorflow as tf

from tb_gradplugin.capture import eager_run
from tests.capture.eager_programs import FINISHED, V, W, forgetful, half, of_type, penalty


def test_a_custom_gradient_is_one_op_and_what_it_is_made_of_lies_inside():
    program = eager_run.observed(lambda: tf.reduce_sum(forgetful(V * 1.0)), [W, V])
    (node,) = of_type(program, "CustomGradient")
    assert node.detail["function"] == "forgetful"
    assert node.detail["definition"].rpartition("/")[2].startswith("eager_programs.py:")
    assert [program.values[value].dtype for value in node.inputs] == ["float32", "resource"]
    assert node.passes == (False, True)
    assert program.values[node.inputs[1]].name == "w"
    inside = [n for n in program.nodes if n.detail.get("inside_custom_gradient") == node.index]
    assert {"Mul", "ReadVariableOp"} <= {n.op_type for n in inside}
    # What comes out comes from this op, and not from one inside of it.
    (total,) = of_type(program, "Sum")
    assert program.values[total.inputs[0]].node == node.index


def test_a_custom_gradient_called_by_keyword_says_so():
    program = eager_run.observed(lambda: tf.reduce_sum(half(W * 1.0, y=V * 1.0)), [W, V])
    (node,) = of_type(program, "CustomGradient")
    assert node.detail["keyword_arguments"] == 1
    assert [program.values[value].node for value in node.inputs] == [1]


def test_recomputation_is_opened():
    recomputed = tf.recompute_grad(lambda x: tf.stop_gradient(x) * W)
    program = eager_run.observed(lambda: tf.reduce_sum(recomputed(V)), [W, V])
    assert not of_type(program, "CustomGradient")
    (stop,) = of_type(program, "StopGradient")
    assert stop.passes == (False,)
    assert all("inside_custom_gradient" not in node.detail for node in program.nodes)


def test_a_derivative_inside_of_the_loss_is_noted_and_its_ops_are_part_of_it():
    program = eager_run.observed(penalty, [W, V])
    (tape,) = program.inner_tapes
    assert tape.locations[0].function == "penalty"
    assert [program.values[value].name for value in tape.sources] == ["X"]
    assert tape.results[0] is not None
    # The backward ops of the inner tape are on the way from the loss.
    assert program.values[tape.results[0]].node > program.values[tape.target[0]].node


def test_a_finished_function_is_one_op_that_passes_what_its_gradient_gives():
    program = eager_run.observed(lambda: tf.reduce_sum(FINISHED(V)), [W, V])
    (call,) = of_type(program, "PartitionedCall")
    names = [program.values[value].name for value in call.inputs]
    assert dict(zip(names, call.passes, strict=True))["w"]
    assert call.passes.count(True) == 1
