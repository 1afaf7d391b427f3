"""Feeds bytes to everything that reads bytes, guided by what they make it do.

    python -m tests.hostile.fuzz                     60,000 inputs
    python -m tests.hostile.fuzz --inputs 5000

Needs `pip install '.[fuzz]'`, which is atheris. Begins with messages and files that our own
recorder wrote. Ends with 1 where an input failed, and says in which file that input is.
"""

from __future__ import annotations

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import warnings

INPUTS = 60_000

_CHILD = "--child"
_DONE = re.compile(r"Done (\d+)(?: runs)? in ")
_SECONDS_FOR_ONE = 10
_MOST_BYTES = 4096
_MOST_MEGABYTES = 4096


def main() -> int:
    """Returns the exit code."""
    if _CHILD in sys.argv:
        sys.argv.remove(_CHILD)
        _fuzz()
        return 0  # Not come to: libFuzzer ends the process.
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=int, default=INPUTS, help=f"how many (default: {INPUTS})")
    options = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        seeds = _write_seeds(folder / "seeds")
        done = subprocess.run(
            [
                *(sys.executable, "-m", "tests.hostile.fuzz", _CHILD, str(folder / "seeds")),
                *(f"-atheris_runs={options.inputs}", f"-max_len={_MOST_BYTES}"),
                *(f"-timeout={_SECONDS_FOR_ONE}", f"-rss_limit_mb={_MOST_MEGABYTES}"),
                f"-artifact_prefix={pathlib.Path.cwd()}/",
            ],
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    found = _DONE.search(done.stderr)
    tried = int(found[1]) if found else 0
    failed = done.returncode != 0 or tried < options.inputs
    if failed:
        sys.stderr.write(done.stderr[-5000:])
    sys.stdout.write(
        f"{tried:,} inputs tried in {time.monotonic() - begun:.0f} s, beginning with {seeds} of "
        f"recorded logs; {'some' if failed else 'none'} failed.\n"
    )
    return int(failed)


def _fuzz() -> None:
    import atheris

    with atheris.instrument_imports(include=["tb_gradplugin"], enable_loader_override=False):
        from tests.hostile import tried_bytes

    warnings.simplefilter("ignore")
    atheris.Setup(sys.argv, tried_bytes.try_input)
    atheris.Fuzz()


def _write_seeds(folder: pathlib.Path) -> int:
    """Writes an input for each message and file of recorded runs; returns their number."""
    from tests.hostile import recorded_runs, tried_bytes

    folder.mkdir()
    with tempfile.TemporaryDirectory() as name:
        recorded_runs.write(pathlib.Path(name))
        seeds = tried_bytes.seeds(pathlib.Path(name))
    for number, content in enumerate(seeds):
        (folder / f"{number:04d}").write_bytes(content)
    return len(seeds)


if __name__ == "__main__":
    sys.exit(main())
