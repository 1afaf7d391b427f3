"""One training of the demo, as it is, and what can be read of it."""

import tb_gradplugin as tbg
from tests.demo_runs import run_demo


def test_a_run_of_the_demo_trains_and_is_judged_to_be_what_it_is(tmp_path):
    done = run_demo("--only", "vanishing", "--logdir", tmp_path / "logs", DEMO_SERVE="0")
    assert done.returncode == 0, done.stdout + done.stderr
    log = tbg.read(tmp_path / "logs" / "vanishing")
    assert log.notes == ()
    assert "vanishing" in {verdict.rule for verdict in log.verdicts}
