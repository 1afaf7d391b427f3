"""Why is my gradient None, zero, vanishing, exploding or NaN?

    model.fit(x, y, callbacks=[tbg.GradientHealth("logs/run1")])

records the health of every variable's gradient; the Gradient Health tab of
TensorBoard shows it. Importing this package loads neither TensorFlow nor
TensorBoard: each name below loads what it needs when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tb_gradplugin.recording.summary as summary
    from tb_gradplugin.backend.log import Log as Log
    from tb_gradplugin.backend.log import read as read
    from tb_gradplugin.checking import GradientHealthError as GradientHealthError
    from tb_gradplugin.checking import check as check
    from tb_gradplugin.explaining import Report as Report
    from tb_gradplugin.explaining import explain as explain
    from tb_gradplugin.recording.health_warning import (
        GradientHealthWarning as GradientHealthWarning,
    )
    from tb_gradplugin.recording.keras_callback import GradientHealth as GradientHealth
    from tb_gradplugin.recording.recorder import GradientRecorder as GradientRecorder
    from tb_gradplugin.schema.findings import Finding as Finding
    from tb_gradplugin.schema.findings import Location as Location
    from tb_gradplugin.schema.verdicts import Verdict as Verdict

__version__ = "0.1.0"

_HOMES = {
    "Finding": "tb_gradplugin.schema.findings",
    "GradientHealth": "tb_gradplugin.recording.keras_callback",
    "GradientHealthError": "tb_gradplugin.checking",
    "GradientHealthWarning": "tb_gradplugin.recording.health_warning",
    "GradientRecorder": "tb_gradplugin.recording.recorder",
    "Location": "tb_gradplugin.schema.findings",
    "Log": "tb_gradplugin.backend.log",
    "Report": "tb_gradplugin.explaining",
    "Verdict": "tb_gradplugin.schema.verdicts",
    "check": "tb_gradplugin.checking",
    "explain": "tb_gradplugin.explaining",
    "read": "tb_gradplugin.backend.log",
    "summary": "tb_gradplugin.recording.summary",
}

__all__ = [
    "Finding",
    "GradientHealth",
    "GradientHealthError",
    "GradientHealthWarning",
    "GradientRecorder",
    "Location",
    "Log",
    "Report",
    "Verdict",
    "__version__",
    "check",
    "explain",
    "read",
    "summary",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = importlib.import_module(home)
    value = module if home.endswith(f".{name}") else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
