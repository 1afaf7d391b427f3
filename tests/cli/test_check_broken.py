"""`tb-gradplugin check` on logs, and in places, that are not whole."""

import os
import re
import shutil
import subprocess
import sys

import numpy as np

from tb_gradplugin.schema.states import State
from tests import event_logs
from tests.cli import check_logs
from tests.cli.check_logs import lines_of, run


def test_a_damaged_file_is_named_and_the_rest_is_judged(tmp_path):
    path = check_logs.write(tmp_path / "run", check_logs.nonfinite())
    content = bytearray(path.read_bytes())
    content[-400] ^= 1
    path.write_bytes(content)
    done = run(tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "GH203 nonfinite" in done.stdout
    said = " ".join(done.stdout.split())
    assert re.search(f"Left out run: Bytes .* of `{path.name}` are left out: each record", said)


def test_a_log_that_is_still_growing_is_judged_as_far_as_it_is_written(tmp_path):
    path = check_logs.write(tmp_path / "run", check_logs.nonfinite())
    whole = path.read_bytes()
    for end in (len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:end])
        done = run(tmp_path)
        assert done.returncode in (0, 1)
        assert "is read up to byte" in " ".join(done.stdout.split())
        assert "Traceback" not in done.stderr


def test_a_run_that_cannot_be_judged_is_said_and_makes_it_exit_with_2(tmp_path, logdir):
    newer = tmp_path / "logs" / "newer"
    with event_logs.EventFile(newer) as file:
        message = event_logs.table(check_logs.DIGEST, ["a"], version=99)
        file.values(
            0,
            event_logs.START,
            {f"gradient_health/variables/{check_logs.DIGEST}": event_logs.string_tensor(message)},
            plugin_content=event_logs.content(99),
        )
    for run_folder in ("deep", "ends in nan"):
        shutil.rmtree(logdir / run_folder)
    done = run(logdir)
    assert (done.returncode, done.stderr) == (2, "")
    (line,) = lines_of(done, "newer")
    assert "not judged" in line
    assert "1 of 2 runs cannot be judged." in done.stdout


def test_an_unhealthy_run_outweighs_one_that_cannot_be_judged(logdir):
    with event_logs.EventFile(logdir / "started") as file:
        file.table(check_logs.DIGEST, event_logs.table(check_logs.DIGEST, ["a"]))
    done = run(logdir)
    assert done.returncode == 1
    assert "No step has been recorded yet." in " ".join(done.stdout.split())
    assert "2 of 4 runs are unhealthy, 1 of 4 runs cannot be judged." in done.stdout


def test_it_works_where_tensorflow_and_keras_are_not(logdir):
    program = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(['tensorflow', 'keras']))\n"
        "import tb_gradplugin.cli.main\n"
        f"sys.exit(tb_gradplugin.cli.main.main(['check', {str(logdir)!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "2 of 3 runs are unhealthy." in done.stdout


def test_a_reader_that_has_read_enough_is_no_error(logdir):
    reader, writer = os.pipe()
    os.close(reader)
    program = (
        f"import sys, tb_gradplugin.cli.main as c\nsys.exit(c.main(['check', {str(logdir)!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


def test_what_stands_in_a_log_gives_no_orders_to_a_terminal(tmp_path):
    order = "\x1b]0;title\x07\x1b[2J\x9b31m\r\u202e"
    with event_logs.EventFile(tmp_path / "run") as file:
        file.table(check_logs.DIGEST, event_logs.table(check_logs.DIGEST, [f"a{order}b"]))
        row = {"state": np.full(1, State.NULL, np.uint8)}
        for step in range(20):
            file.row(check_logs.DIGEST, step, event_logs.START + step, row)
        message = event_logs.findings({"variables": ["a"], "op_name": order, "code": order})
        session = event_logs.session_id(event_logs.START)
        file.message("findings", check_logs.DIGEST, session, 1, message, event_logs.START + 1)
    done = run(tmp_path)
    assert done.returncode == 1
    assert "\N{REPLACEMENT CHARACTER}]0;title" in done.stdout
    assert all(character.isprintable() or character == "\n" for character in done.stdout)


def test_a_folder_whose_name_is_no_text_is_judged_like_any_other(tmp_path):
    check_logs.write(tmp_path / os.fsdecode(b"run \xff"), check_logs.nonfinite())
    for name in ("text", "json", "junit", "github"):
        done = run(tmp_path, "--format", name)
        assert (done.returncode, done.stderr) == (1, "")
