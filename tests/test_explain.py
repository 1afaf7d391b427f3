"""`explain` as it is called: its statuses are those of a tape, and asking changes nothing."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg

X = tf.constant([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0]])


def _variables():
    return [
        tf.Variable(tf.constant([[0.5, -1.0], [2.0, 0.25], [1.0, 1.0]]), name="w"),
        tf.Variable([0.1, -0.2], name="b"),
        tf.Variable([1.0, 1.0], name="unused"),
    ]


def _product(variables):
    return tf.reduce_sum(tf.matmul(X, variables[0]) + variables[1])


def _branch(variables, index):
    return tf.cond(
        tf.reduce_sum(X) > 0, lambda: tf.reduce_sum(variables[index]), lambda: tf.constant(0.0)
    )


LOSSES = {
    "plain": _product,
    "a tf.function": lambda v: tf.function(lambda: _product(v))(),
    "compiled by XLA": lambda v: tf.function(lambda: _product(v), jit_compile=True)(),
    "stopped": lambda v: tf.reduce_sum(tf.stop_gradient(v[0])) + tf.reduce_sum(v[1]),
    "zero": lambda v: tf.reduce_sum(tf.sign(v[0])) + _product(v),
    "only zero": lambda v: tf.reduce_sum(tf.sign(v[0])) + tf.reduce_sum(v[1]),
    "not finite": lambda v: tf.reduce_sum(tf.math.log(v[1] - v[1])) + tf.reduce_sum(v[0]),
    "exploding": lambda v: 1e6 * tf.reduce_sum(v[0]) + tf.reduce_sum(v[1]),
    "overflowing squares": lambda v: 1e25 * tf.reduce_sum(v[0]) + tf.reduce_sum(v[1]),
    "vanishing": lambda v: 1e-12 * tf.reduce_sum(v[0]) + tf.reduce_sum(v[1]),
    "underflowing squares": lambda v: 1e-30 * tf.reduce_sum(v[0]) + tf.reduce_sum(v[1]),
    "sparse": lambda v: tf.reduce_sum(tf.gather(v[0], [0, 0])) + tf.reduce_sum(v[1]),
    "a branch not taken": lambda v: _branch(v, 0) + tf.reduce_sum(v[1]),
    "a branch not taken in a function": lambda v: tf.function(
        lambda: (
            tf.cond(tf.reduce_sum(v[1]) > 5, lambda: tf.reduce_sum(v[0]), lambda: tf.constant(0.0))
            + tf.reduce_sum(v[1])
        )
    )(),
    "a vector": lambda v: v[1] * 2,
    "an integer": lambda v: tf.cast(_product(v), tf.int32),
    "a number": lambda v: float(_product(v)),
    "nothing": lambda v: None,
    "an array": lambda v: _product(v).numpy(),
}


def _expected(loss_fn, variables):
    """The statuses in the words of the design, from a tape and NumPy in float64."""
    with tf.GradientTape() as tape:
        loss = loss_fn()
    try:
        gradients = tape.gradient(loss, variables)
    except (AttributeError, TypeError, ValueError, LookupError):
        return ["null"] * len(variables)
    dense = [None if g is None else tf.convert_to_tensor(g).numpy() for g in gradients]
    norms = [0.0 if g is None else np.linalg.norm(g.astype(np.float64).ravel()) for g in dense]
    finite = [norm for norm in norms if np.isfinite(norm)]
    return [_judged(g, norm, max(finite)) for g, norm in zip(dense, norms, strict=True)]


def _judged(gradient, norm, largest):
    if gradient is None:
        return "null"
    if not np.isfinite(gradient).all():
        return "nonfinite"
    if norm == 0:
        return "zero"
    if norm > 1e4:
        return "exploding"
    return "vanishing" if norm < 1e-9 * largest else "ok"


@pytest.mark.parametrize("name", LOSSES)
def test_the_statuses_are_those_of_the_real_gradients(name):
    variables = _variables()
    report = tbg.explain(lambda: LOSSES[name](variables), variables)
    assert list(report.statuses) == ["w", "b", "unused"]
    expected = _expected(lambda: LOSSES[name](variables), variables)
    assert list(report.statuses.values()) == expected
    missing = {n for n, status in report.statuses.items() if status == "null"}
    named = [n for f in report.findings if f.status == "null" for n in f.variables]
    assert missing <= set(named)
    assert len(named) == len(set(named)) or len(report.findings) > 1
    assert str(report)


def test_where_nothing_is_sick_there_is_no_finding():
    variables = _variables()[:2]
    report = tbg.explain(lambda: _product(variables), variables)
    assert report.findings == []
    assert report.exception is None
    assert str(report) == "All 2 variables receive a gradient."


def test_what_the_program_raises_is_told_and_not_raised():
    variables = _variables()[:2]

    def loss_fn():
        return _product(variables) + {}["missing"]

    report = tbg.explain(loss_fn, variables)
    assert isinstance(report.exception, KeyError)
    assert set(report.statuses.values()) == {"null"}
    assert "KeyError: 'missing'" in str(report)


def test_an_op_without_a_registered_gradient_is_named_with_its_line():
    image = tf.Variable(tf.random.uniform([2, 2, 3]), name="image")
    other = tf.Variable(1.0, name="other")
    report = tbg.explain(
        lambda: tf.reduce_sum(tf.raw_ops.AdjustHue(images=image, delta=0.1)) * other,
        [image, other],
    )
    assert isinstance(report.exception, LookupError)
    (finding,) = report.findings
    assert (finding.code, finding.op_type) == ("GN109", "AdjustHue")
    assert finding.variables == ("image", "other")
    assert "AdjustHue" in finding.locations[0].source


@pytest.mark.parametrize(
    ("loss_fn", "variables", "error", "text"),
    [
        (1.0, [tf.Variable(1.0)], TypeError, "`loss_fn` must be a function without arguments"),
        (tf.constant(1.0), [tf.Variable(1.0)], TypeError, "Received: loss_fn="),
        (lambda: 1.0, [], ValueError, "`variables` must have at least one variable"),
        (lambda: 1.0, tf.Variable([1.0]), TypeError, "`variables` must be a list, tuple or dict"),
        (lambda: 1.0, [1.0], TypeError, r"Received: variables\[0\] of type float"),
        (lambda: 1.0, [tf.Variable(1.0), None], TypeError, r"variables\[1\] of type NoneType"),
    ],
)
def test_a_wrong_call_is_told_what_must_hold(loss_fn, variables, error, text):
    with pytest.raises(error, match=text):
        tbg.explain(loss_fn, variables)


def test_equal_names_get_a_number_and_keras_variables_their_path():
    plain = [tf.Variable(1.0, name="w"), tf.Variable(2.0, name="w")]
    layer = keras.layers.Dense(1, name="head")
    layer.build([None, 3])
    report = tbg.explain(
        lambda: plain[0] * plain[1] + tf.reduce_sum(layer(X)), [*plain, *layer.variables]
    )
    assert list(report.statuses) == ["w", "w_2", "head/kernel", "head/bias"]
    assert set(report.statuses.values()) == {"ok"}


def _functional():
    inputs = keras.Input([3])
    return keras.Model(inputs, keras.layers.Dense(2)(keras.layers.Dense(4)(inputs)))


def _sequential():
    return keras.Sequential([keras.Input([3]), keras.layers.Dense(4), keras.layers.Dense(2)])


class _Subclassed(keras.Model):
    def __init__(self):
        super().__init__()
        self.first, self.second = keras.layers.Dense(4), keras.layers.Dense(2)

    def call(self, inputs):
        return self.second(self.first(inputs))


@pytest.mark.parametrize("build", [_functional, _sequential, _Subclassed])
def test_a_cut_behind_a_keras_model_takes_all_its_variables(build):
    model = build()
    model(X)

    def loss_fn():
        return tf.reduce_mean(tf.round(model(X)))  # the culprit

    report = tbg.explain(loss_fn, model.trainable_variables)
    (finding,) = report.findings
    assert (finding.code, finding.op_type, finding.severity) == ("GN102", "Round", "error")
    assert finding.variables == tuple(v.path for v in model.trainable_variables)
    assert finding.locations[0].source.endswith("# the culprit")


def test_a_training_goes_on_bit_for_bit_as_if_nobody_had_asked():
    def trained(asking):
        keras.utils.set_random_seed(3)
        model = keras.Sequential(
            [
                keras.Input([3]),
                keras.layers.Dense(8, activation="relu"),
                keras.layers.BatchNormalization(),
                keras.layers.Dropout(0.5),
                keras.layers.Dense(2),
            ]
        )
        model.compile("adam", "mse", metrics=["mae"])
        y = np.zeros([2, 2], np.float32)
        for _ in range(3):
            model.fit(X, y, epochs=2, verbose=0)
            if asking:
                tbg.explain(
                    lambda: tf.round(tf.reduce_sum(model(X, training=True))),
                    model.trainable_variables,
                )
        variables = [*model.variables, *model.optimizer.variables]
        return (
            [np.asarray(v).tobytes() for v in variables],
            np.random.random(),  # noqa: NPY002 (as programs do)
            float(tf.random.normal([])),
        )

    assert trained(True) == trained(False)


def test_while_a_function_is_traced_it_says_where_to_call_it():
    variable = tf.Variable(1.0)

    @tf.function
    def function():
        tbg.explain(lambda: variable * 2.0, [variable])

    with pytest.raises(RuntimeError, match="only where ops run eagerly"):
        function()


@pytest.mark.parametrize("wrap", [lambda f: f, tf.function], ids=["eagerly", "in a function"])
def test_a_device_that_is_not_there_is_no_exception_where_tensorflow_takes_another(wrap):
    variable, counter = tf.Variable([1.0, 2.0]), tf.Variable(0.0)

    @wrap
    def loss_fn():
        with tf.device("/CPU:7"):
            counter.assign_add(1.0)
            return tf.reduce_sum(tf.round(variable * counter))

    report = tbg.explain(loss_fn, [variable])
    assert report.exception is None
    assert [finding.op_type for finding in report.findings] == ["Round"]
    assert counter.numpy() == 0


def test_what_only_a_graph_can_do_is_explained_from_the_graph():
    variable, other = tf.Variable([1.0, 2.0], name="w"), tf.Variable(3.0)

    @tf.function
    def loss_fn():
        y = tf.reduce_sum(tf.floor(variable)) * other**2
        return tf.gradients(y, other)[0]

    report = tbg.explain(loss_fn, [variable])
    assert report.exception is None
    assert [(f.code, f.op_type, f.variables) for f in report.findings] == [
        ("GN102", "Floor", ("w",))
    ]


def _finished(module, path):
    del path
    module.function = _stops_its_argument.get_concrete_function(tf.TensorSpec([2], tf.float32))
    return module


def _loaded(module, path):
    module.function = _stops_its_argument
    module.scale = _SCALE
    tf.saved_model.save(module, path)
    return tf.saved_model.load(path)


_SCALE = tf.Variable([1.0, 2.0])


@tf.function(input_signature=[tf.TensorSpec([2], tf.float32)])
def _stops_its_argument(x):
    return tf.stop_gradient(x) * _SCALE


@pytest.mark.parametrize("given", [_finished, _loaded])
def test_a_function_that_was_traced_before_is_looked_into(given, tmp_path):
    module = given(tf.Module(), str(tmp_path / "model"))
    variable = tf.Variable([1.0, 1.0], name="v")

    def loss_fn():
        return tf.reduce_sum(module.function(variable * 2.0))

    (finding,) = tbg.explain(loss_fn, [variable]).findings
    assert (finding.code, finding.op_type) == ("GN101", "StopGradient")
    assert "module.function(variable * 2.0)" in [line.source for line in finding.locations][-1]
