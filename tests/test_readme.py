"""What the README shows is what happens."""

import re
import subprocess
import sys

HEADING = "### Why is it zero, NaN or wrong?"


def of_every_version(text):
    return re.sub(r"\+ \d+ framework frames?", "+ N framework frames", text)


def test_explain_says_of_the_sick_and_the_wrong_gradient_what_the_readme_shows(
    repository, tmp_path
):
    section = (repository / "README.md").read_text(encoding="utf-8").partition(HEADING)[2]
    program, shown = re.findall(r"^```(?:python)?\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)[
        :2
    ]
    (tmp_path / "train.py").write_text(program, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "train.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert of_every_version(done.stdout) == of_every_version(shown)
