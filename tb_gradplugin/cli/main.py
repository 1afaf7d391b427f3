"""The command line: what it is called with, and how it exits.

Each subcommand has a file of its own in this folder and joins the parser here.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from tb_gradplugin import __version__
from tb_gradplugin.cli import check, explain

EXIT_USAGE = 2
"""The command was called in a way that it does not know; argparse exits with the same."""

_DESCRIPTION = """\
Shows why a gradient is None, zero, vanishing, exploding or NaN.

Training code records, with one line:

  model.fit(x, y, callbacks=[tb_gradplugin.GradientHealth("logs/run1")])

TensorBoard shows it, in the tab named Gradient Health:

  tensorboard --logdir logs

This command judges it, and fails where a gradient is unhealthy:

  tb-gradplugin check logs

Neither of them needs TensorFlow.
"""


def parser() -> argparse.ArgumentParser:
    """What the command understands."""
    result = argparse.ArgumentParser(
        prog="tb-gradplugin",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    result.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    subparsers = result.add_subparsers(title="commands", metavar="COMMAND")
    check.join(subparsers)
    explain.join(subparsers)
    return result


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command.

    Args:
      arguments: what stands after the command's name; those of this process
        where None.

    Returns:
      The exit status: that of the subcommand; 2 where none is named.

    Raises:
      SystemExit: with 0 after `--help` and `--version`, with 2 on a usage error.
    """
    known = parser()
    asked = known.parse_args(arguments)
    if hasattr(asked, "run"):
        return int(asked.run(asked))
    known.print_help(sys.stderr)
    return EXIT_USAGE
