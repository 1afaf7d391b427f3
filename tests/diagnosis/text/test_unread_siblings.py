"""Variables that no function reads, where lines read a sibling of theirs twice."""

import ast

import pytest

from tb_gradplugin.diagnosis.text import syntax, unread_keys, unread_siblings
from tests.diagnosis.text import sources

GATES = """
    class Cell:
        def __init__(self):
            self.w_z = Variable()
            self.b_z = Variable()
            self.w_h = Variable()
            self.b_h = Variable()

        def __call__(self, x, h):
            z = sigmoid(self.mixed(x, h) @ self.w_z + self.b_z)
            new = tanh(x @ self.w_z + self.b_h)
            return z * new
"""

LAYERS = """
    class Encoder:
        def __init__(self):
            self.mean = Dense(2)
            self.log_var = Dense(2)

        def __call__(self, x):
            z_mean = self.mean(x)
            z_log_var = self.mean(x)
            return z_mean, z_log_var
"""

METHODS = """
    class Pair:
        def __init__(self):
            self.proj_text = Dense(2)
            self.proj_image = Dense(2)

        def encode_text(self, x):
            return self.proj_text(x)

        def encode_image(self, x):
            return self.proj_text(x)
"""

IN_A_FILE = """
    w1 = Variable()
    b1 = Variable()
    w2 = Variable()
    b2 = Variable()

    def model(x):
        hidden = relu(x @ w1 + b1)
        return hidden @ w1 + b2

    variables = [w1, b1, w2, b2]
"""

STEPS = """
    class Decoder:
        def __init__(self):
            self._ownAttention = Attention(4)
            self._memoryOfAllAttention = Attention(4)

        def call(self, x, memory):
            x = self._ownAttention(x, x)
            x = norm(x)
            x = self._ownAttention(x + 1.0, memory)
            return x
"""

UNREAD = "self._memoryOfAllAttention"

NAMES = {
    "a layer of the same class, called in two steps": (UNREAD, STEPS, ("self._ownAttention", 9, 7)),
    "words that tell that it is the first": (
        UNREAD,
        STEPS.replace("(x, x)", "(x, memory)").replace("(x + 1.0, memory)", "(x + 1.0, x)"),
        ("self._ownAttention", 7, 9),
    ),
    "a variable of a gate": ("self.w_h", GATES, ("self.w_z", 10, 9)),
    "letters for names": (
        "self.Wh",
        GATES.replace("w_", "W").replace("b_", "b"),
        ("self.Wz", 10, 9),
    ),
    "a layer with another name": ("self.log_var", LAYERS, ("self.mean", 8, 7)),
    "methods that tell by their names": ("self.proj_image", METHODS, ("self.proj_text", 10, 7)),
    "names of a file": ("w2", IN_A_FILE, ("w1", 8, 7)),
}

SOUND_NAMES = {
    "layers are of other classes": (UNREAD, STEPS.replace("Attention(4)", "Dense(4)", 1)),
    "a comment says that one is shared": (UNREAD, STEPS.replace("norm(x)", "norm(x)  # tied")),
    "an option may call it": (
        UNREAD,
        STEPS.replace("return x", f"return {UNREAD}(x) if memory else x"),
    ),
    "another layer of its class is left as well": (
        UNREAD,
        STEPS.replace(UNREAD, f"self._lastAttention = Attention(4)\n            {UNREAD}"),
    ),
    "it is called three times": (UNREAD, STEPS.replace("norm(x)", "self._ownAttention(x, x)")),
    "it is called in other blocks": (
        UNREAD,
        STEPS.replace("x = norm(x)", "for _ in memory:").replace(
            "x = self._ownAttention(x + ", "    x = self._ownAttention(x + "
        ),
    ),
    "it is a copy of what is trained": (
        "self._targetAttention",
        STEPS.replace("_memoryOfAllAttention", "_targetAttention"),
    ),
    "its name has nothing in common": ("self._reading", STEPS.replace(UNREAD, "self._reading")),
    "an option reads it": (
        "self.w_h",
        GATES
        + """
        def apart(self, x):
            return x @ self.w_h
""",
    ),
    "it may be read by its name": (
        "self.w_h",
        GATES.replace("self.mixed(x, h)", "getattr(self, f'w_{h}')"),
    ),
    "a layer that is used for both": ("self.log_var", LAYERS.replace("z_log_var", "other")),
    "no line goes with the other": ("self.w_h", GATES.replace("self.b_h", "1.0")),
    "the method was made to tie them": (
        "self.proj_image",
        METHODS.replace("encode_image", "encode_image_tied"),
    ),
    "a function reads it elsewhere": (
        "w2",
        IN_A_FILE + "    def other(x):\n        return x @ w2\n",
    ),
    "a lambda reads it elsewhere": ("w2", IN_A_FILE + "    other = lambda x: x @ w2\n"),
    "two branches of one `if` call it": (
        UNREAD,
        STEPS.replace("x = norm(x)", "if memory is None:")
        .replace("x = self._ownAttention(x, x)", "x = x + 1.0")
        .replace(
            "x = self._ownAttention(x + 1.0, memory)",
            "    x = self._ownAttention(x, x)\n            else:\n"
            "                x = self._ownAttention(x + 1.0, memory)",
        ),
    ),
}

