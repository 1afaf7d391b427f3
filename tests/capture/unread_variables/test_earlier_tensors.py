"""Tensors that were computed from a variable before, and the lines of the program that say so."""

import functools

import keras
import pytest
import tensorflow as tf

from tb_gradplugin.capture import eager_run
from tests.capture.eager_programs import line_of

X = tf.constant([[1.0, 2.0], [0.5, -1.0]])
encoder = keras.layers.Dense(2, name="encoder")
encoder.build((None, 2))
head = keras.layers.Dense(1, name="head")
head.build((None, 2))
table = {}

hidden = encoder(X)
features = tf.nn.relu(hidden) * 2.0  # <- features
rows = [encoder(X) for _ in range(2)]  # <- rows


class Scaled(tf.Module):
    def __init__(self):
        super().__init__()
        self.kernel = tf.Variable([[1.0], [2.0]], name="kernel")
        self.bias = tf.Variable([0.5], name="bias")
        self.mean = tf.constant([[0.1, 0.2]])
        self.prepare()

    def prepare(self):
        norm = tf.norm(self.kernel)
        self.unit = self.kernel / norm  # <- unit

    @functools.cached_property
    def code(self):
        return X @ self.kernel  # <- code

    def __call__(self, x):
        return (x - self.mean) @ self.unit + self.bias


module = Scaled()


@functools.cache
def encoded(number):
    return encoder(X * float(number))  # <- encoded


@functools.lru_cache(maxsize=8)
def encoded_in_few(number):
    code = encoder(X * float(number))
    return tf.nn.relu(code)  # <- encoded in few


def looked_up(number):
    if number not in table:
        table[number] = encoder(X * float(number))  # <- looked up
    return table[number]


assert module.code is not None
for warm in (encoded, encoded_in_few, looked_up):
    warm(1)


def of_name():
    return tf.reduce_sum(head(features))


def of_list():
    return tf.reduce_sum(head(rows[0]))


def of_attribute():
    return tf.reduce_sum(module(X))


def of_property():
    return tf.reduce_sum(module.code * module.bias)


def of_cache():
    return tf.reduce_sum(head(encoded(1)))


def of_small_cache():
    return tf.reduce_sum(head(encoded_in_few(1)))


def of_table():
    return tf.reduce_sum(head(looked_up(1)))


@pytest.mark.parametrize(
    ("loss_fn", "variable", "marker", "is_hidden"),
    [
        (of_name, encoder.kernel, "features", False),
        (of_list, encoder.kernel, "rows", False),
        (of_attribute, module.kernel, "unit", True),
        (of_property, module.kernel, "code", True),
        (of_cache, encoder.kernel, "encoded", True),
        (of_small_cache, encoder.bias, "encoded in few", True),
        (of_table, encoder.kernel, "looked up", True),
    ],
)
def test_the_line_that_computed_what_is_kept_is_found(loss_fn, variable, marker, is_hidden):
    program = eager_run.observed(loss_fn, [variable])
    (asked,) = program.asked
    assert asked.value is None
    assert asked.kept is not None
    assert asked.kept.location.line == line_of(__file__, marker)
    assert asked.kept.is_hidden == is_hidden
    assert program.values[asked.kept.value].origin == "tensor"


def test_in_the_function_that_asks_the_line_is_found_by_its_own_names():
    own_encoder, own_head = keras.layers.Dense(2), keras.layers.Dense(1)
    own_encoder.build((None, 2))
    own_head.build((None, 2))
    codes = own_encoder(X)  # <- codes

    def loss_fn():
        return tf.reduce_sum(own_head(codes))

    (asked,) = eager_run.observed(loss_fn, [own_encoder.kernel]).asked
    assert asked.kept is not None
    assert asked.kept.location.line == line_of(__file__, "codes")
    assert not asked.kept.is_hidden


def plain():
    return tf.reduce_sum(head(X))


def touched():
    return tf.reduce_sum(encoder(features))


def unused():
    return tf.reduce_sum(module.mean * head(X))


