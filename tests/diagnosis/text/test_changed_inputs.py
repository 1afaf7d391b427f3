"""An input is taken as it was where one line alone does so behind its changed form."""

import pytest

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import changed_inputs
from tb_gradplugin.schema.findings import Location

MADE, NEXT, END = (
    "    warped = warp(x, flow)\n",
    "    h = conv(x)\n",
    "    return head(h), warped\n",
)

NOT_FOUND = {
    "no name of a changed form": MADE.replace("warped", "decoded")
    + NEXT
    + END.replace("warped", "decoded"),
    "computed from several": MADE + NEXT + "    y = pool(x)\n    return head(h) + y, warped\n",
    "read as well": MADE + NEXT + "    h = h + warped\n" + END,
    "given another value": MADE + "    x = older(x)\n" + NEXT + END,
    "returned as it was": MADE + "    h = conv(flow)\n    return head(h) + x, warped\n",
    "read unseen": MADE + NEXT + "    keep(locals())\n" + END,
}


def found(tmp_path, body, is_on_the_way=True):
    (tmp_path / "program.py").write_text(f"def loss_fn(x, flow):\n{body}")
    file = str(tmp_path / "program.py")
    made, later = (Location(file, line, "loss_fn", "") for line in (2, 3))
    last = Node(1, "Mul", "", (0,), (1,), (True,), (made,))
    other = Node(2, "Neg", "", (0,), (2,), (True,), (later,))
    return changed_inputs.found(last, [other] if is_on_the_way else [])


def test_the_line_that_takes_the_input(tmp_path):
    changed = found(tmp_path, MADE + NEXT + END)
    assert (changed.name, changed.input_name) == ("warped", "x")
    assert (changed.made.line, changed.line.line) == (2, 3)


def test_a_line_that_the_loss_does_not_come_to_is_not_to_blame(tmp_path):
    assert found(tmp_path, MADE + NEXT + END, is_on_the_way=False) is None


@pytest.mark.parametrize("body", NOT_FOUND.values(), ids=NOT_FOUND)
def test_what_may_be_meant_is_left_alone(tmp_path, body):
    assert found(tmp_path, body) is None
