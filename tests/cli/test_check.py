"""`tb-gradplugin check`: which runs it finds, what it says of them, and how it exits."""

import pytest

import tb_gradplugin as tbg
from tests import event_logs
from tests.cli import check_logs
from tests.cli.check_logs import lines_of, run


def test_every_run_below_the_folder_is_judged_and_the_unhealthy_ones_make_it_exit_with_1(logdir):
    done = run(logdir)
    assert (done.returncode, done.stderr) == (1, "")
    (healthy,) = lines_of(done, "healthy ")
    assert "8 variables, 40 rows, steps 0 to 1,950" in healthy
    (vanishing,) = lines_of(done, "deep/vanishing")
    assert "warning" in vanishing
    assert "GH201 vanishing" in vanishing
    (nonfinite,) = lines_of(done, "ends in nan")
    assert "error" in nonfinite
    assert "GH203 nonfinite" in nonfinite
    assert done.stdout.splitlines()[-1] == (
        "2 of 3 runs are unhealthy. The check fails on: warning."
    )


def test_where_every_run_is_healthy_it_exits_with_0(logdir):
    done = run(logdir / "healthy")
    assert (done.returncode, done.stderr) == (0, "")
    assert lines_of(done, ". ")
    assert "1 run, and none is unhealthy." in done.stdout


def test_files_in_the_folder_itself_are_a_run_beside_those_below_it(logdir):
    check_logs.write(logdir, check_logs.null())
    done = run(logdir)
    assert done.returncode == 1
    (root,) = lines_of(done, ". ")
    assert "null" in root
    assert "3 of 4 runs are unhealthy." in done.stdout


def test_it_says_the_same_as_read_does_of_each_run(logdir):
    from tb_gradplugin.cli import checked_runs
    from tb_gradplugin.health.thresholds import DEFAULT

    names = list(checked_runs.names_of_runs(logdir))
    assert names == ["deep/vanishing", "ends in nan", "healthy"]
    for name in names:
        checked = checked_runs.checked(logdir, name, DEFAULT, lambda _: None)
        assert checked.judged.verdicts == tbg.read(logdir / name).verdicts
    assert checked.judged.verdicts == ()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("error", 0),
        ("warning", 1),
        ("note", 1),
        ("vanishing", 1),
        ("null,zero", 0),
        ("NULL, Vanishing", 1),
        ("never", 0),
    ],
)
def test_fail_on_takes_severities_and_kinds(logdir, asked, status):
    done = run(logdir / "deep", "--fail-on", asked)
    assert done.returncode == status
    assert "GH201 vanishing" in done.stdout


def test_fail_on_may_be_given_several_times(logdir):
    assert run(logdir, "--fail-on", "null", "--fail-on", "zero").returncode == 0
    assert run(logdir, "--fail-on", "null", "--fail-on", "nonfinite").returncode == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("vanishin", "Received: 'vanishin'. The nearest: vanishing."),
        ("xyzzy", "must be of error, warning, note, null,"),
        ("never,null", "or 'never' alone"),
        ("", "or 'never' alone"),
        (",", "or 'never' alone"),
    ],
)
def test_what_cannot_be_failed_on_is_a_usage_error(logdir, asked, said):
    done = run(logdir, "--fail-on", asked)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_threshold_changes_the_judgement_and_is_quoted(logdir):
    vanishing = logdir / "deep"
    lenient = ("--threshold", "vanishing.lost_ratio=1e-12", "--threshold")
    done = run(vanishing, *lenient, "vanishing.layer_ratio=1e-12")
    assert done.returncode == 0
    assert "none is unhealthy" in done.stdout
    strict = run(logdir / "healthy", "--threshold", "vanishing.lost_ratio=0.99")
    assert strict.returncode == 1
    assert "limit 0.99" in " ".join(strict.stdout.split())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("vanishing.layers_ratio=1", "vanishing.layer_ratio"),
        ("vanishing.layer_ratio", "must be a name and a number: NAME=VALUE"),
        ("vanishing.layer_ratio=", "must be a name and a number"),
        ("vanishing.layer_ratio=small", "must be a name and a number"),
        ("vanishing.layer_ratio=nan", "must be a finite number"),
        ("vanishing.layer_ratio=1e400", "must be a finite number"),
        ("vanishing.layer_ratio=1e300", "must be a finite number"),
        ("vanishing.layer_ratio=-1", "must be a finite number"),
        ("persistence.rows=2.5", "must be a whole number"),
        ("persistence.rows=1e300", "at most"),
    ],
)
def test_a_threshold_that_cannot_be_is_a_usage_error_that_says_what_can(logdir, given, said):
    done = run(logdir, "--threshold", given)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_threshold_that_is_given_twice_is_a_usage_error(logdir):
    twice = ["--threshold", "vanishing.layer_ratio=1e-3"] * 2
    done = run(logdir, *twice)
    assert done.returncode == 2
    assert "'vanishing.layer_ratio' twice" in done.stderr


