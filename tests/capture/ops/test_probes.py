"""What an op passes on is asked of TensorFlow, and is what TensorFlow then does."""

import itertools

import numpy as np
import pytest
import tensorflow as tf
from tensorflow.python.eager import backprop, context, execute
from tensorflow.python.framework import op_callbacks

from tb_gradplugin.capture.ops import probes
from tests.capture.op_programs import IMAGE, PROGRAMS, VECTOR

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

TRAINABLE = (tf.float16, tf.bfloat16, tf.float32, tf.float64, tf.complex64, tf.complex128)


def ops_run_by(function, *arrays):
    """Type, inputs, attributes and outputs of each op that runs eagerly, and our answer."""
    seen = []

    def callback(op_type, inputs, attrs, outputs, op_name=None, graph=None):
        del op_name
        if graph is None and op_type != "Const":
            answer = probes.of_eager_op(op_type, inputs, attrs, outputs)
            seen.append((op_type, list(inputs), attrs, list(outputs), answer))
        return outputs

    inputs = [tf.constant(array) if isinstance(array, np.ndarray) else array for array in arrays]
    op_callbacks.add_op_callback(callback)
    try:
        function(*inputs)
    finally:
        op_callbacks.remove_op_callback(callback)
    return seen


def given_attributes(attrs):
    """Without those left at their default, which a callback is told of as None."""
    pairs = zip(attrs[::2], attrs[1::2], strict=True)
    return tuple(itertools.chain.from_iterable(pair for pair in pairs if pair[1] is not None))


def by_the_tape(op_type, inputs, attrs, outputs):
    """The same question, answered by running this op again under a `tf.GradientTape`."""
    name = op_type if isinstance(op_type, str) else op_type.decode()
    copies = [tf.identity(x) if x.dtype in TRAINABLE else x for x in inputs]
    sources = [x for x in copies if x.dtype in (*TRAINABLE, tf.resource, tf.variant)]
    with tf.GradientTape() as tape:
        for source in sources:
            tape.watch(source)
        attrs = given_attributes(attrs)
        results = execute.execute(name, len(outputs), copies, attrs, context.context())
        backprop.record_gradient(name, copies, attrs, results)
        targets = [y for y in results if y.dtype in TRAINABLE]
    if not targets or not sources:
        return (False,) * len(inputs)
    try:
        gradients = tape.gradient(targets, sources)
    except LookupError:
        return None
    by_source = dict(zip(map(id, sources), gradients, strict=True))
    return tuple(by_source.get(id(x)) is not None for x in copies)


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_an_eager_op_passes_is_what_the_tape_gives(name):
    function, *arrays = PROGRAMS[name]
    compared = 0
    for op_type, inputs, attrs, outputs, answer in ops_run_by(function, *arrays):
        if any(x.dtype == tf.variant for x in (*inputs, *outputs)):
            continue
        assert (op_type, answer) == (op_type, by_the_tape(op_type, inputs, attrs, outputs))
        compared += 1
    assert compared or name == "tensor_lists"


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_an_op_of_a_graph_passes_is_what_tensorflow_gives_in_that_graph(name):
    function, *arrays = PROGRAMS[name]
    traced = tf.function(function, autograph=False).get_concrete_function(
        *(tf.TensorSpec(array.shape, array.dtype) for array in arrays)
    )
    operations = list(traced.graph.get_operations())
    answers = {op: probes.of_graph_op(op) for op in operations}
    assert list(traced.graph.get_operations()) == operations
    for op, answer in answers.items():
        targets = [y for y in op.outputs if probes.carries_gradient(y.dtype)]
        sources = [x for x in op.inputs if probes.carries_gradient(x.dtype)]
        if not targets or not sources:
            assert answer == (False,) * len(op.inputs)
            continue
        if any(x.dtype == tf.variant for x in (*targets, *sources)) or "While" in op.type:
            continue  # loops are not asked about, but opened
        with traced.graph.as_default():
            ones = [tf.ones_like(y) for y in targets]
            try:
                gradients = tf.gradients(targets, sources, ones, stop_gradients=sources)
            except LookupError:
                assert answer is None
                continue
        by_source = dict(zip(map(id, sources), gradients, strict=True))
        expected = tuple(by_source.get(id(x)) is not None for x in op.inputs)
        assert (op.type, answer) == (op.type, expected)


