"""The line of a program that makes a tensor which was there before."""

import functools

import tensorflow as tf

from tb_gradplugin.capture.program import reachable
from tb_gradplugin.capture.unread_variables import tensor_lines
from tb_gradplugin.capture.unread_variables.search import Search

shared = tf.constant(2.0) + 1.0
x = tf.zeros([3])


def line_of(tensor, loss_fn):
    (found,) = tensor_lines.made(reachable.Reach(loss_fn), loss_fn, [tensor])
    return found and (found.location.source, found.name)


def test_a_name_of_the_file_and_one_of_the_function_around_have_their_lines():
    first, second = tf.unstack(tf.constant([1.0, 2.0]))

    def loss():
        return first * second * shared

    unpacked = "first, second = tf.unstack(tf.constant([1.0, 2.0]))"
    assert line_of(second, loss) == (unpacked, "second")
    assert line_of(shared, loss) == ("shared = tf.constant(2.0) + 1.0", "shared")


def test_of_several_lines_one_after_the_other_the_last_that_ran_holds():
    image = tf.zeros([4])
    image = image + 1.0

    def loss():
        return image

    assert line_of(image, loss) == ("image = image + 1.0", "image")
    image = image * 3.0


def test_where_a_condition_decides_which_line_made_it_none_is_named():
    image = tf.zeros([4])
    if shared > 0.0:
        image = image + 1.0

    def loss():
        return image

    assert line_of(image, loss) is None


def test_where_it_cannot_be_told_all_lines_that_may_have_made_it_are_named_in_their_order():
    image = tf.zeros([4])
    if shared > 0.0:
        image = image + 1.0

    def loss():
        return image

    (found,) = tensor_lines.made(reachable.Reach(loss), loss, [image], or_others=True)
    assert found.location.source == "image = tf.zeros([4])"
    assert [one.source for one in found.others] == ["image = image + 1.0"]


def test_a_line_that_says_another_shape_or_dtype_or_makes_a_variable_has_not_made_it():
    image = tf.zeros([3, 1])
    if shared > 1.0:
        image = tf.ones([4])
    elif shared > 0.5:
        image = tf.zeros([4], tf.float64)
    elif shared > 0.2:
        image = tf.Variable(tf.ones([4]))
    elif shared > 0.1:
        image = tf.constant([1.0, 2.0])

    def loss():
        return image

    assert line_of(image, loss) == ("image = tf.ones([4])", "image")


def test_a_condition_of_what_is_still_known_tells_which_line_made_it():
    kind = "noise"
    image = tf.random.normal([4]) * 0.1
    if kind == "real":
        image = shared * tf.ones([4])

    def loss():
        return image

    assert line_of(image, loss) == ("image = tf.random.normal([4]) * 0.1", "image")


class Scaled:
    def __init__(self, given):
        self.given = given
        self.scale = None
        self.parts = {"low": tf.constant(1.0), "high": tf.constant(2.0)}
        self.build()

    def build(self):
        self.scale = tf.constant([1.0, 3.0])

    def loss(self):
        return tf.reduce_sum(self.scale) * self.given * self.parts["high"]


def test_an_attribute_has_the_line_that_computes_it_and_not_one_that_hands_it_on():
    given = tf.constant(4.0)
    scaled = Scaled(given)
    assert line_of(scaled.scale, scaled.loss) == ("self.scale = tf.constant([1.0, 3.0])", "")
    line = 'self.parts = {"low": tf.constant(1.0), "high": tf.constant(2.0)}'
    assert line_of(scaled.parts["high"], scaled.loss) == (line, "")
    assert line_of(scaled.given, scaled.loss) is None


def squared(x):
    return tf.reduce_sum(x * x)


def test_an_argument_is_not_taken_for_what_the_file_calls_by_its_name():
    image = tf.ones([2])
    loss = functools.partial(squared, x=image)
    assert line_of(image, loss) is None


def test_what_no_op_has_read_is_said_under_the_name_that_the_line_gives_it():
    scaled = Scaled(2.0)
    variable = tf.Variable(1.0)

    def loss():
        return scaled.loss()

    asked = [scaled.scale, variable]
    search = Search(reachable.Reach(loss), loss, asked, known=lambda _: None)
    found, other = tensor_lines.in_source(search)
    assert (found.location.source, found.name, found.is_use) == (
        "self.scale = tf.constant([1.0, 3.0])",
        "self.scale",
        False,
    )
    assert other is None
