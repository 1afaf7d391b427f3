"""The digest of a table is for ever: tags on disk carry it."""

import dataclasses

import pytest

from tb_gradplugin.schema.records import VariableRecord, VariableTable

KERNEL = VariableRecord("dense/kernel", (64, 32), "float32", "dense")
BIAS = VariableRecord("dense/bias", (32,), "float32", "dense")
ODD = VariableRecord('"<x>\n', (), "bfloat16", "")


@pytest.mark.parametrize(
    ("variables", "digest"),
    [((), "36e9d246"), ((KERNEL,), "fbef5493"), ((KERNEL, BIAS), "9240d102"), ((ODD,), "42f5b474")],
)
def test_the_digest_of_a_table_never_changes(variables, digest):
    assert VariableTable(variables).digest == digest


@pytest.mark.parametrize(
    "other",
    [
        (BIAS, KERNEL),
        (KERNEL,),
        (KERNEL, BIAS, BIAS),
        (KERNEL, dataclasses.replace(BIAS, name="dense/bias_1")),
        (KERNEL, dataclasses.replace(BIAS, shape=(32, 1))),
        (KERNEL, dataclasses.replace(BIAS, dtype="float16")),
        (KERNEL, dataclasses.replace(BIAS, layer="")),
        (KERNEL, dataclasses.replace(BIAS, name="dense", layer="bias dense")),
    ],
)
def test_another_table_has_another_digest(other):
    assert VariableTable(other).digest != VariableTable((KERNEL, BIAS)).digest


def test_names_cannot_be_made_to_look_like_two_rows():
    forged = f"{KERNEL.name!r} {KERNEL.shape} {KERNEL.dtype} {KERNEL.layer!r}"
    one = VariableTable((dataclasses.replace(BIAS, name=f"x\n{forged}"),))
    two = VariableTable((dataclasses.replace(BIAS, name="x"), KERNEL))
    assert one.digest != two.digest


def test_the_digest_is_the_same_on_every_python():
    # Letters that Unicode gained lately are printable to the newer Pythons only.
    newer = VariableTable((VariableRecord("\U0001fae8", (), "float32", "\U0001fae8"),))
    assert newer.digest == "465aac0b"