HEADS = """
    class Heads:
        def __init__(self):
            self.heads = [Dense(2) for _ in range(2)]

        def __call__(self, x):
            h1 = self.heads[0](x)
            h2 = self.heads[0](x)
            return h1 + h2
"""

SIDES = """
    kernels = {"left": Variable(), "right": Variable()}

    def turned(left, right):
        of_left = left @ kernels["left"]
        of_right = right @ kernels["left"]
        return of_left + of_right
"""

KEYS = {
    "places of a list": ("self.heads", HEADS, ("self.heads[1]", "self.heads[0]", 7, 6)),
    "keys of a dict": ("kernels", SIDES, ("kernels['right']", "kernels['left']", 5, 4)),
}

SOUND_KEYS = {
    "a loop takes all of them": (
        "self.heads",
        HEADS.replace("return h1 + h2", "return h1 + h2 + sum(one(x) for one in self.heads)"),
    ),
    "more than one is left": ("self.heads", HEADS.replace("range(2)", "range(3)")),
    "how many there are is not known": ("self.heads", HEADS.replace("range(2)", "range(count)")),
    "one is for both sides": ("kernels", SIDES.replace("turned", "turned_by_shared")),
}

GIVEN = """
    upper = Variable()
    lower = Variable()

    def loss():
        return between(score(), upper, lower)

    def between(score, upper_limit, lower_limit):
        above = softplus(score - upper_limit)
        below = softplus(upper_limit - score)
        return above + below
"""


def _of_name(tmp_path, name, source):
    file, text, ran = sources.written(tmp_path, source)
    made = next(number for number, line in enumerate(text, 1) if line.strip().startswith(name))
    return unread_siblings.found(syntax.location(file, made, ""), name, ran)


@pytest.mark.parametrize("why", NAMES)
def test_the_line_that_reads_another_attribute_is_told(why, tmp_path):
    name, source, expected = NAMES[why]
    slip = _of_name(tmp_path, name, source)
    assert (slip.name, slip.line.line, slip.other.line) == expected


@pytest.mark.parametrize("why", SOUND_NAMES)
def test_an_attribute_is_rightly_read_twice_where(why, tmp_path):
    assert _of_name(tmp_path, *SOUND_NAMES[why]) is None


@pytest.mark.parametrize("why", KEYS)
def test_the_line_that_takes_another_entry_is_told(why, tmp_path):
    name, source, expected = KEYS[why]
    file, text, ran = sources.written(tmp_path, source)
    use = next(number for number, line in enumerate(text, 1) if f"{name}[" in line)
    slip = unread_keys.found(syntax.location(file, use, ""), name, ran)
    assert (slip.unread, slip.name, slip.line.line, slip.other.line) == expected


@pytest.mark.parametrize("why", SOUND_KEYS)
def test_an_entry_is_rightly_taken_twice_where(why, tmp_path):
    name, source = SOUND_KEYS[why]
    file, text, ran = sources.written(tmp_path, source)
    use = next(number for number, line in enumerate(text, 1) if f"{name}[" in line)
    assert unread_keys.found(syntax.location(file, use, ""), name, ran) is None


def test_what_is_given_to_a_function_that_reads_another_argument_is_told(tmp_path):
    file, _, ran = sources.written(tmp_path, GIVEN)
    slip, line = unread_siblings.of_given(syntax.location(file, 5, "loss"), "lower", (), ran)
    assert (slip.unread, slip.name, slip.line.line) == ("lower_limit", "upper_limit", 9)
    assert line.line == 7


def test_what_a_function_reads_is_not_left_out_by_it(tmp_path):
    source = GIVEN.replace("softplus(upper_limit - score)", "softplus(lower_limit - score)")
    file, _, ran = sources.written(tmp_path, source)
    place = syntax.location(file, 5, "loss")
    assert unread_siblings.of_given(place, "lower", (), ran) is None


def test_a_name_costs_as_many_walks_more_as_it_is_compared_with_more_names(tmp_path, monkeypatch):
    def walks(count):
        """How often trees are walked through, for half of `count` names that nothing reads."""
        names = [f"w_{place}" for place in range(count)]
        made = [f"{name} = Variable()" for name in names]
        steps = [f"    x = tanh(x @ {name})" for name in names[: count // 2]]
        folder = tmp_path / str(count)
        folder.mkdir()
        file, _, ran = sources.written(
            folder, "\n".join([*made, "def model(x):", *steps, "    return x"])
        )
        walked = 0
        walk = ast.walk

        def counted(node):
            nonlocal walked
            walked += 1
            return walk(node)

        monkeypatch.setattr(ast, "walk", counted)
        for place, name in enumerate(names[count // 2 :], count // 2 + 1):
            unread_siblings.found(syntax.location(file, place, "<module>"), name, ran)
        monkeypatch.undo()
        return walked / count

    assert walks(80) < 5 * walks(20)
