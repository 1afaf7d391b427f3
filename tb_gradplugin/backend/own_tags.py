"""Which tags of a run are ours, by the metadata that comes with their first value in a file."""

from __future__ import annotations

from tensorboard.compat.proto import summary_pb2

from tb_gradplugin.schema import tags


class OwnTags:
    """Decides tag by tag, as their values are met in the order of the files.

    Attributes:
      contents: `plugin_data.content` of each of our tags, also of those that this
        version has no use for.
    """

    def __init__(self) -> None:
        """Knows no tag."""
        self.contents: dict[str, bytes] = {}

    def owns(self, name: str, plugin_data: summary_pb2.SummaryMetadata.PluginData) -> bool | None:
        """Whether a tag is ours, which is then settled; None where that cannot be told yet.

        Args:
          name: of a tag that is not settled.
          plugin_data: of its next value.
        """
        # As in TensorBoard, the first metadata of a tag decides whose it is.
        if plugin_data.plugin_name:
            if plugin_data.plugin_name != tags.PLUGIN_NAME:
                return False
            self.contents[name] = plugin_data.content
            return True
        # Where the record with the metadata is damaged, that of the variable table has the same.
        tag = tags.parse(name)
        table = str(tags.Tag(tags.VARIABLES, tag.digest)) if tag else ""
        if table not in self.contents:
            return None
        self.contents[name] = self.contents[table]
        return True
