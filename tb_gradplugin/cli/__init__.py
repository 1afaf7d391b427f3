"""The `tb-gradplugin` command."""
