"""The build backend: setuptools, and Node.js only for a checkout whose tab is yet to be bundled.

The distribution archives carry the bundled tab, so building from a source
distribution asks for setuptools alone.
"""

from __future__ import annotations

import tab_bundle
from setuptools import build_meta
from setuptools.build_meta import *  # noqa: F403  every hook that is not overridden below


def get_requires_for_build_sdist(config_settings=None):
    return build_meta.get_requires_for_build_sdist(config_settings) + tab_bundle.requirements()


def get_requires_for_build_wheel(config_settings=None):
    return build_meta.get_requires_for_build_wheel(config_settings) + tab_bundle.requirements()


def get_requires_for_build_editable(config_settings=None):
    return build_meta.get_requires_for_build_editable(config_settings) + tab_bundle.requirements()
