"""A parameter counts as ignored only where a result goes to it alone, and nobody asks for it."""

import pytest

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import ignored
from tb_gradplugin.schema.findings import Location

PLAIN = "def f(x, y):\n    return -x\n"
BASE = "class B:\n    def f(self, x, y):\n        raise NotImplementedError\n\n"
DERIVED = "class D(B):\n    def f(self, x, y):\n        return -x\n"
OTHER = "\nclass E(B):\n    def f(self, x, y):\n        return x * y\n"
CAST = "import tensorflow as tf\ndef f(x, y):\n{}    return -x\n"
USE = "    r = g(x)\n    return f(x, r)\n"
OF_OBJECT = "    r = g(x)\n    return d.f(x, r)\n"
IGNORED = [
    (PLAIN, USE),
    (PLAIN, "    r = g(x)\n    return f(x, y=r)\n"),
    (PLAIN, "    r = g(x)\n    r = f(x, r)\n    return h(r)\n"),
    (PLAIN, "    r, s = g(x)\n    return f(x, r) + s\n"),
    (PLAIN, "    r = g(x)\n    assert r.shape\n    return f(x, r)\n"),
    (BASE + DERIVED + OTHER, OF_OBJECT),
    (DERIVED.replace("(B)", ""), OF_OBJECT),
    (CAST.format("    y = tf.cast(y, tf.float32)\n"), USE),
    (CAST.format("    z = float(y)\n    z = tf.cast(z, y.dtype)\n"), USE),
    (CAST.format("    y = y.astype(x)\n    z = tf.cast(x, y.dtype)\n    y = z\n    z(y)\n"), USE),
    (CAST.format("    for z in x:\n        v = w = y\n        w = tf.exp(v)\n"), USE),
]
NOT_KNOWN = [
    ("def f(x, y):\n    return -x + y\n", USE),
    ("def f(x, y):\n    return -x, locals()\n", USE),
    ("def f(x, _y):\n    return -x\n", USE),
    ("def f(x, unused_y):\n    return -x\n", USE),
    ("def f(x, mask):\n    return -x\n", USE),
    ("def f(x, y_true):\n    return -x\n", USE),
    ("def f(x, *y):\n    return -x\n", USE),
    ("def f(x, **y):\n    return -x\n", "    r = g(x)\n    return f(x, y=r)\n"),
    (f"@wraps\n{PLAIN}", USE),
    (CAST.format("    y = tf.cast(y, tf.float32)\n    x *= y\n"), USE),
    (CAST.format("    z = tf.cast(y, tf.float32)\n    if x:\n        z = x\n    x *= z\n"), USE),
    (CAST.format("    for z in x:\n        x *= w\n        w = v\n        v = y\n"), USE),
    (CAST.format("    z = lambda: v\n    v = tf.cast(y, tf.float32)\n"), USE),
    (CAST.format("    _ = y\n"), USE),
    (CAST.format("    del y\n"), USE),
    (CAST.format("    z = x.append(y)\n"), USE),
    (CAST.format("    z = (x := y)\n"), USE),
    (CAST.format("    x.y = tf.cast(y, tf.float32)\n"), USE),
    (CAST.format("    x.y, z = y, y\n"), USE),
    (CAST.format("    if y.shape:\n        y = tf.cast(y, tf.float32)\n"), USE),
    (BASE + DERIVED, OF_OBJECT),
    (DERIVED, OF_OBJECT),
    (PLAIN, "    r = g(x)\n    self.r = r\n    return f(x, r)\n"),
    (PLAIN, "    r = g(x)\n    return f(x, r), r\n"),
    (PLAIN, "    r = g(x)\n    if x:\n        r = h(x)\n    return f(x, r) + r\n"),
    (PLAIN, "    r = g(x)\n    return f(*x, r)\n"),
    (PLAIN, "    r, s = g(x)\n    return f(x, r)\n"),
    (PLAIN, "    r, s = g(x)\n    return f(x, r) + s + r\n"),
    (PLAIN, "    r, s.t = g(x)\n    return f(x, r) + s\n"),
]


def found(tmp_path, called, calling, is_later=True):
    file = str(tmp_path / "program.py")
    (tmp_path / "program.py").write_text(f"{called}\ndef loss_fn(x):\n{calling}")
    lines = (tmp_path / "program.py").read_text().splitlines()
    inside = next(number for number, one in enumerate(lines, 1) if "return -x" in one)
    made = next(number for number, one in enumerate(lines, 1) if "= g(x)" in one)
    call = next(number for number, one in enumerate(lines, 1) if "f(" in one and number > made)
    last = Node(1, "Tanh", "", (0,), (1,), (True,), (Location(file, made, "loss_fn", ""),))
    frames = (Location(file, inside, "f", ""), Location(file, call, "loss_fn", ""))
    other = Node(2 if is_later else 0, "Neg", "", (0,), (2,), (True,), frames)
    nodes = sorted([last, other], key=lambda node: node.index)
    return ignored.found(last, nodes, [other])


@pytest.mark.parametrize(("called", "calling"), IGNORED)
def test_a_function_that_never_reads_what_it_is_given_is_found(tmp_path, called, calling):
    assert found(tmp_path, called, calling).name == "y"


@pytest.mark.parametrize(("called", "calling"), NOT_KNOWN)
def test_a_parameter_may_be_read_or_be_there_for_others(tmp_path, called, calling):
    assert found(tmp_path, called, calling) is None


def test_a_function_that_ran_before_was_not_given_the_result(tmp_path):
    assert found(tmp_path, *IGNORED[0], is_later=False) is None


CLASS = "class F:\n    def __init__(self, x, y):\n        self.x = -x\n\n"
KEPT = CLASS + "def f(x):\n    return -x\n"
MADE = "    r = g(x)\n    return f(F(x, r).x)\n"


def test_a_class_that_never_reads_what_it_is_given_is_found(tmp_path):
    told = found(tmp_path, KEPT, MADE)
    assert (told.name, told.function, told.line.line) == ("y", "F.__init__", 2)


@pytest.mark.parametrize(
    ("called", "calling"),
    [
        (KEPT.replace("-x\n\n", "-y\n\n"), MADE),
        (KEPT, MADE.replace("f(F(x, r).x)", "f(F(x, r).x if x else x)")),
        (KEPT + CLASS, MADE),
        (KEPT.replace("F:", "F(Other):"), MADE),
        (KEPT.replace("__init__", "fill"), MADE),
    ],
)
def test_a_class_may_read_it_or_may_not_be_called(tmp_path, called, calling):
    assert found(tmp_path, called, calling) is None
