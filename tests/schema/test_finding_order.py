"""Which finding a reader sees first."""

from tb_gradplugin.schema.findings import Finding, worst_first


def finding(code, status, severity, count):
    names = tuple(f"w{number}" for number in range(count))
    return Finding(code, status, severity, "certain", names)


def test_a_missing_gradient_stands_before_zeros_of_more_variables_and_behind_a_worse_severity():
    zeros = finding("GH204", "zero", "error", 5)
    missing = finding("GN104", "null", "error", 1)
    more_missing = finding("GN101", "null", "error", 2)
    meant = finding("GN111", "null", "note", 9)
    assert worst_first([meant, zeros, missing, more_missing]) == [
        more_missing,
        missing,
        zeros,
        meant,
    ]
