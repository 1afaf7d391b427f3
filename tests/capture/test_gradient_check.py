"""What is said of gradients, against functions whose derivative is known by hand."""

import random
import time

import keras
import numpy as np
import pytest
import tensorflow as tf

from tb_gradplugin.capture import gradient_check
from tests.capture import custom_gradient_programs as programs
from tests.capture.custom_gradient_programs import SCALE, W, X, summed


def outcomes(loss, variables=(W, SCALE), verify="custom"):
    """By the name of the input: the outcome and the facts."""
    checks = gradient_check.checks(loss, list(variables), verify=verify)
    assert not checks.program.exception
    return {result.target: (result.outcome, result.facts) for result in checks.results}


@pytest.mark.parametrize(
    "function",
    [
        *(programs.square, programs.log1pexp, programs.relu, programs.scaled, programs.dropped),
        *(programs.by_a_tape, programs.in_single_precision, programs.safe_root),
    ],
    ids=lambda f: f.__name__,
)
def test_a_right_gradient_is_right(function):
    found = outcomes(summed(function))
    assert found
    for outcome, facts in found.values():
        assert outcome == "right"
        assert facts["relative_error"] < 0.01


def test_the_forward_function_is_evaluated_in_float64_where_it_takes_that():
    assert outcomes(summed(programs.square))["a"][1]["precision"] == "float64"
    assert outcomes(summed(programs.in_single_precision))["a"][1]["precision"] == "float32"
    assert outcomes(summed(programs.half_precision))["a"][1]["precision"] == "float16"
    assert outcomes(summed(programs.scaled))["scale"][1]["precision"] == "float32"


@pytest.mark.parametrize("times", [2.0, 0.5, -1.0, 1.2])
def test_a_gradient_that_is_a_multiple_of_the_derivative_is_wrong_with_the_measured_factor(times):
    def multiplied(a):
        return tf.sin(a), lambda d: times * tf.cos(a) * d

    outcome, facts = outcomes(summed(multiplied))["a"]
    assert outcome == "wrong"
    assert facts["factor"] == pytest.approx(times, rel=1e-6)


@pytest.mark.parametrize(("times", "outcome"), [(1.05, "right"), (1.15, "wrong")])
def test_a_gradient_is_wrong_from_a_disagreement_of_ten_percent(times, outcome):
    def multiplied(a):
        return tf.sin(a), lambda d: times * tf.cos(a) * d

    assert outcomes(summed(multiplied))["a"][0] == outcome


def test_a_derivative_that_is_left_out_is_wrong_without_a_factor():
    outcome, facts = outcomes(summed(programs.undivided))["a"]
    assert outcome == "wrong"
    assert "factor" not in facts
    assert facts["elements"] == 24


def test_the_elements_that_are_wrong_are_counted_and_described():
    outcome, facts = outcomes(summed(programs.half_wrong))["a"]
    negative = int(np.sum((X @ W).numpy() < 0))
    assert outcome == "wrong"
    assert (facts["wrong_elements"], facts["elements"]) == (negative, 24)
    assert facts["where"] == "negative"


def test_gradients_in_each_others_place_are_told():
    decorated = tf.custom_gradient(programs.swapped)
    found = outcomes(lambda: tf.reduce_sum(decorated(X @ W, tf.sin(X @ W) + 2.0)))
    assert found["a"][1]["swapped_with"] == "b"
    assert found["b"][1]["swapped_with"] == "a"


def test_a_gradient_for_what_the_function_does_not_depend_on_is_wrong():
    outcome, facts = outcomes(summed(programs.without_dependence))["a"]
    assert (outcome, facts["independent"]) == ("wrong", "yes")


def test_a_wrong_gradient_is_found_in_half_precision():
    outcome, facts = outcomes(summed(programs.half_precision))["a"]
    assert outcome == "wrong"
    assert facts["factor"] == pytest.approx(2.0, rel=0.05)


