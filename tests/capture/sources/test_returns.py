"""The line of a gradient function that gives a None."""

import functools

from tb_gradplugin.capture.sources import returns


def first_line(function):
    return function.__code__.co_firstlineno


def of_several(upstream):
    if upstream is not None:
        return upstream, upstream

    def inner():
        return None

    return inner, None


def of_two_nones(upstream):
    if upstream:
        return upstream, None
    return None, upstream


def of_one(mask, upstream):
    gradient = upstream * mask
    return (
        gradient,
        None,
    )


def test_of_several_returns_it_is_the_one_that_has_a_none_in_it():
    assert returns.line_of_none(of_several) == first_line(of_several) + 7


def test_where_several_have_one_it_is_not_told():
    assert returns.line_of_none(of_two_nones) is None


def test_a_partial_returns_where_its_function_does():
    assert returns.line_of_none(functools.partial(of_one, 1.0)) == first_line(of_one) + 2


def test_a_lambda_returns_on_its_only_line():
    gradient = lambda upstream: (upstream, None)  # noqa: E731
    assert returns.line_of_none(gradient) == first_line(gradient)
