"""The environments in which the package is tried: one for each combination of versions."""

from __future__ import annotations

import dataclasses

OLDEST_PROTOBUF, NEWEST_PROTOBUF = "oldest-protobuf", "newest-protobuf"

TEST_TOOLS = ("pytest>=8.3", "pytest-timeout>=2.3", "playwright>=1.49", "packaging")
NOTEBOOK_TOOLS = ("jupyter-client", "ipykernel", "nbclient")


@dataclasses.dataclass(frozen=True)
class Environment:
    """What is installed, by exact versions; the rest is what pip resolves beside it.

    Attributes:
      name: by which it is asked for, and the folder that it lies in.
      python: "3.10"; `python3.10` must be on PATH.
      tensorboard: its version.
      protobuf: its version.
      tensorflow: its version; empty where there is none.
      also: further requirements.
      shows_tab: whether the tab is opened in a browser: once for each TensorBoard.
    """

    name: str
    python: str
    tensorboard: str
    protobuf: str
    tensorflow: str = ""
    also: tuple[str, ...] = ()
    shows_tab: bool = False

    @property
    def extras(self) -> str:
        """The extras of the package that are installed."""
        return "[tensorflow,demo]" if self.tensorflow else ""

    @property
    def requirements(self) -> tuple[str, ...]:
        """What pip is asked for beside the wheel."""
        pins = [f"tensorboard=={self.tensorboard}", f"protobuf=={self.protobuf}"]
        if self.tensorflow:
            pins.append(f"tensorflow=={self.tensorflow}")
        notebook = NOTEBOOK_TOOLS if self.shows_tab else ()
        return (*pins, *self.also, *TEST_TOOLS, *notebook)


def _with_tensorflow(
    tensorflow: str, tensorboard: str, python: str, oldest: str, newest: str, also: tuple[str, ...]
) -> tuple[Environment, Environment]:
    """Both ends of the range of protobuf that pip installs beside a TensorFlow.

    `also` is what the older end is pinned to besides: what a lock file of those days would have.
    """
    name = f"tf{tensorflow.rpartition('.')[0]}"
    return (
        Environment(f"{name}-{OLDEST_PROTOBUF}", python, tensorboard, oldest, tensorflow, also),
        Environment(
            f"{name}-{NEWEST_PROTOBUF}", python, tensorboard, newest, tensorflow, shows_tab=True
        ),
    )


ENVIRONMENTS = (
    *_with_tensorflow("2.16.2", "2.16.2", "3.10", "3.20.3", "4.25.9", ("keras==3.3.3",)),
    *_with_tensorflow("2.18.1", "2.18.0", "3.12", "3.20.3", "5.29.6", ("keras==3.6.0",)),
    *_with_tensorflow("2.20.0", "2.20.0", "3.13", "5.28.3", "7.36.2", ("keras==3.10.0",)),
    *_with_tensorflow("2.21.0", "2.21.0", "3.11", "6.31.1", "7.36.2", ()),
    Environment(
        "oldest-without-tensorflow",
        *("3.10", "2.16.2", "3.20.0"),
        # The lower limit of each of our requirements.
        also=(
            *("numpy==1.26.0", "google-crc32c==1.3.0", "grpcio==1.48.2"),
            *("werkzeug==1.0.1", "rich==13.0.0", "tomli==2.0.0"),
        ),
    ),
    Environment("newest-without-tensorflow", "3.13", "2.21.0", "7.36.2"),
)
"""From old to new."""


def named(names: list[str]) -> tuple[Environment, ...]:
    """Those with these names, or with names that begin so; all where no name is given.

    Raises:
      ValueError: a name is that of none.
    """
    for name in names:
        if not any(one.name.startswith(name) for one in ENVIRONMENTS):
            known = ", ".join(one.name for one in ENVIRONMENTS)
            raise ValueError(
                f"The environment must be one of {known}, or the beginning of a name. "
                f"Received: {name}"
            )
    return tuple(
        one for one in ENVIRONMENTS if not names or any(one.name.startswith(name) for name in names)
    )
