"""The tests that matter for the versions of libraries, by what they are about."""

from __future__ import annotations

import dataclasses

from tests.matrix.environments import Environment

_NULL = "cases/test_null_gradients.py"
_TAB = "end_to_end/tab/test_tab.py"


@dataclasses.dataclass(frozen=True)
class Suite:
    """Tests of one kind.

    Attributes:
      tests: files, and tests by `file::name`, below the folder of the tests.
      needs_tensorflow: whether they make or train something.
      needs_browser: whether they open the tab, or a notebook.
    """

    tests: tuple[str, ...]
    needs_tensorflow: bool = False
    needs_browser: bool = False

    def is_for(self, environment: Environment) -> bool:
        """Whether it can run there, and is worth it."""
        if self.needs_browser:
            return environment.shows_tab
        return bool(environment.tensorflow) or not self.needs_tensorflow


SUITES = {
    "schema": Suite(("schema/test_encoding.py", "schema/test_finding_encoding.py")),
    "loader": Suite(("backend/test_loader.py", "end_to_end/test_broken_installations.py")),
    "queries": Suite(("backend/test_queries.py", "backend/test_matrices.py")),
    "server": Suite(
        (
            *("end_to_end/test_numbers.py", "end_to_end/test_findings.py"),
            "end_to_end/test_installations.py::test_the_tab_needs_no_tensorflow",
        )
    ),
    "reading": Suite(("backend/test_event_files.py", "backend/test_read_broken.py")),
    "command": Suite(("cli/test_main.py", "cli/test_check_formats.py")),
    "recording": Suite(
        (
            *("recording/test_full_row.py", "recording/test_summary.py"),
            *("recording/test_read_back.py", "backend/test_read.py"),
        ),
        needs_tensorflow=True,
    ),
    "keras": Suite(("recording/test_keras_fit.py",), needs_tensorflow=True),
    "explaining": Suite(
        (
            f"{_NULL}::test_the_report_reads_as_it_was_agreed",
            f"{_NULL}::test_every_variable_has_its_status_by_its_name",
            "test_explain_present.py",
        ),
        needs_tensorflow=True,
    ),
    "demo": Suite(("matrix/in_demo.py",), needs_tensorflow=True),
    "tab": Suite(
        (
            f"{_TAB}::test_keys_move_from_cell_to_cell_and_say_what_is_there",
            f"{_TAB}::test_dark_mode_is_followed_at_once",
            f"{_TAB}::test_names_are_text_and_nothing_else",
        ),
        needs_browser=True,
    ),
    "notebook": Suite(("matrix/in_notebook.py",), needs_browser=True),
}
