"""That a full explanation stays within its limits, and costs in proportion to the tensors."""

import pytest

from tests.benchmarks import flow


@pytest.mark.parametrize("name", ["mobilenet", "mobilenet-blind"])
def test_mobilenet_is_explained_within_15_seconds_and_2_gigabytes(name):
    found = flow.explained_elsewhere(name)
    assert found.variables == 158
    # Of work: a machine that does something else meanwhile takes longer.
    assert found.explain_cpu_seconds < 15
    assert found.peak_megabytes < 2_000
    expected = {"mobilenet": set(), "mobilenet-blind": {("GH210", "error")}}[name]
    assert {each for each in found.findings if each[1] != "note"} == expected


def test_the_time_per_tensor_does_not_grow_with_the_number_of_tensors():
    small, large = (flow.explained_elsewhere(name) for name in ("chain-100", "chain-1000"))
    assert [code for code, _ in (*small.findings, *large.findings)] == ["GH210", "GH210"]
    assert large.tensors > 8 * small.tensors
    # Were it quadratic, it would grow tenfold.
    assert large.milliseconds_per_tensor < 4 * small.milliseconds_per_tensor
