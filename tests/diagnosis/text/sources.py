"""Programs of a few lines, written to a file for the rules that read text."""

import textwrap


def written(tmp_path, source):
    """The file of a program, its lines, and all of these as lines that ran."""
    file = tmp_path / "program.py"
    file.write_text(textwrap.dedent(source).strip() + "\n")
    text = file.read_text().splitlines()
    return str(file), text, {(str(file), number) for number in range(1, len(text) + 1)}
