"""What calls, defaults and objects are given beforehand, and the lines that computed it."""

import dataclasses
import functools
import types

import tensorflow as tf

from tb_gradplugin.capture import eager_run
from tests.capture.eager_programs import line_of

X = tf.constant([[1.0, 2.0], [0.5, -1.0]])


def test_loops_defaults_lambdas_dataclasses_and_namespaces_lead_to_their_variables():
    weights = [tf.Variable(1.0), tf.Variable(2.0)]
    doubled = []
    for weight in weights:
        doubled.append(weight * 2.0)  # noqa: PERF401  a loop is what is asked about
    sizes = Sizes(tf.exp(weights[0]))
    holder = Holder(spread=tf.exp(weights[1]), sizes=sizes)

    def of_loop():
        return tf.add_n(doubled)

    def of_default(given=tf.sin(weights[0])):  # noqa: B008
        return given * 2.0

    def of_holder():
        return holder.spread * 2.0

    bag = types.SimpleNamespace(first=tf.exp(weights[0]), second=tf.exp(weights[1]))
    terms = [lambda s=tf.sin(weight): s * 2.0 for weight in weights]  # noqa: B008

    def of_bag():
        return bag.first * bag.second

    def of_terms():
        return tf.add_n([term() for term in terms])

    for loss_fn, known in (
        (of_loop, [1, 1]),
        (of_default, [1, 1]),
        (of_holder, [1, 1]),
        (of_bag, [1, 1]),
        (of_terms, [1, 1]),
    ):
        asked = eager_run.observed(loss_fn, weights).asked
        assert [one.kept is not None for one in asked] == [bool(each) for each in known]


@dataclasses.dataclass
class Sizes:
    size: tf.Tensor


@dataclasses.dataclass
class Holder:
    spread: tf.Tensor
    sizes: Sizes


def scaled(rows, scale, *, shift=0.0):
    return tf.reduce_sum(rows * scale + shift)


def scaled_by_keyword(amount):
    return functools.partial(scaled, X, scale=amount, shift=tf.constant([1.0, 2.0]))


def make_loss(weights):
    def loss_fn():
        return tf.reduce_sum(weights * X)

    return loss_fn


def make_softly(weights):
    return lambda: tf.reduce_sum(weights * X)


def test_what_calls_give_for_a_parameter_leads_to_the_lines_of_the_calls():
    angle = tf.Variable([0.3], name="handed")
    phase = tf.Variable([0.3], name="phase")
    softened = tf.nn.softmax(phase)  # <- softened
    by_maker = make_loss(tf.exp(angle))  # <- by maker
    by_name = make_softly(softened)
    by_place = functools.partial(scaled, X, tf.cos(angle))  # <- by place
    by_two = scaled_by_keyword(tf.sin(phase))  # <- by two
    for loss_fn, variable, mark in (
        (by_maker, angle, "by maker"),
        (by_name, phase, "softened"),
        (by_place, angle, "by place"),
        (by_two, phase, "by two"),
    ):
        kept = eager_run.observed(loss_fn, [variable]).asked[0].kept
        assert kept.location.line == line_of(__file__, mark), mark
        assert not kept.is_hidden


def test_a_tensor_that_is_seen_to_be_made_of_numbers_alone_is_told_from_others():
    unused = tf.Variable(0.3)
    numbers = tf.constant([1.0, 2.0]) * 3.0
    of_function = make_table()
    others = make_by_layer()

    def loss_fn():
        return tf.reduce_sum(numbers * of_function * others)

    of_data = {one.name: one.of_data for one in eager_run.observed(loss_fn, [unused]).values}
    assert of_data["numbers"]
    assert of_data["of_function"]
    assert not of_data["others"]


def make_table():
    return tf.constant([0.5, 0.1])


def make_by_layer():
    return tf.keras.layers.Dense(2)(make_table()[None])
