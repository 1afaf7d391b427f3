"""Programs of a few lines, written to a file for the rules that read text."""

import pathlib
import textwrap

import tb_gradplugin as tbg
from tests.cases import loading


def written(tmp_path, source):
    """The file of a program, its lines, and all of these as lines that ran."""
    file = tmp_path / "program.py"
    file.write_text(textwrap.dedent(source).strip() + "\n")
    text = file.read_text().splitlines()
    return str(file), text, {(str(file), number) for number in range(1, len(text) + 1)}


def explained(tmp_path, source):
    """The only finding of `explain` on a program, which has `loss_fn` and `variables`."""
    module = loading.load(pathlib.Path(written(tmp_path, source)[0]))
    (finding,) = tbg.explain(module.loss_fn, module.variables).findings
    return finding
