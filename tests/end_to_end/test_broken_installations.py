"""TensorBoard comes up with its other tabs where the package is broken, and says why in a line."""

import pathlib

import pytest

from tests.end_to_end.servers import PREFIX

PROTOBUF = """
from google.protobuf import runtime_version
runtime_version.ValidateProtobufRuntimeVersion(
    runtime_version.Domain.PUBLIC, 99, 0, 0, "", "gradient_health.proto"
)
"""
"""How a message module begins that a protobuf of the future has generated."""


def without_the_tab(package: pathlib.Path) -> None:
    (package / "backend" / "static" / "index.js").unlink()


def without_a_module(package: pathlib.Path) -> None:
    (package / "backend" / "queries.py").unlink()


def without_the_names_of_tags(package: pathlib.Path) -> None:
    (package / "schema" / "tags.py").unlink()


def with_half_a_module(package: pathlib.Path) -> None:
    module = package / "backend" / "runs.py"
    module.write_text(module.read_text() + "\ndef half(:\n")


def with_messages_of_another_protobuf(package: pathlib.Path) -> None:
    (package / "schema" / "gradient_health_pb2.py").write_text(PROTOBUF)


def without_a_requirement(package: pathlib.Path) -> None:
    module = package / "backend" / "queries.py"
    module.write_text("import requirement_of_a_later_version\n")


AGAIN = "To repair it: install tb-gradplugin again."

BROKEN = [
    (without_the_tab, ["FileNotFoundError: backend/static has no index.js, which "], AGAIN),
    (without_a_module, ["'queries' from 'tb_gradplugin.backend'", "backend.queries'"], AGAIN),
    (
        without_the_names_of_tags,
        ["'tags' from", "No module named 'tb_gradplugin.schema.tags'"],
        AGAIN,
    ),
    (with_half_a_module, ["SyntaxError: invalid syntax (runs.py, line "], AGAIN),
    (
        with_messages_of_another_protobuf,
        # Up to protobuf 5.25 nothing compares versions; it fails all the same.
        ["VersionError: Detected ", "ImportError: cannot import name 'runtime_version'"],
        "can be used with; install one, or install tb-gradplugin again.",
    ),
    (
        without_a_requirement,
        ["ModuleNotFoundError: No module named 'requirement_of_a_later_version' (queries.py:1)"],
        "names the requirement that is missing; install it, or install tb-gradplugin again.",
    ),
]
"""What is broken, one of which is why, and what is to be done."""


@pytest.mark.parametrize(("damage", "why", "what"), BROKEN, ids=[one[0].__name__ for one in BROKEN])
def test_the_other_tabs_come_up_and_one_line_says_why_ours_does_not_and_what_to_do(
    start_tensorboard, one_run, copied_package, damage, why, what
):
    damage(copied_package / "tb_gradplugin")
    with start_tensorboard(one_run, mode="python_reader", python_path=copied_package) as server:
        listed = server.get("/data/plugins_listing").json
        assert {"scalars", "histograms", "graphs"} <= set(listed)
        assert "gradient_health" not in listed
        assert server.get("/data/plugin/scalars/tags").status == 200
        assert server.get(f"{PREFIX}/runs").status == 404
        (line,) = [line for line in server.output.splitlines() if "Gradient Health" in line]
        assert (
            "The Gradient Health tab is left out, because tb-gradplugin could not be loaded. "
            "Received: "
        ) in line
        assert any(reason in line for reason in why)
        assert line.endswith(what)
        assert "Traceback" not in server.output