@pytest.mark.parametrize(
    ("loss_fn", "variable"),
    [(plain, encoder.kernel), (touched, encoder.kernel), (unused, module.kernel)],
)
def test_where_none_is_used_none_is_found(loss_fn, variable):
    (asked,) = eager_run.observed(loss_fn, [variable]).asked
    assert asked.kept is None


sparse = tf.sparse.from_dense(module.kernel * 2.0)  # <- sparse
numbers = {"mean": module.kernel.numpy().mean(axis=0)}  # <- numbers
share = float(tf.reduce_mean(module.kernel)) / 7.0  # <- share
batches = tf.data.Dataset.from_tensor_slices(encoder(X)).batch(1)  # <- batches


class Box:
    pass


box = Box()
box.turned = tf.transpose(module.kernel)  # <- turned


def of_sparse():
    return tf.reduce_sum(tf.sparse.sparse_dense_matmul(sparse, module.bias[None]))


def of_numbers():
    return tf.reduce_sum(module.bias * numbers["mean"])


def of_share():
    return tf.reduce_sum(module.bias * share)


def of_batches():
    return tf.add_n([tf.reduce_sum(head(batch)) for batch in batches])


def of_other_object():
    return tf.reduce_sum(module.bias * box.turned)


@pytest.mark.parametrize(
    ("loss_fn", "variable"),
    [
        (of_sparse, module.kernel),
        (of_numbers, module.kernel),
        (of_share, module.kernel),
        (of_batches, encoder.kernel),
        (of_other_object, module.kernel),
    ],
)
def test_sparse_tensors_datasets_and_numbers_are_known_by_the_line_that_computes_them(
    loss_fn, variable
):
    kept = eager_run.observed(loss_fn, [variable]).asked[0].kept
    name = loss_fn.__name__.removeprefix("of_").replace("other_object", "turned")
    assert kept.location.line == line_of(__file__, name)


means = module.kernel.numpy() * 1.5  # <- means
means = means / 7.0


def of_part_of_array():
    part = means[:1]
    return tf.reduce_sum(module.bias * part)


def of_array_that_is_not_used():
    return tf.reduce_sum(module.bias * 0.3)


def test_a_part_of_an_array_is_known_by_the_lines_on_which_it_comes_in():
    kept = eager_run.observed(of_part_of_array, [module.kernel]).asked[0].kept
    assert kept.location.line == line_of(__file__, "means")
    assert eager_run.observed(of_array_that_is_not_used, [module.kernel]).asked[0].kept is None


class Kept(tf.Module):
    def __init__(self, start):
        super().__init__()
        self.kernel = tf.Variable(start, name="kernel")
        self.twice = self.kernel * 2.0  # <- twice


def test_two_objects_of_one_class_have_each_their_own():
    modules = [Kept(1.0), Kept(3.0)]

    def loss_fn():
        return tf.add_n([module.twice for module in modules])

    asked = eager_run.observed(loss_fn, [each.kernel for each in modules]).asked
    line = line_of(__file__, "twice")
    assert [one.kept and one.kept.location.line for one in asked] == [line, line]


def make_problem():
    angle = tf.Variable(0.3, name="angle")
    turn = tf.stack([tf.cos(angle), tf.sin(angle)])  # <- angle
    return angle, lambda: tf.reduce_sum(turn * module.bias)


def test_a_variable_out_of_reach_of_the_loss_is_known_by_the_name_it_was_given():
    angle, loss_fn = make_problem()
    kept = eager_run.observed(loss_fn, [angle]).asked[0].kept
    assert kept.location.line == line_of(__file__, "angle")


def make_starred_problem():
    angle = tf.Variable(0.3, name="angle*")
    turn = tf.stack([tf.cos(angle), tf.sin(angle)])
    return angle, lambda: tf.reduce_sum(turn * module.bias)


def test_a_star_that_stands_in_a_name_stands_for_nothing_else():
    angle, loss_fn = make_starred_problem()
    asked = eager_run.observed(loss_fn, [angle, tf.Variable(0.3, name="angles")]).asked
    assert [one.kept is not None for one in asked] == [True, False]
