"""Where the `fit` of Keras itself fails, the monitor changes nothing, and its texts say what to do.

Should Keras mend it, these tests fail, and the texts are to be changed.
"""

import json

import pytest

import tb_gradplugin as tbg
from tests.recording.cluster import run, run_workers


@pytest.mark.parametrize(
    ("kind", "strategy"),
    [("workers", "MultiWorkerMirroredStrategy"), ("servers", "ParameterServerStrategy")],
)
def test_fit_fails_with_the_monitor_as_without(tmp_path, repository, kind, strategy):
    arguments = ("tests.recording.fit_on_cluster", str(tmp_path), kind)
    if kind == "workers":
        printed = run_workers(repository, 2, *arguments)
    else:
        printed = [run(repository, *arguments)]
    for each in printed:
        without, monitored = json.loads(each.splitlines()[-1])
        assert without.startswith("ValueError: ")
        assert monitored == without
    assert not list(tmp_path.iterdir())
    assert strategy in tbg.GradientHealth.__doc__
    assert "GradientRecorder" in tbg.GradientHealth.__doc__
    assert strategy in tbg.GradientRecorder.__doc__
