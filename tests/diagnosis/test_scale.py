"""Large programs: the search looks at every op a fixed number of times."""

from tb_gradplugin.diagnosis import diagnose
from tb_gradplugin.diagnosis.case import Case
from tests.diagnosis.programs import Builder

VARIABLES = 50


def long(ops: int):
    """A chain with a variable in every so many ops, cut by one op before the loss."""
    b = Builder()
    value = b.weight("w")
    for index in range(ops):
        if index % (ops // VARIABLES) == 0:
            value = b.op("AddV2", value, b.weight(f"w{index}"), at=2)
        else:
            value = b.op("Relu", value, at=3)
    return b.program(b.op("Sum", b.op("Round", value, at=4), at=5))


class Counting(list):
    """A list that counts how often its items are looked at."""

    looks = 0

    def __getitem__(self, index):
        Counting.looks += 1
        return super().__getitem__(index)

    def __iter__(self):
        Counting.looks += len(self)
        return super().__iter__()


def looks_at(ops: int, monkeypatch) -> int:
    program = long(ops)
    edges = Case.edges.func

    def counted(case):
        found = edges(case)
        found.of_node[:] = [Counting(inputs) for inputs in found.of_node]
        return found

    monkeypatch.setattr(Case.edges, "func", counted)
    Counting.looks = 0
    (finding,) = diagnose.null_findings(program)
    monkeypatch.undo()
    assert (finding.code, len(finding.variables)) == ("GN102", VARIABLES + 1)
    return Counting.looks


def test_ten_times_the_ops_are_ten_times_the_looks(monkeypatch):
    few, many = looks_at(5_000, monkeypatch), looks_at(50_000, monkeypatch)
    assert few > 5_000
    assert many < 11 * few


def test_as_many_cuts_as_lines_are_as_many_findings():
    b = Builder()
    total = b.constant()
    for index in range(500):
        rounded = b.op("Round", b.weight(f"w{index}"), at=10 + index)
        total = b.op("AddV2", total, rounded, at=5)
    found = b.findings(total)
    assert len(found) == 500
    assert {len(f.variables) for f in found} == {1}
