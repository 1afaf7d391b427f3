"""The files of the tab."""

import pytest

from tb_gradplugin.backend import files


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "static"
    (folder / "fonts").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "index.js").write_text("export function render() {}")
    (folder / "fonts" / "a.woff2").write_bytes(b"\0font")
    return folder


def test_a_file_is_found_by_its_path_below_the_folder(folder):
    assert files.read("index.js", folder) == (b"export function render() {}", "text/javascript")
    assert files.read("fonts/a.woff2", folder) == (b"\0font", "font/woff2")


@pytest.mark.parametrize(
    "name",
    [
        "../secret.txt",
        "fonts/../../secret.txt",
        "..\\secret.txt",
        "fonts",
        "",
        ".",
        "..",
        "/etc/passwd",
        "//index.js",
        "./index.js",
        "INDEX.JS",
        "index.js\0",
        "x" * 100_000,
    ],
)
def test_any_other_name_is_unknown(folder, name):
    with pytest.raises(files.UnknownFileError, match="must be one of the Gradient Health tab"):
        files.read(name, folder)


def test_without_its_entry_the_tab_says_how_it_is_built(tmp_path):
    with pytest.raises(files.UnknownFileError, match=r"pip install .*Received: no index\.js"):
        files.read("index.js", tmp_path / "absent")


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("a.css", "text/css"),
        ("a.JS", "text/javascript"),
        ("a.js.map", "application/json"),
        ("a.svg", "image/svg+xml"),
        ("a.exe", "application/octet-stream"),
    ],
)
def test_content_types_do_not_depend_on_the_machine(tmp_path, name, content_type):
    (tmp_path / name).write_bytes(b"x")
    assert files.read(name, tmp_path)[1] == content_type


def test_a_link_that_leads_out_of_the_folder_is_no_file_of_the_tab(folder, tmp_path):
    (folder / "inside.js").symlink_to(folder / "index.js")
    (folder / "outside.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "up").symlink_to(tmp_path, target_is_directory=True)
    (folder / "nowhere").symlink_to(tmp_path / "absent")
    assert files.read("inside.js", folder)[0] == b"export function render() {}"
    for name in ("outside.txt", "up/secret.txt", "nowhere"):
        with pytest.raises(files.UnknownFileError, match="must be one of the Gradient Health tab"):
            files.read(name, folder)


def test_the_folder_may_itself_be_reached_by_a_link(folder, tmp_path):
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    assert files.read("fonts/a.woff2", tmp_path / "link") == (b"\0font", "font/woff2")
