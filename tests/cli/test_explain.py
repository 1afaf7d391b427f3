"""`tb-gradplugin explain` as people call it: the installed script, in a process of its own."""

import os
import pathlib
import re
import subprocess
import sys
import sysconfig

import pytest

from tb_gradplugin.messages.page import page, sentence
from tb_gradplugin.schema import codes

EXPLAINED = "import sys, tb_gradplugin.cli.main as c; sys.exit(c.main(['explain', 'GN101']))"


def run(*arguments: str, columns: int = 80) -> subprocess.CompletedProcess[str]:
    suffix = ".exe" if sys.platform == "win32" else ""
    script = pathlib.Path(sysconfig.get_path("scripts")) / f"tb-gradplugin{suffix}"
    return subprocess.run(
        [script, "explain", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": str(columns)},
    )


def words(text: str) -> list[str]:
    return text.split()


def programs(text: str) -> list[str]:
    return re.findall(r"^```python\n.*?^```$", text, re.MULTILINE | re.DOTALL)


def test_a_code_prints_its_page():
    done = run("GN104")
    assert (done.returncode, done.stderr) == (0, "")
    assert words(done.stdout) == words(page("GN104"))
    assert done.stdout.startswith("# GN104 unused-in-loss\n\nThe loss does not depend on")


@pytest.mark.parametrize("asked", ["gn101", "stop-gradient", "Stop-Gradient", "stop_gradient"])
def test_a_page_is_found_by_code_and_by_name_in_any_case(asked):
    done = run(asked)
    assert (done.returncode, done.stdout) == (0, run("GN101").stdout)


def test_a_name_that_several_codes_share_prints_the_page_of_each():
    done = run("cause-not-found")
    assert (done.returncode, done.stderr) == (0, "")
    assert words(done.stdout) == [*words(page("GN199")), *words(page("GH299"))]


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("code", ["GN101", "GN113", "GN115", "GH217", "GC301"])
def test_prose_fills_the_terminal_and_programs_stay_as_they_are(code, columns):
    printed = run(code, columns=columns).stdout
    assert programs(printed) == programs(page(code))
    prose = re.sub(r"```.*?```", "", printed, flags=re.DOTALL)
    lines = [line for line in prose.splitlines() if not line.startswith("#")]
    # Code in backticks is never broken, so it may stand out.
    assert all(len(re.sub(r"\S*`[^`]*`\S*", "", line)) <= min(columns, 90) for line in lines)
    assert max(map(len, lines)) > min(columns, 90) * 0.8
    assert all(line.count("`") % 2 == 0 for line in lines)


def test_headings_and_items_of_lists_begin_lines_of_their_own():
    for code in codes.ALL:
        source, printed = page(code).splitlines(), run(code).stdout.splitlines()
        marked = [line for line in source if line.startswith("#")]
        assert [line for line in printed if line.startswith("#")] == marked
        items = sum(line.startswith("- ") for line in source)
        assert sum(line.startswith("- ") for line in printed) == items
        blank = [not line for line in source]
        assert sum(blank) == sum(not line for line in printed)


def test_without_a_code_it_lists_every_code_with_its_name_and_its_sentence():
    done = run()
    assert (done.returncode, done.stderr) == (0, "")
    assert words(done.stdout) == [
        word for code, name in codes.ALL.items() for word in (code, name, *words(sentence(code)))
    ]
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [("stop-gradiant", "GN101 stop-gradient"), ("GN1O9", "GN109"), ("metric", "GN114")],
)
def test_a_code_that_does_not_exist_is_a_usage_error_with_the_nearest_ones(asked, nearest):
    done = run(asked)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"Received: code='{asked}'. The nearest: " in done.stderr
    assert nearest in done.stderr
    assert "Traceback" not in done.stderr


def test_where_nothing_is_near_it_says_how_to_list_all_codes():
    done = run("xyzzy")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nearest" not in done.stderr
    assert "`tb-gradplugin explain` lists all codes." in done.stderr


def test_a_reader_that_has_read_enough_is_no_error():
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-c", EXPLAINED],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


def test_its_help_says_what_may_be_asked():
    done = run("--help")
    assert done.returncode == 0
    assert "GN101, stop-gradient" in " ".join(done.stdout.split())


@pytest.mark.parametrize("arguments", [["explain"], ["explain", "GN101"]])
def test_it_works_where_tensorflow_and_tensorboard_are_not(arguments):
    program = (
        "import sys\n"
        "absent = dict.fromkeys(['tensorflow', 'keras', 'tensorboard', 'numpy'])\n"
        "sys.modules.update(absent)\n"
        "import tb_gradplugin.cli.main\n"
        f"sys.exit(tb_gradplugin.cli.main.main({arguments!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "stop-gradient" in done.stdout
