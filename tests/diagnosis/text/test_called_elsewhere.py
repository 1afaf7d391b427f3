"""What one function predicts, while another one calls the model before the same second one."""

import pytest

from tb_gradplugin.diagnosis.text import called_elsewhere
from tb_gradplugin.schema.findings import Location

JUDGING = """
def judge(z):
    made = maker.predict(z)
    both = concat([real, made])
    return loss(critic(both))
"""
ELSEWHERE = {
    "in one call": "def make(z):\n    return critic(maker(z))",
    "in two lines": "def make(z):\n    made = maker(z)\n    return critic(scaled(made))",
    "in a list": "both = Sequential([maker, critic])",
    "as methods": "def make(self, z):\n    return self.critic(self.maker(z))",
}
NOT_ELSEWHERE = {
    "never called": "def make(z):\n    return critic(z)",
    "given to another": "def make(z):\n    return reader(maker(z))",
    "predicted there too": "def make(z):\n    return critic(maker.predict(z))",
    "the other way round": "both = Sequential([critic, maker])",
}


def found(tmp_path, elsewhere, judging=JUDGING):
    file = tmp_path / "program.py"
    file.write_text(f"{judging.strip()}\n\n\n{elsewhere}\n")
    return called_elsewhere.gives_to_same(Location(str(file), 2, "judge", ""))


@pytest.mark.parametrize("elsewhere", ELSEWHERE.values(), ids=ELSEWHERE)
def test_the_model_is_called_elsewhere(tmp_path, elsewhere):
    assert found(tmp_path, elsewhere)


@pytest.mark.parametrize("elsewhere", NOT_ELSEWHERE.values(), ids=NOT_ELSEWHERE)
def test_it_is_not_called_elsewhere(tmp_path, elsewhere):
    assert not found(tmp_path, elsewhere)


def test_a_call_of_the_same_function_tells_nothing(tmp_path):
    judging = JUDGING + "    unused = critic(maker(z))\n"
    assert not found(tmp_path, "", judging)


def test_a_line_that_predicts_nothing_tells_nothing(tmp_path):
    judging = JUDGING.replace(".predict", "")
    assert not found(tmp_path, ELSEWHERE["in one call"], judging)
