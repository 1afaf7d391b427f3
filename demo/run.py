"""Trains ten small models, most of them unhealthy, and opens their gradients in TensorBoard.

    python demo/run.py                      trains for real, then serves until Ctrl-C
    python demo/run.py --quick              one epoch each
    python demo/run.py --only underflow     that one; as python demo/trainings/underflow.py
    DEMO_SERVE=0 python demo/run.py         ends after the trainings
    DEMO_PORT=8080 python demo/run.py       serves on that port

It needs this package, TensorFlow and scikit-learn, whose handwritten digits are learned. Each
has a file in `trainings`, which says what goes wrong in it.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import pathlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signals import Signals

# Read when TensorFlow and Keras are imported, which is why those imports stand in functions.
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
# Networks as small as these learn faster without a graphics card.
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
# Whoever has switched recording off elsewhere wants to see it here.
os.environ.pop("TB_GRADPLUGIN_DISABLE", None)

NEEDED = {
    "tb_gradplugin": "pip install . (in the folder that holds pyproject.toml)",
    "tensorflow": "pip install tensorflow",
    "sklearn": "pip install scikit-learn",
    "rich": "pip install rich",
}
"""Modules, and what installs them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Takes the arguments of the command line; returns the exit code."""
    options = parsed_options(arguments)
    for module, command in NEEDED.items():
        if importlib.util.find_spec(module) is None:
            return refused(f"The demo needs the module {module}. To install it: {command}")

    from log_folder import ForeignContentError
    from serve import PortError, ServingError
    from signals import Signals

    try:
        train_and_serve(options.logdir, options.only, options.quick, Signals())
    except (ForeignContentError, PortError, ServingError) as error:
        return refused(str(error))
    except KeyboardInterrupt:
        return refused("\nThe demo was stopped before it served anything.", code=130)
    return 0


def train_and_serve(logdir: pathlib.Path, only: str | None, quick: bool, signals: Signals) -> None:
    """Trains into `logdir`, one epoch each where it is to be quick, and serves until a signal.

    Where `only` names a run, the others stay as they are.

    Raises:
      ForeignContentError: `logdir` holds what no demo made.
      PortError: the port that was asked for cannot be had.
      ServingError: TensorBoard does not show the runs.
      KeyboardInterrupt: a signal came before anything was served.
    """
    import display
    import log_folder
    import serve
    import silence

    serving = os.environ.get("DEMO_SERVE", "1") != "0"
    port = serve.requested_port() if serving else None
    runs = log_folder.RUNS if only is None else (only,)
    log_folder.make_empty(logdir, runs)
    screen = display.Display()
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "trainings"))
    with screen.waiting("loading TensorFlow"), silence.standard_error():
        import gallery
    gallery.train_all(runs, logdir, screen, signals, quick)
    if serving:
        serve.serve(logdir, runs, port, screen, signals)
    else:
        where = displayed(logdir)
        screen.say(f"The runs are in {where}. To look at them: tensorboard --logdir {where}")


def parsed_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What was asked for on the command line."""
    from log_folder import RUNS

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--logdir",
        type=pathlib.Path,
        default=pathlib.Path(__file__).resolve().parent / "logs",
        help="folder that gets one folder for each run (default: logs, beside this file)",
    )
    parser.add_argument("--quick", action="store_true", help="train one epoch each")
    parser.add_argument("--only", choices=RUNS, metavar="RUN", help=f"one of {', '.join(RUNS)}")
    return parser.parse_args(arguments)


def displayed(path: pathlib.Path) -> str:
    """The path as one would type it here."""
    path, here = path.resolve(), pathlib.Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def refused(text: str, code: int = 1) -> int:
    """Says why the demo ends, and returns the exit code."""
    print(text, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
