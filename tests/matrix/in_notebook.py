"""The tab in a notebook that a real Jupyter kernel runs."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import textwrap

import numpy as np
import pytest

from tests import event_logs
from tests.end_to_end import logs

ACTIVE = """
import json, re, time, urllib.request

def listed(port):
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/data/plugins_listing") as answer:
                found = json.load(answer)["gradient_health"]
        except OSError:
            found = {"enabled": False}
        if found["enabled"]:
            break
        time.sleep(0.1)
    return {**found, "port": port}
"""


@pytest.fixture
def one_run(tmp_path):
    vectors = {"l2_norm": np.ones((5, 2), np.float32), "state": np.ones((5, 2), np.uint8)}
    event_logs.write_run(tmp_path / "logs" / "run", logs.A, ["a", "b"], range(5), vectors)
    return tmp_path / "logs"


@pytest.fixture
def executed(tmp_path):
    """Runs cells in a kernel of this environment; gives the outputs of each."""
    servers = []

    def execute(*cells: str) -> list[list[dict]]:
        path = tmp_path / "notebook.ipynb"
        source = {"cells": [code_cell(cell) for cell in cells], "metadata": {}}
        path.write_text(json.dumps({**source, "nbformat": 4, "nbformat_minor": 5}))
        environment = {
            **os.environ,
            # The magic starts the `tensorboard` that is on PATH.
            "PATH": os.pathsep.join([os.path.join(sys.prefix, "bin"), os.environ["PATH"]]),
            # Where kernels of an earlier version may be installed, by somebody.
            "JUPYTER_PATH": os.path.join(sys.prefix, "share", "jupyter"),
            "JUPYTER_PLATFORM_DIRS": "1",
            "IPYTHONDIR": str(tmp_path / "ipython"),
            "TMPDIR": str(tmp_path),
        }
        done = subprocess.run(
            [sys.executable, "-m", "jupyter", "execute", "--inplace", path],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        # A TensorBoard may outlive its kernel; where it is stands in a folder of its own.
        noted = (tmp_path / ".tensorboard-info").glob("*.info")
        servers.extend(json.loads(path.read_text())["pid"] for path in noted)
        assert done.returncode == 0, done.stderr[-5000:]
        return [cell["outputs"] for cell in json.loads(path.read_text())["cells"]]

    yield execute
    for server in servers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(server, signal.SIGTERM)


def code_cell(source: str) -> dict:
    source = textwrap.dedent(source)
    fields = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
    return {**fields, "source": source, "id": f"cell-{abs(hash(source))}"}


def test_the_magic_shows_a_tensorboard_in_which_the_tab_is_active(executed, one_run):
    outputs = executed(
        "%load_ext tensorboard",
        f"%tensorboard --logdir {one_run} --reload_interval 1",
        ACTIVE + "from tensorboard import manager\n"
        "(server,) = manager.get_all()\nprint(json.dumps(listed(server.port)))",
        "from tensorboard import notebook\nnotebook.list()",
    )
    shown = "".join(
        "".join(output["data"].get("text/html", "")) for output in outputs[1] if "data" in output
    )
    (port,) = set(re.findall(r"const port = (\d+);|url\.port = (\d+)", shown).pop()) - {""}
    assert "<iframe" in shown
    found = json.loads("".join(outputs[2][0]["text"]))
    assert found["enabled"] is True
    assert found["tab_name"] == "Gradient Health"
    assert found["port"] == int(port)
    assert f"port {port}" in "".join(outputs[3][0]["text"])


def test_start_of_the_notebook_module_shows_it_too(executed, one_run):
    outputs = executed(
        f"from tensorboard import notebook\nnotebook.start('--logdir {one_run} --port 0')",
        ACTIVE + "from tensorboard import manager\n"
        "(server,) = manager.get_all()\nprint(json.dumps(listed(server.port)))",
    )
    found = json.loads("".join(outputs[1][0]["text"]))
    assert (found["enabled"], found["tab_name"]) == (True, "Gradient Health")


def test_what_is_read_is_shown_as_html_and_as_text(executed, one_run):
    (outputs,) = executed(
        f"import tb_gradplugin as tbg\ntbg.read({str(one_run / 'run')!r})",
    )
    (output,) = outputs
    assert output["output_type"] == "execute_result"
    assert "2 variables, 5 rows from step 0 to step 4." in "".join(output["data"]["text/html"])
    assert "<Log: 5 steps of 2 variables" in "".join(output["data"]["text/plain"])
