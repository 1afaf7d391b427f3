"""The entry point that TensorBoard loads.

TensorBoard imports entry points unguarded: an error here would keep all of
TensorBoard from starting. So this module imports only TensorBoard itself and
constants, and everything else inside `load`.
"""

from __future__ import annotations

import argparse

from tensorboard.plugins import base_plugin
from tensorboard.util import tb_logging

from tb_gradplugin.schema.tags import PLUGIN_NAME

SAMPLES_PER_TAG = 1000
"""Steps that TensorBoard keeps of each of our tags unless the user says otherwise.

Its own default is 100 with the data server and 10 without, too few to show
where a gradient turned. A tag has 4 bytes per variable and step at most.
"""

_LOGGER = tb_logging.get_logger()


class GradientHealthLoader(base_plugin.TBLoader):
    """Loads the plugin, or says in one line of the log why it cannot."""

    def fix_flags(self, flags: argparse.Namespace) -> None:
        """Keeps `SAMPLES_PER_TAG` steps per tag, and has checksums compared.

        What the user says of either wins. Unless told so, the data server takes a record with a
        flipped bit for what it was not: wrong numbers, and, where the step is wrong, earlier rows
        that it drops for them. The reader in Python always compares.
        """
        samples = dict(getattr(flags, "samples_per_plugin", None) or {})
        samples.setdefault(PLUGIN_NAME, SAMPLES_PER_TAG)
        flags.samples_per_plugin = samples
        extra = getattr(flags, "extra_data_server_flags", None) or ""
        if "checksum" not in extra:
            flags.extra_data_server_flags = f"{extra} --checksum".lstrip()

    def load(self, context: base_plugin.TBContext) -> base_plugin.TBPlugin | None:
        """The plugin, or None where its parts cannot be imported or there is nothing to read."""
        if context.data_provider is None:
            _LOGGER.warning(
                "The Gradient Health tab is left out: TensorBoard must be started with a data "
                "provider. Received: data_provider=None"
            )
            return None
        try:
            from tb_gradplugin.backend.plugin import GradientHealthPlugin

            return GradientHealthPlugin(context)
        except Exception as error:  # whatever it is, the other tabs must come up
            _LOGGER.error(
                "The Gradient Health tab is left out, because tb-gradplugin could not be loaded. "
                "Received: %s: %s",
                type(error).__name__,
                " ".join(str(error).split()),
            )
            return None
