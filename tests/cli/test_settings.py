"""The table `[tool.tb_gradplugin]` of a pyproject.toml."""

import pytest

from tb_gradplugin.cli.settings import SettingsError, found_from
from tests.cli import check_logs
from tests.cli.check_logs import run


def write(folder, text):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")


def test_where_there_is_no_file_nothing_is_set(tmp_path):
    found = found_from(tmp_path)
    assert found.fail_on is None
    assert found.thresholds == {}


def test_the_nearest_file_with_the_table_counts(tmp_path):
    write(tmp_path, '[tool.tb_gradplugin]\nfail-on = ["error"]')
    write(tmp_path / "a", '[project]\nname = "a"\n[tool.other]\nx = 1')
    assert found_from(tmp_path / "a" / "b").fail_on == ("error",)
    write(tmp_path / "a" / "b", '[tool.tb_gradplugin]\nfail-on = "null,zero"')
    found = found_from(tmp_path / "a" / "b")
    assert found.fail_on == ("null", "zero")
    assert found.path == tmp_path / "a" / "b" / "pyproject.toml"


def test_the_name_of_a_threshold_may_stand_with_and_without_quotes(tmp_path):
    write(
        tmp_path,
        '[tool.tb_gradplugin.thresholds]\n"vanishing.layer_ratio" = 1e-4\npersistence.rows = 20',
    )
    assert found_from(tmp_path).thresholds == {
        "vanishing.layer_ratio": 1e-4,
        "persistence.rows": 20,
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[tool.tb_gradplugin", "must be readable TOML"),
        ("[tool]\ntb_gradplugin = 1", "must be a table. Received: 1"),
        ("[tool.tb_gradplugin]\nfail_on = []", "Received: 'fail_on'"),
        ("[tool.tb_gradplugin]\nfail_on = []", "The nearest: fail-on."),
        ("[tool.tb_gradplugin]\nfail-on = [1]", "must be a list of strings. Received: [1]"),
        ("[tool.tb_gradplugin]\nthresholds = 3", "must be a table of numbers. Received: 3"),
    ],
)
def test_what_is_no_setting_is_refused_with_the_name_of_the_file(tmp_path, text, said):
    write(tmp_path, text)
    with pytest.raises(SettingsError) as raised:
        found_from(tmp_path)
    assert said in str(raised.value)
    assert str(tmp_path / "pyproject.toml") in str(raised.value)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    (tmp_path / "pyproject.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="must be readable TOML"):
        found_from(tmp_path)


@pytest.fixture
def project(tmp_path):
    """A folder with a run in which a layer vanishes."""
    check_logs.write(tmp_path / "logs" / "run", check_logs.vanishing())
    return tmp_path


def test_the_command_takes_its_settings_from_the_folder_in_which_it_is_called(project):
    assert run("logs", folder=project).returncode == 1
    write(project, '[tool.tb_gradplugin]\nfail-on = ["error"]')
    done = run("logs", folder=project)
    assert done.returncode == 0
    assert "The check fails on: error." in done.stdout
    write(project, "[tool.tb_gradplugin.thresholds]\nvanishing.lost_ratio = 1e-12")
    again = run("logs", "--threshold", "vanishing.layer_ratio=1e-12", folder=project)
    assert again.returncode == 0


def test_options_come_before_the_file(project):
    write(
        project,
        '[tool.tb_gradplugin]\nfail-on = ["error"]\n'
        "[tool.tb_gradplugin.thresholds]\nvanishing.lost_ratio = 1e-12\n"
        "vanishing.layer_ratio = 1e-12",
    )
    assert run("logs", "--fail-on", "warning", folder=project).returncode == 0
    both = ("--fail-on", "warning", "--threshold", "vanishing.lost_ratio=1e-6")
    assert run("logs", *both, folder=project).returncode == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[tool.tb_gradplugin]\nfail-on = ["nul"]', "The nearest: null."),
        ("[tool.tb_gradplugin.thresholds]\nvanishing.layer = 1e-4", "vanishing.layer_ratio"),
        ("[tool.tb_gradplugin.thresholds]\nvanishing.layer_ratio = 'x'", "must be a number"),
        ("[tool.tb_gradplugin.thresholds]\nvanishing.layer_ratio = true", "must be a number"),
        ("[tool.tb_gradplugin.thresholds]\nvanishing.layer_ratio = 1e300", "must be a finite"),
        ("[tool.tb_gradplugin.thresholds]\nvanishing.layer_ratio = inf", "must be a finite"),
        ("[tool.tb_gradplugin", "must be readable TOML"),
    ],
)
def test_a_setting_that_cannot_be_is_a_usage_error_that_names_the_file(project, text, said):
    write(project, text)
    done = run("logs", folder=project)
    assert (done.returncode, done.stdout) == (2, "")
    words = " ".join(done.stderr.split())
    assert said in words
    assert "pyproject.toml" in words
    assert "Traceback" not in done.stderr
