"""Of tensors that no tape watches, the lines that make them are told."""

from tb_gradplugin.messages.explanation import headline
from tests.messages.specimens import SPECIMENS


def test_the_line_that_makes_a_tensor_is_named():
    assert headline(SPECIMENS["GN105 that is made"]).startswith(
        "`image` receives no gradient because it is a tensor (made in train.py:48), and"
    )


def test_of_several_tensors_the_first_line_is_named_and_the_others_are_counted():
    assert headline(SPECIMENS["GN105 of several"]).startswith(
        "`w` and `b` receive no gradient because they are tensors (made in train.py:48 and 2"
    )
