"""A list counts as unread only where its function makes it and has no other use for it."""

import pytest

from tb_gradplugin.diagnosis.text import unread_lists
from tb_gradplugin.schema.findings import Location

NAMED = "    y = g(x)\n    inner.append(y)\n    outer.append(inner)\n"
MADE = "    inner, outer = [], list()\n"
UNREAD = [
    (f"{MADE}{NAMED}    return x\n", "outer"),
    (f"{MADE}{NAMED}    return zeros(len(outer))\n", "outer"),
    (f"{MADE}    inner.append(g(x))\n    return x\n", "inner"),
    (f"{MADE}    inner.append(g(x))\n    outer.append((x, inner))\n    return x\n", "outer"),
]
NOT_KNOWN = [
    f"{MADE}{NAMED}    return outer\n",
    f"{MADE}{NAMED}    return inner\n",
    f"{MADE}{NAMED}    return y\n",
    f"{MADE}{NAMED}    print(outer)\n    return x\n",
    f"{MADE}{NAMED}    return outer.pop()\n",
    f"{MADE}{NAMED}    return outer.append(x)\n",
    f"{MADE}{NAMED}    return lambda: outer\n",
    f"{MADE}{NAMED}    return locals()\n",
    f"    outer = []\n    for inner in x:\n        inner.append(g(x))\n{NAMED}    return x\n",
    "    inner = kept = []\n    inner.append(g(x))\n    return kept\n",
    "    x.append(g(x))\n    return 1\n",
    "    kept.append(g(x))\n    return x\n",
    "    y = g(x)\n    return x\n",
]


def found(tmp_path, body):
    text = f"def f(x):\n{body}"
    (tmp_path / "program.py").write_text(text)
    line = next(number for number, one in enumerate(text.splitlines(), 1) if "g(x)" in one)
    return unread_lists.found([Location(str(tmp_path / "program.py"), line, "f", "")])


@pytest.mark.parametrize(("body", "name"), UNREAD)
def test_a_list_that_is_only_filled_is_unread(tmp_path, body, name):
    assert found(tmp_path, body)[0] == name


@pytest.mark.parametrize("body", NOT_KNOWN)
def test_a_list_may_be_read(tmp_path, body):
    assert found(tmp_path, body) is None
