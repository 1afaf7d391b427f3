"""That an explanation takes time in proportion to the ops, not more."""

from tests.benchmarks import explaining


def test_the_time_per_op_does_not_grow_with_the_number_of_ops():
    explaining.explained(200)
    small = min((explaining.explained(500) for _ in range(3)), key=lambda one: one.seconds)
    large = explaining.explained(4_000)
    assert small.findings == large.findings == 1
    assert large.ops > 6 * small.ops
    # Were it quadratic, it would grow eightfold.
    assert large.microseconds_per_op < 4 * small.microseconds_per_op
