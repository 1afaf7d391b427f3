"""The recorder's rare branches, as ops of the training step."""

import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tb_gradplugin.recording.seldom import seldom


def _ifs(graph):
    return [op for op in graph.get_operations() if op.type in ("If", "StatelessIf")]


def test_a_recorded_step_is_left_to_the_scheduler_that_knows_of_no_branches(tmp_path):
    variable = tf.Variable([1.0, 2.0])
    with tbg.GradientRecorder(tmp_path, [variable], verbose=False) as recorder:

        @tf.function
        def step():
            recorder.record([tf.constant([1.0, 1.0])])
            variable.assign_sub([0.1, 0.1])

        branches = _ifs(step.get_concrete_function().graph)
    assert branches
    # By this attribute TensorFlow lays a branch flat, into ops of its other scheduler.
    assert not [op for op in branches if "_lower_using_switch_merge" in op.node_def.attr]


@pytest.mark.parametrize("condition", [True, False])
@pytest.mark.parametrize("in_graph", [True, False])
def test_a_rare_branch_runs_where_its_condition_holds(condition, in_graph):
    runs = tf.Variable(0)

    def branch():
        runs.assign_add(1)
        return tf.constant(True)

    def asked(holds):
        return seldom(holds, branch)

    function = tf.function(asked) if in_graph else asked
    assert bool(function(tf.constant(condition))) is condition
    assert runs.numpy() == int(condition)