def test_a_result_whose_gradient_is_lost_is_found_if_it_is_used():
    decorated = tf.custom_gradient(programs.of_two_results)
    both = outcomes(lambda: tf.add_n([tf.reduce_sum(each) for each in decorated(X @ W)]))
    assert (both["a"][0], both["a"][1]["result"]) == ("wrong", 2)
    assert outcomes(lambda: tf.reduce_sum(decorated(X @ W)[0]))["a"][0] == "right"


def test_a_wrong_formula_that_holds_at_the_initial_value_alone_is_found_beside_it():
    temperature = tf.Variable(1.0, name="temperature")

    @tf.custom_gradient
    def cooled(a, t):
        return a / t, lambda d: (d / t, -tf.reduce_sum(d * a) / t)

    found = outcomes(lambda: tf.reduce_sum(cooled(X @ W, temperature) ** 2), [W, temperature])
    assert found["a"][0] == "right"
    assert (found["t"][0], found["t"][1]["beside"]) == ("wrong", "yes")


def test_a_gradient_that_ignores_the_upstream_gradient_is_told_from_a_wrong_one():
    outcome, facts = outcomes(summed(programs.derivative_alone))["a"]
    assert (outcome, facts["right_for_ones"]) == ("ignores-upstream", "yes")
    outcome, facts = outcomes(summed(programs.normalised))["a"]
    assert (outcome, facts["magnitude"]) == ("ignores-upstream", "yes")


def test_what_is_forgotten_is_named():
    assert outcomes(summed(programs.zeros))["a"][0] == "zeros"
    found = outcomes(summed(programs.scale_forgotten))
    assert (found["a"][0], found["scale"][0]) == ("right", "zeros")
    second = tf.custom_gradient(programs.second_forgotten)
    found = outcomes(lambda: tf.reduce_sum(second(X @ W, SCALE * X[:, :3]) * SCALE))
    assert (found["a"][0], found["b"][0]) == ("right", "none")


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        (programs.rounded, "straight-through"),
        (programs.spike, "straight-through"),
        (programs.clipped, "straight-through"),
        (programs.reversed_gradient, "reversal"),
        (programs.scaled_gradient, "scaling"),
        (programs.clipped_gradient, "upstream"),
        (programs.clipped_norm, "upstream"),
        (programs.guided, "upstream"),
    ],
    ids=lambda each: getattr(each, "__name__", each),
)
def test_a_gradient_that_differs_on_purpose_is_recognised(function, kind):
    outcome, facts = outcomes(summed(function))["a"]
    assert (outcome, facts["surrogate"]) == ("surrogate", kind)


def test_what_else_a_quantiser_takes_has_a_gradient_of_its_own_making_too():
    step = tf.Variable(0.1, name="step")
    found = outcomes(summed(programs.quantised, step), [W, step])
    assert {outcome for outcome, _ in found.values()} == {"surrogate"}


def test_a_function_that_gives_another_result_each_time_is_not_judged():
    (result,) = gradient_check.checks(summed(programs.drawn_outside), [W]).results
    assert (result.outcome, result.facts["reason"]) == ("unmeasured", "random")


def test_a_kink_at_the_very_values_of_the_program_is_no_error():
    zero = tf.Variable(tf.zeros(6), name="zero")
    decorated = tf.custom_gradient(programs.relu)
    assert outcomes(lambda: tf.reduce_sum(decorated(zero * 1.0)), [zero])["a"][0] == "right"


def test_an_argument_that_no_variable_leads_to_is_not_looked_at():
    decorated = tf.custom_gradient(programs.second_forgotten)
    assert list(outcomes(lambda: tf.reduce_sum(decorated(X @ W, X[:, :3])))) == ["a"]


def test_functions_in_loops_and_keras_layers_are_found():
    @tf.custom_gradient
    def cell(h, u):
        y = tf.tanh(h @ u)
        return y, lambda d: (
            tf.matmul(d * (1.0 - y), u, transpose_b=True),
            tf.matmul(h, d * (1.0 - y**2), transpose_a=True),
        )

    class Layer(keras.layers.Layer):
        def build(self, shape):
            self.kernel = self.add_weight(shape=(shape[-1], shape[-1]), name="kernel")

        def call(self, inputs):
            for _ in tf.range(3):
                inputs = cell(inputs, tf.convert_to_tensor(self.kernel))
            return inputs

    layer = Layer()
    layer(X)
    loss = tf.function(lambda: tf.reduce_sum(layer(X) ** 2))
    found = outcomes(loss, layer.trainable_variables)
    assert (found["h"][0], found["u"][0]) == ("wrong", "right")


@pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16"])
def test_a_layer_in_mixed_precision_is_checked_with_the_variables_cast_as_it_sees_them(policy):
    class Scale(keras.layers.Layer):
        def build(self, _):
            self.scale = self.add_weight(shape=(3,), name="scale", initializer="ones")

        def call(self, inputs):
            @tf.custom_gradient
            def times(a):
                factor = tf.convert_to_tensor(self.scale)

                def grad(d, variables):
                    one = tf.reduce_sum(tf.cast(d * a, tf.float32), 0)
                    return d * factor, [3.0 * one for _ in variables]

                return a * factor, grad

            return times(inputs)

    layer = Scale(dtype=policy, name="mixed")
    layer(X[:, :3])
    found = outcomes(
        lambda: tf.reduce_sum(layer(tf.cast(X @ W, layer.compute_dtype))),
        [W, *layer.trainable_variables],
    )
    assert found["a"][0] == "right"
    outcome, facts = found["mixed/scale"]
    assert outcome == "wrong"
    assert facts["factor"] == pytest.approx(3.0, rel=0.1)


def test_the_gradient_of_complex_numbers_is_judged_by_the_convention_of_tensorflow():
    def loss_of(gradient):
        @tf.custom_gradient
        def squared(a):
            return a * a, lambda d: gradient(a, d)

        return lambda: tf.reduce_sum(tf.abs(squared(tf.complex(X @ W, tf.sin(X @ W)))))

    conjugated = outcomes(loss_of(lambda a, d: 2.0 * tf.math.conj(a) * d))
    assert conjugated["a"][0] == "right"
    assert outcomes(loss_of(lambda a, d: 2.0 * a * d))["a"][0] == "wrong"


def test_variables_random_states_and_the_screen_are_left_as_they_are(capfd):
    counter = tf.Variable(0.0, trainable=False)

    @tf.custom_gradient
    def counting(a):
        counter.assign_add(1.0)
        print("called from Python")  # noqa: T201 (what a program does)
        tf.print("called")
        return a * counter * random.random(), lambda d: d * counter

    def loss():
        np.random.rand()  # noqa: NPY002 (the global generator is what is watched)
        return tf.reduce_sum(counting(X @ W))

    before = [W.numpy(), SCALE.numpy()]
    states = random.getstate(), np.random.get_state()[1].tolist()  # noqa: NPY002
    gradient_check.checks(loss, [W])
    assert counter.numpy() == 0.0
    assert all(np.array_equal(a, b.numpy()) for a, b in zip(before, (W, SCALE), strict=True))
    assert states == (random.getstate(), np.random.get_state()[1].tolist())  # noqa: NPY002
    out, err = capfd.readouterr()
    assert (out.count("called from Python"), err.count("called")) == (1, 1)


def test_a_function_that_changes_a_variable_is_run_from_the_same_value_each_time():
    counter = tf.Variable(1.0, trainable=False)

    @tf.custom_gradient
    def counting(a):
        counter.assign_add(1.0)
        return a * counter, lambda d: d * counter

    assert outcomes(lambda: tf.reduce_sum(counting(X @ W)), [W])["a"][0] == "right"


def test_a_function_that_takes_long_is_given_up():
    @tf.custom_gradient
    def slow(a):
        time.sleep(1.5)
        return a**2, lambda d: 2.0 * a * d

    begin = time.monotonic()
    (result,) = gradient_check.checks(lambda: tf.reduce_sum(slow(X @ W)), [W]).results
    assert (result.outcome, result.facts["reason"]) == ("unmeasured", "expensive")
    assert time.monotonic() - begin < 20.0


def test_another_word_for_what_to_verify_is_refused():
    with pytest.raises(ValueError, match=r'"custom" or "all"\. Received: verify='):
        gradient_check.checks(lambda: tf.reduce_sum(W), [W], verify="some")
