"""Nothing in a log is executed, loaded, or allowed to reach out: Python itself says so."""

import ast
import subprocess
import sys

from hypothesis import HealthCheck, Phase, given, settings

from tests.hostile import odd_logs

# What Python tells an audit hook about while a folder is read in every way: the names of the
# events, and whether a file was opened for writing. All that is imported once is imported before.
PROGRAM = """
import collections, pathlib, sys
from tests.hostile import odd_logs, served

def read(logdir):
    for run in sorted(path.name for path in logdir.iterdir()):
        odd_logs.assert_reads(logdir / run)
    odd_logs.checked(logdir)
    served.assert_served(logdir)

is_planted = "--planted" in sys.argv
sound, *others = (pathlib.Path(name) for name in sys.argv[1:] if name != "--planted")
read(sound)
read(sound)
told = collections.Counter()

def hook(event, arguments):
    if event == "open":
        _, mode, flags = arguments
        is_written = any(letter in (mode or "") for letter in "wax+") or flags & 0o3
        event = "open for writing" if is_written else "open"
    told[event] += 1

sys.addaudithook(hook)
if is_planted:
    eval("1 + 1")
for logdir in others:
    read(logdir)
print(dict(told))
"""

ALLOWED = {
    "open",
    "os.listdir",
    "os.scandir",
    "os.walk",
    "glob.glob",
    "pathlib.Path.glob",
    "pathlib.Path.rglob",
    "object.__getattr__",
    "object.__setattr__",
    "object.__delattr__",
    "sys._getframe",
    "sys._getframemodulename",
    "gc.get_referrers",
    "time.sleep",
    "_thread.start_new_thread",
    "_thread.start_joinable_thread",
    "array.__new__",
    "builtins.id",
}
"""Looking for files and reading them, and what the interpreter does for itself."""


def told(repository, *arguments) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
        timeout=150,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return ast.literal_eval(done.stdout.splitlines()[-1])


def write_odd_logs(folder, count):
    """Runs in which anything may stand, one to a folder."""
    written = []

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(odd_logs.logs())
    def write(events):
        logdir = folder / f"odd_{len(written)}"
        odd_logs.write(logdir / "run", events)
        written.append(logdir)

    write()
    return written


def test_reading_a_log_executes_nothing_imports_nothing_and_writes_nothing(
    recorded, repository, tmp_path
):
    logdirs = write_odd_logs(tmp_path, 60)
    found = told(repository, recorded, *logdirs)
    assert found["open"] > len(logdirs)
    assert set(found) <= ALLOWED


def test_code_that_is_executed_would_be_told(recorded, repository):
    assert {"exec", "compile"} <= set(told(repository, recorded, "--planted"))
