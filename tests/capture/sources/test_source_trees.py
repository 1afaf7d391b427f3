"""The functions of a file that another one stands in."""

from tb_gradplugin.capture.sources import source_trees


def outer():
    def inner():
        return lambda: 0

    return inner()


def test_functions_around_a_lambda_come_innermost_first_and_their_file_last():
    around = source_trees.around_function(outer().__code__)
    assert [source_trees.name_of(one) for one in around] == ["inner", "outer", "<module>"]


def test_functions_around_a_function_come_in_the_same_order():
    code = outer().__code__
    inner, *others = source_trees.around_function(code)
    assert source_trees.around(inner, code.co_filename) == others
