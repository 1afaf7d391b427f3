"""A line decides what a tape is asked about where it calls what only hands that on."""

import pytest

from tb_gradplugin.diagnosis.text import asking_calls
from tb_gradplugin.schema.findings import Location

ASKS = "return tape.gradient(y, x)"
HELPER = f"def slope(tape, y, x):\n    {ASKS}\n"
USES = "\nkept = slope(tape, a, b)\ndef loss():\n    return {call}  # here\n"
CALL = "slope(tape, wave, place)"
SHARED = [
    (HELPER, CALL, ("place",)),
    (HELPER, "slope(tape, x=place, y=wave)", ("place",)),
    (HELPER, "slope(tape, wave, [place, time])", ("place", "time")),
    (HELPER, "slope(tape, wave, 2 * place)", ("",)),
    (HELPER, "slope(tape, *both)", ("",)),
    (HELPER, "slope(tape, wave, place) + slope(tape, wave, time)", ("",)),
    (f"def slope(tape, y, x, *, t=0):\n    {ASKS}\n", CALL, ("place",)),
    ("def slope(tape, y, x):\n    return tape.jacobian(sources=[x], target=y)\n", CALL, ("place",)),
    ("def slope(tape, y, x):\n    return tf.gradients(y, x)\n", CALL, ("place",)),
]
OWN = [
    f"def slope(tape, y, x):\n    x = 2 * x\n    {ASKS}\n",
    f"def slope(g, y, x):\n    with tf.GradientTape() as tape:\n        pass\n    {ASKS}\n",
    "def slope(tape, y, x):\n    return tape.gradient(y, points)\n",
    "def slope(tape, y, x):\n    return tape.gradient(y[0], x)\n",
    "def slope(tape, y, x):\n    return tape.gradient(tape.gradient(y, x), x)\n",
    f"def other(tape, y, x):\n    {ASKS}\n",
]


def locations(folder, program):
    (folder / "program.py").write_text(program)
    lines = program.splitlines()
    asks = next(n for n, one in enumerate(lines, 1) if ".gradient" in one or ".jacobian" in one)
    calls = next(n for n, one in enumerate(lines, 1) if "# here" in one)
    name = program.split("(")[0].removeprefix("def ")
    file = str(folder / "program.py")
    return [Location(file, asks, name), Location(file, calls, "loss")]


@pytest.mark.parametrize(("helper", "call", "sources"), SHARED)
def test_the_line_that_calls_a_helper_decides(tmp_path, helper, call, sources):
    asks, calls = locations(tmp_path, helper + USES.format(call=call))
    found = asking_calls.of([asks, calls])
    assert found == ((calls, asks), 1, sources)


@pytest.mark.parametrize("helper", OWN)
def test_a_function_decides_what_it_makes_or_opens_itself(tmp_path, helper):
    asks, calls = locations(tmp_path, helper + USES.format(call=CALL))
    found = asking_calls.of([asks, calls])
    assert found.locations == (asks, calls)
    assert not found.handed_on


def test_a_helper_of_one_call_stays_first_and_tells_what_it_is_given(tmp_path):
    uses = USES.partition("def")[2].format(call=CALL)
    asks, calls = locations(tmp_path, f"{HELPER}def{uses}")
    assert asking_calls.of([asks, calls]) == ((asks, calls), 1, ("place",))


def test_a_helper_may_stand_in_another_file(tmp_path):
    asks, calls = locations(tmp_path, HELPER + USES.format(call=CALL))
    (tmp_path / "helpers.py").write_text(HELPER)
    asks = Location(str(tmp_path / "helpers.py"), 2, "slope")
    assert asking_calls.of([asks, calls]) == ((calls, asks), 1, ("place",))
