"""Commands that bundle the tab first; all else is in pyproject.toml."""

import pathlib
import shutil
import sys

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "build_backend"))
import tab_bundle


class BuildWithTab(build_py):
    """Bundles the tab, then copies the package; in place for an editable install."""

    def run(self):
        tab_bundle.ensure()
        if not self.editable_mode:
            # What an earlier build left there would go into this one's wheel.
            shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()


class SdistWithTab(sdist):
    """Bundles the tab, so that who installs from the archive needs no Node.js."""

    def run(self):
        tab_bundle.ensure()
        super().run()


setup(cmdclass={"build_py": BuildWithTab, "sdist": SdistWithTab})
