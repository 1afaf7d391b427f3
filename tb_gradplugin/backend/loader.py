"""The entry point that TensorBoard loads.

TensorBoard imports entry points unguarded: an error here would keep all of
TensorBoard from starting. So this module imports only TensorBoard itself, and
everything else inside of its methods, where an error is caught.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import traceback

from tensorboard.plugins import base_plugin
from tensorboard.util import tb_logging

SAMPLES_PER_TAG = 1000
"""Steps that TensorBoard keeps of each of our tags unless the user says otherwise.

Its own default is 100 with the data server and 10 without, too few to show
where a gradient turned. A tag has 4 bytes per variable and step at most.
"""

_PACKAGE = "tb_gradplugin"
_GENERATED = "_pb2.py"
_LEFT_OUT = "The Gradient Health tab is left out"
_AGAIN = "install tb-gradplugin again"

_LOGGER = tb_logging.get_logger()


class GradientHealthLoader(base_plugin.TBLoader):
    """Loads the plugin, or says in one line of the log why it cannot."""

    def fix_flags(self, flags: argparse.Namespace) -> None:
        """Keeps `SAMPLES_PER_TAG` steps per tag, and has checksums compared.

        What the user says of either wins. Unless told so, the data server takes a record with a
        flipped bit for what it was not: wrong numbers, and, where the step is wrong, earlier rows
        that it drops for them. The reader in Python always compares.
        """
        try:
            from tb_gradplugin.schema.tags import PLUGIN_NAME
        except Exception:  # `load` meets it too, and says so
            return
        samples = dict(getattr(flags, "samples_per_plugin", None) or {})
        samples.setdefault(PLUGIN_NAME, SAMPLES_PER_TAG)
        flags.samples_per_plugin = samples
        extra = getattr(flags, "extra_data_server_flags", None) or ""
        if "checksum" not in extra:
            flags.extra_data_server_flags = f"{extra} --checksum".lstrip()

    def load(self, context: base_plugin.TBContext) -> base_plugin.TBPlugin | None:
        """The plugin, or None where a part of it is missing or there is nothing to read."""
        if context.data_provider is None:
            _LOGGER.warning(
                "%s: TensorBoard must be started with a data provider. "
                "Received: data_provider=None",
                _LEFT_OUT,
            )
            return None
        try:
            from tb_gradplugin.backend import files
            from tb_gradplugin.backend.plugin import GradientHealthPlugin

            if not (files.FOLDER / files.ENTRY).is_file():
                raise FileNotFoundError(
                    f"backend/{files.FOLDER.name} has no {files.ENTRY}, which is made when the "
                    "package is built"
                )
            return GradientHealthPlugin(context)
        except Exception as error:  # whatever it is, the other tabs must come up
            _LOGGER.error(
                "%s, because tb-gradplugin could not be loaded. Received: %s: %s%s. To repair it: "
                "%s.",
                _LEFT_OUT,
                type(error).__name__,
                " ".join(str(error).split()).rstrip("."),
                _place(error),
                _remedy(error),
            )
            return None


def _place(error: Exception) -> str:
    """The last line of this package that the error passed through, as " (module.py:12)"."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_ours(frame)]
    # The first frame is `load` itself. A syntax error has its place in its text.
    if len(ours) < 2 or isinstance(error, SyntaxError):
        return ""
    return f" ({os.path.basename(ours[-1].filename)}:{ours[-1].lineno})"


def _remedy(error: Exception) -> str:
    """What to do about it, to be put behind a colon."""
    missing = (error.name or "") if isinstance(error, ModuleNotFoundError) else ""
    if missing and not missing.startswith((_PACKAGE, "tensorboard")):
        return (
            f"`python -m pip check` names the requirement that is missing; install it, or {_AGAIN}"
        )
    frames = traceback.extract_tb(error.__traceback__)
    if any(frame.filename.endswith(_GENERATED) for frame in frames):
        return (
            f"this is protobuf {_protobuf()}, and `python -m pip check` names the versions that "
            f"tb-gradplugin and TensorBoard can be used with; install one, or {_AGAIN}"
        )
    return _AGAIN


def _is_ours(frame: traceback.FrameSummary) -> bool:
    return _PACKAGE in frame.filename.split(os.sep)


def _protobuf() -> str:
    try:
        return importlib.metadata.version("protobuf")
    except importlib.metadata.PackageNotFoundError:
        return "of an unknown version"
