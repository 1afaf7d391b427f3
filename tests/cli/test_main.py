"""The command as people call it: the installed script, in a process of its own."""

import pathlib
import subprocess
import sys
import sysconfig

import pytest

import tb_gradplugin


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    suffix = ".exe" if sys.platform == "win32" else ""
    script = pathlib.Path(sysconfig.get_path("scripts")) / f"tb-gradplugin{suffix}"
    return subprocess.run([script, *arguments], capture_output=True, text=True, check=False)


def test_version_prints_the_version_of_the_package():
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"tb-gradplugin {tb_gradplugin.__version__}\n")
    assert done.stderr == ""


def test_help_says_how_to_record_and_how_to_open_the_tab():
    done = run("--help")
    assert done.returncode == 0
    assert 'callbacks=[tb_gradplugin.GradientHealth("' in done.stdout
    assert "tensorboard --logdir logs" in done.stdout
    assert done.stderr == ""


def test_without_arguments_it_shows_its_help_and_that_it_was_not_told_what_to_do():
    done = run()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == run("--help").stdout


@pytest.mark.parametrize("argument", ["--no-such-option", "no-such-command", "--vers"])
def test_what_it_does_not_know_is_a_usage_error_that_names_it(argument):
    done = run(argument)
    assert (done.returncode, done.stdout) == (2, "")
    assert argument in done.stderr
    assert "Traceback" not in done.stderr


def test_it_loads_neither_tensorflow_nor_tensorboard():
    program = (
        "import sys, tb_gradplugin.cli.main\n"
        "try: tb_gradplugin.cli.main.main(['--version'])\n"
        "except SystemExit: pass\n"
        "sys.exit(bool({'tensorflow', 'tensorboard', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
