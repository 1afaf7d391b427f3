"""TensorBoard started in other ways, and without TensorFlow."""

import numpy as np

from tests import event_logs
from tests.end_to_end import logs
from tests.end_to_end.servers import PREFIX, wait_for


def test_a_users_own_number_of_samples_wins_and_a_path_prefix_is_respected(
    start_tensorboard, one_run, without_tensorflow, mode
):
    with start_tensorboard(
        one_run,
        *("--samples_per_plugin", "gradient_health=7", "--path_prefix", "/some/prefix"),
        mode=mode,
        python_path=without_tensorflow,
    ) as server:
        server.wait_for_runs(run=49)
        for name in ("l2_norm", "mean", "status"):
            statistic = server.statistic("run", name)
            assert statistic.steps.shape == (7,)
            assert statistic.steps[-1] == 49
        listed = server.get("/data/plugins_listing").json["gradient_health"]
        assert listed["loading_mechanism"]["module_path"] == f"/some/prefix{PREFIX}/index.js"
        assert server.url.endswith("/some/prefix/")
        assert "Traceback" not in server.output


def test_the_tab_is_active_only_once_there_is_something_to_show(
    start_tensorboard, tmp_path, without_tensorflow, mode
):
    with event_logs.EventFile(tmp_path / "run") as file:
        value = event_logs.tensor(np.ones(2, np.float32))
        file.values(0, 1.0, {"another": value}, plugin="another")
        file.flush()
        with start_tensorboard(tmp_path, mode=mode, python_path=without_tensorflow) as server:

            def active() -> bool:
                return server.get("/data/plugins_listing").json["gradient_health"]["enabled"]

            wait_for(lambda: server.get("/data/runs").json == ["run"], lambda: server.output)
            assert active() is False
            assert server.route("runs").json["runs"] == []
            file.table(logs.A, event_logs.table(logs.A, ["a"]))
            file.flush()
            wait_for(active, lambda: server.output)
            server.wait_for_runs(run=None)
            assert server.statistic("run", "l2_norm").values.shape == (0, 1)


def test_the_files_of_the_tab_are_served_and_their_absence_is_explained(
    start_tensorboard, one_run, copied_package
):
    static = copied_package / "tb_gradplugin" / "backend" / "static"
    (static / "index.js").write_text("export function render() {}")
    (static / "chunk.css").write_text("body {}")
    with start_tensorboard(one_run, python_path=copied_package) as server:
        entry = server.route("index.js")
        assert (entry.status, entry.body) == (200, b"export function render() {}")
        assert entry.headers["content-type"].startswith("text/javascript")
        assert entry.headers["x-content-type-options"] == "nosniff"
        assert server.route("static/chunk.css").headers["content-type"].startswith("text/css")
        for escape in ("static/../loader.py", "static/%2e%2e/loader.py", "static/chunk.css/"):
            assert server.route(escape).status == 404
        (static / "index.js").unlink()
        missing = server.route("index.js")
        assert missing.status == 404
        assert "must be built when tb-gradplugin is installed" in missing.error
        assert "pip install ." in missing.error
        assert str(static) not in missing.error
        assert "In 3.0" not in server.output


def test_the_tab_needs_no_tensorflow(start_tensorboard, one_run, copied_package, mode):
    for library in ("tensorflow", "keras"):
        (copied_package / library).mkdir(exist_ok=True)
        (copied_package / library / "__init__.py").write_text(
            "import os\nos.write(2, b'imported: ' + __name__.encode() + b'\\n')\n"
            "raise ImportError('It is not installed here.')\n"
        )
    with start_tensorboard(one_run, mode=mode, python_path=copied_package) as server:
        server.wait_for_runs(run=49)
        np.testing.assert_array_equal(server.statistic("run", "status").values, np.ones((50, 2)))
        # TensorBoard itself tries; what counts is that the plugin answers without.
        assert "imported: keras" not in server.output
