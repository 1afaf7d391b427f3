"""The function of the user's that is running or being traced."""

import functools

import tensorflow as tf

from tb_gradplugin.capture.sources import callers

SEEN = []


def ask():
    """A function of the test's own, called where a library would."""
    return callers.innermost()


class Owner:
    @tf.function
    def traced(self, value):
        if value > 0:
            value = value + 1
        noted()
        return value


@tf.autograph.experimental.do_not_convert
def noted():
    # As if this were a library: its own frame is the first of the user's.
    found = list(callers._functions(callers.sys._getframe(1)))
    SEEN.append(found[0])


def test_of_a_function_that_runs_the_names_in_reach_are_those_it_has():
    inside = "a value that it closes over"

    def running():
        return ask(), inside

    found, _ = running()
    assert found.__code__ is ask.__code__
    assert found.__globals__ is ask.__globals__


def test_a_closure_has_its_values():
    inside = object()

    def running():
        return callers.innermost(), inside

    found, value = running()
    assert found.__code__ is running.__code__
    assert [cell.cell_contents for cell in found.__closure__] == [value]


def test_a_method_is_bound_to_its_object():
    class Own:
        def running(self):
            return callers.innermost()

    own = Own()
    assert own.running().__self__ is own


def test_what_autograph_has_converted_is_the_method_as_the_user_wrote_it():
    owner = Owner()
    SEEN.clear()
    owner.traced(tf.constant(1.0))
    (found,) = SEEN
    assert found.__self__ is owner
    assert found.__func__.__code__.co_filename == __file__
    assert callers.is_of_user(found)


def test_only_what_the_user_wrote_is_of_the_user():
    assert callers.is_of_user(ask)
    assert callers.is_of_user(functools.partial(ask))
    assert not callers.is_of_user(tf.reduce_mean)
    assert not callers.is_of_user(None)
    assert not callers.is_of_user(len)
