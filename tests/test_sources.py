"""What holds for every file of the repository."""

import pathlib
import re

import pytest

LONGEST = 300
"""Lines of a source file; at that length it is split by noun."""

VAGUE = frozenset({"utils", "util", "helpers", "helper", "manager", "common", "info", "data"})

# Where somebody's own machine would show: home folders, temporary and working folders.
OF_A_MACHINE = re.compile(r"(?<![\w.$})])/(?:root|work|tmp|home/\w+|Users/\w+)(?![\w-])")
REGISTRY = re.compile(r"\b(?:registry\.npmjs\.org|(?:pypi|files\.pythonhosted)\.org)\b")


def test_the_files_of_the_repository_are_found(repository_files, repository):
    names = {str(path.relative_to(repository)) for path in repository_files}
    assert {"pyproject.toml", "tb_gradplugin/__init__.py", "frontend/package.json"} <= names
    assert len(names) > 50


def test_no_source_file_is_longer_than_300_lines(repository_files, repository):
    long = {
        str(path.relative_to(repository)): lines
        for path in repository_files
        if path.suffix in (".py", ".ts", ".mjs", ".css", ".proto") and "_pb2" not in path.name
        if (lines := len(_text(path).splitlines())) > LONGEST
    }
    assert long == {}


def test_no_name_is_vague(repository_files, repository):
    vague = [
        str(path.relative_to(repository))
        for path in repository_files
        if any(
            VAGUE & set(re.split(r"[_\-.]", part.lower()))
            for part in path.relative_to(repository).parts
        )
    ]
    assert vague == []


def test_no_file_names_a_path_of_a_machine(repository_files, repository):
    assert _containing(OF_A_MACHINE, repository_files, repository) == []


def test_no_file_names_a_package_registry(repository_files, repository):
    assert _containing(REGISTRY, repository_files, repository) == []


@pytest.mark.parametrize("folder", ["root", "work", "home/me", "Users/me", "tmp"])
def test_a_planted_path_of_a_machine_is_seen(folder):
    assert OF_A_MACHINE.search(f'open("/{folder}/project")')


@pytest.mark.parametrize("text", ["src/root/x", "./work/x", "/homework", "a/work", "{tmp}/logs"])
def test_an_ordinary_path_is_not_taken_for_one(text):
    assert not OF_A_MACHINE.search(text)


def _containing(
    pattern: re.Pattern[str], files: list[pathlib.Path], repository: pathlib.Path
) -> list[str]:
    return [
        f"{path.relative_to(repository)}:{number}"
        for path in files
        for number, line in enumerate(_text(path).splitlines(), 1)
        if pattern.search(line)
    ]


def _text(path: pathlib.Path) -> str:
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode()
