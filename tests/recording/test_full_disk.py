"""A disk that fills up costs a warning and rows, never the training or what was written before."""

import json
import subprocess

import pytest

from tests.recording import full_disk
from tests.recording import keras_models as models
from tests.recording.cluster import run
from tests.recording.reading import read

_AS_ROOT = ("unshare", "--user", "--map-root-user", "--mount")
_KINDS = ["limit"]
if subprocess.run([*_AS_ROOT, "true"], capture_output=True, check=False).returncode == 0:
    _KINDS.append("tmpfs")  # a file system that is really full


@pytest.mark.parametrize("kind", _KINDS)
def test_the_training_goes_on_and_the_log_is_read_up_to_the_last_good_row(
    tmp_path, repository, kind
):
    logdir, copy = tmp_path / "run", tmp_path / "copy"
    arguments = ("tests.recording.full_disk", "fit", str(logdir), str(copy), kind)
    printed = run(repository, *arguments, before=_AS_ROOT if kind == "tmpfs" else ())
    outcome = json.loads(printed.splitlines()[-1])
    assert outcome["same"], "the variables are those of a training without the monitor"
    assert outcome["epochs"] == full_disk.EPOCHS
    (warning,) = outcome["warnings"]
    reason = {"limit": "File too large", "tmpfs": "No space left on device"}[kind]
    assert f"gradient health cannot be written to {logdir}: " in warning
    assert f"{reason}. The training goes on; its rows are dropped" in warning

    paths = sorted(copy.iterdir())
    assert paths[0].stat().st_size == full_disk.ROOM
    assert all(path.stat().st_size for path in paths), "no try leaves an empty file behind"
    steps = read(copy).steps
    full_at = next((i for i, step in enumerate(steps) if step != i), len(steps))
    assert 20 < full_at < full_disk.EPOCHS * models.STEPS
    # Where there is room again, a new file goes on.
    assert steps[full_at:] == sorted(steps[full_at:])
    assert (len(paths) > 1) == (kind == "limit")


def test_an_incident_for_which_there_was_no_room_is_told_when_there_is_again(tmp_path, repository):
    printed = run(repository, "tests.recording.full_disk", "incident", str(tmp_path))
    full, judged = sorted(json.loads(printed.splitlines()[-1])["warnings"], key=_is_judgement)
    assert "File too large" in full
    assert _is_judgement(judged)
    log = read(tmp_path)
    ((incident,),) = log.incidents.values()
    assert incident.step == 1
    (messages,) = log.counters.values()
    assert messages[-1].variables[0].nonfinite == 1


def _is_judgement(warning: str) -> bool:
    return "GH206 intermittent" in warning or "GH203 nonfinite" in warning