@pytest.mark.parametrize("arguments", [(), ("--format", "xml"), ("--no-such-option",)])
def test_what_it_does_not_know_is_a_usage_error(logdir, arguments):
    done = run(*((logdir,) if arguments else ()), *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_not_there_is_a_usage_error(tmp_path):
    done = run(tmp_path / "nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert "LOGDIR must be an existing folder of this machine." in done.stderr


def test_a_folder_without_anything_of_ours_is_a_usage_error(tmp_path):
    with event_logs.EventFile(tmp_path / "run") as file:
        value = event_logs.tensor(check_logs.healthy()["l2_norm"])
        file.values(0, 1.0, {"another": value}, plugin="another")
    done = run(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    said = " ".join(done.stderr.split())
    assert "LOGDIR must hold gradient health: event files that GradientHealth," in said
    assert said.endswith("in which there are none")


def test_causes_that_were_found_while_training_are_printed_with_their_code_and_line(tmp_path):
    check_logs.write(tmp_path / "run", check_logs.null(), check_logs.CUT)
    done = run(tmp_path)
    assert done.returncode == 1
    said = " ".join(done.stdout.split())
    assert "tb-gradplugin explain CODE" in said
    assert "GN101 stop-gradient" in said
    assert "train.py:48 y = tf.stop_gradient(x)" in said


def test_a_cause_fails_the_check_by_its_status_and_severity(tmp_path):
    check_logs.write(tmp_path / "run", check_logs.healthy(), check_logs.CUT)
    assert run(tmp_path).returncode == 1
    assert run(tmp_path, "--fail-on", "null").returncode == 1
    assert run(tmp_path, "--fail-on", "zero").returncode == 0
    check_logs.write(tmp_path / "noted", check_logs.healthy(), check_logs.UNUSED)
    assert run(tmp_path / "noted").returncode == 0
    assert run(tmp_path / "noted", "--fail-on", "note").returncode == 1


def test_a_cause_that_a_later_session_did_not_see_again_fails_nothing(tmp_path):
    check_logs.write(tmp_path / "run", check_logs.healthy(), {**check_logs.CUT, "step": 1})
    later = event_logs.START + 1000
    check_logs.write(
        tmp_path / "run", check_logs.healthy(), number=1000, start=later, initial_step=2000
    )
    done = run(tmp_path)
    assert done.returncode == 0
    assert "Not seen again from step 2,000 on." in done.stdout


def test_its_help_names_every_threshold_with_its_default_and_every_kind():
    from tb_gradplugin.health.thresholds import ALL
    from tb_gradplugin.schema.verdicts import RULES

    done = run("--help")
    assert (done.returncode, done.stderr) == (0, "")
    for one in ALL:
        (line,) = [line for line in done.stdout.splitlines() if line.split()[:1] == [one.name]]
        assert float(line.split()[1]) == pytest.approx(one.value)
        assert line.endswith(one.unit)
    said = "".join(done.stdout.split())  # Names are broken at their hyphens.
    assert all(rule in said for rule in RULES)