@pytest.mark.parametrize(
    ("name", "op_type", "expected"),
    [
        ("round", "Round", (False,)),
        ("argmax", "ArgMax", (False, False)),
        ("betainc", "Betainc", (False, False, True)),
        ("adjust_hue", "AdjustHue", None),
        ("hsv", "HSVToRGB", (False,)),
        ("top_k", "TopKV2", (True, False)),
        ("sign", "Sign", (True,)),
        ("stop_gradient", "StopGradient", (False,)),
        ("multinomial", "Multinomial", (False, False)),
    ],
)
def test_the_answers_that_users_are_surprised_by(name, op_type, expected):
    function, *arrays = PROGRAMS[name]
    answers = [
        answer for found, _, _, _, answer in ops_run_by(function, *arrays) if found == op_type
    ]
    assert answers == [expected]


def test_lists_of_tensors_pass():
    function, *arrays = PROGRAMS["tensor_lists"]
    answers = {op_type: answer for op_type, _, _, _, answer in ops_run_by(function, *arrays)}
    assert answers == {
        "TensorListFromTensor": (True, False),
        "TensorListGetItem": (True, False, False),
        "TensorListSetItem": (True, False, True),
        "TensorListPushBack": (True, True),
        "TensorListPopBack": (True, False),
        "TensorListStack": (True, False),
    }


def test_reading_a_variable_passes_and_assigning_does_not():
    variable = tf.Variable([[1.0, 2.0]])

    def loss():
        variable.assign_add([[1.0, 1.0]])
        return variable.read_value(), tf.gather(variable, [0])

    expected = {"AssignAddVariableOp": (False, False), "ReadVariableOp": (True,)}
    eager = {
        op_type if isinstance(op_type, str) else op_type.decode(): answer
        for op_type, _, _, _, answer in ops_run_by(loss)
    }
    graph = tf.function(loss).get_concrete_function().graph
    traced = {op.type: probes.of_graph_op(op) for op in graph.get_operations()}
    for found in (eager, traced):
        assert {name: found[name] for name in expected} == expected
        assert found["ResourceGather"] == (True, False)
    with tf.GradientTape() as tape:
        read, gathered = loss()
        total = tf.reduce_sum(read) + tf.reduce_sum(gathered)
    assert tape.gradient(total, variable) is not None


def test_a_custom_gradient_in_a_graph_passes_what_its_function_returns():
    offset = tf.Variable(2.0)

    @tf.custom_gradient
    def scaled(x, y):
        result = x * y + offset

        def gradient(upstream, variables=None):
            assert len(variables) == 1
            return (None, upstream * x), [None]

        return result, gradient

    traced = tf.function(scaled).get_concrete_function(*[tf.TensorSpec([4])] * 2)
    operations = traced.graph.get_operations()
    (custom,) = (op for op in operations if op.type == "IdentityN")
    # The result, the two arguments, the variable.
    assert probes.of_graph_op(custom) == (False, False, True, False)
    assert traced.graph.get_operations() == operations


def test_an_answer_is_kept_for_ops_of_the_same_kind():
    function, *arrays = PROGRAMS["convolution"]
    ops_run_by(function, *arrays)
    before = dict(probes._answers)
    ops_run_by(function, *arrays)
    ops_run_by(function, np.concatenate([IMAGE, IMAGE]), arrays[1])  # another batch size
    assert probes._answers == before


def test_a_gradient_function_that_raises_is_known_to_and_others_are_not():
    raising = []

    def callback(op_type, inputs, attrs, outputs, op_name=None, graph=None):
        del op_name
        if graph is None:
            probes.of_eager_op(op_type, inputs, attrs, outputs)
            if probes.gradient_raises(op_type, inputs, attrs, outputs):
                raising.append(op_type)
        return outputs

    op_callbacks.add_op_callback(callback)
    try:
        matrix = tf.constant([[2.0, 0.5], [0.3, 1.0], [1.0, 1.0]])
        solved = tf.linalg.lstsq(matrix, tf.constant([[1.0], [2.0], [0.5]]), fast=False)
        tf.reduce_sum(tf.square(solved))
    finally:
        op_callbacks.remove_op_callback(callback)
    assert raising == ["MatrixSolveLs"]


def test_asking_disturbs_neither_random_numbers_nor_an_active_tape():
    def drawn():
        tf.random.set_seed(7)
        x = tf.constant(VECTOR)
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = tf.nn.dropout(x, 0.5) * tf.random.normal([4])
            if asking:
                for op_type, inputs, attrs, outputs in program:
                    probes.of_eager_op(op_type, inputs, attrs, outputs)
            z = y + tf.random.normal([4])
        return tape.gradient(z, x).numpy(), z.numpy()

    asking = False
    function, *arrays = PROGRAMS["random_gamma"]
    program = [each[:4] for each in ops_run_by(function, *arrays)]
    expected = drawn()
    asking = True
    probes._answers.clear()
    np.testing.assert_array_equal(drawn(), expected)
