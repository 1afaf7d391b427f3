"""The judge of one variable table: the same over a whole log and while it is being written."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.health.block import KINDS, Row, stacked
from tb_gradplugin.health.course import Course
from tb_gradplugin.health.layers import Layers
from tb_gradplugin.health.limits import Thresholds
from tb_gradplugin.health.rules.exploding import Exploding
from tb_gradplugin.health.rules.intermittent import Intermittent
from tb_gradplugin.health.rules.loss_scale_collapse import LossScaleCollapse
from tb_gradplugin.health.rules.nonfinite import Nonfinite
from tb_gradplugin.health.rules.null import Null
from tb_gradplugin.health.rules.rule import Rule
from tb_gradplugin.health.rules.stalled import Stalled
from tb_gradplugin.health.rules.underflow import Underflow
from tb_gradplugin.health.rules.vanishing import Vanishing
from tb_gradplugin.health.rules.zero import Zero
from tb_gradplugin.health.seen_states import SeenStates
from tb_gradplugin.health.thresholds import DEFAULT, WINDOW
from tb_gradplugin.schema.records import Counters, VariableRecord
from tb_gradplugin.schema.verdicts import Verdict, worst_first

_RULES: tuple[type[Rule], ...] = (
    Null,
    Nonfinite,
    Zero,
    LossScaleCollapse,
    Exploding,
    Vanishing,
    Underflow,
    Stalled,
    Intermittent,
)

_ROWS_AT_ONCE = 64
"""NumPy costs a microsecond a call: rows are looked at together."""


class Judge:
    """Sees the rows of one variable table in their order, and says what is unhealthy.

    What it keeps does not grow with the number of rows. It says the same after
    the same rows and counters, however often it was asked in between.
    """

    def __init__(
        self, variables: Sequence[VariableRecord], thresholds: Thresholds = DEFAULT
    ) -> None:
        """Starts with nothing seen.

        Args:
          variables: those of the table, in its order.
          thresholds: the limits.
        """
        self._variables = len(variables)
        self._course = Course(int(thresholds[WINDOW]))
        self._seen = SeenStates(self._variables, self._course)
        layers = Layers(variables)
        self._rules = [rule(layers, thresholds, self._seen, self._course) for rule in _RULES]
        self._steps: list[int] = []
        self._rows: list[Row] = []

    def row(self, step: int, row: Row) -> None:
        """Takes up the next row.

        Args:
          step: its step.
          row: kind of tag -> array, as it is written: "state" uint8 [variables],
            statistics float32 [variables], statistics of the step float32
            scalars. Other kinds than `block.KINDS` are passed over; what is
            missing is absent. The arrays must not change later.
        """
        if not self._variables:
            return  # Of a table without variables nothing can be unhealthy.
        self._steps.append(step)
        self._rows.append({kind: array for kind, array in row.items() if kind in KINDS})
        if len(self._rows) == _ROWS_AT_ONCE:
            self._settle()

    def counters(self, counters: Counters, session: str = "") -> None:
        """Takes up what was counted on every step; of each session its last message counts."""
        self._course.count(session, counters)

    def verdicts(self) -> list[Verdict]:
        """What is unhealthy after all rows so far, worst first."""
        self._settle()
        if not self._course.rows:
            return []
        return worst_first(verdict for rule in self._rules for verdict in rule.verdicts())

    def _settle(self) -> None:
        if not self._rows:
            return
        block = stacked(self._course.rows, self._steps, self._rows, self._variables)
        self._steps, self._rows = [], []
        self._course.see(block)
        self._seen.see(block)
        for rule in self._rules:
            rule.see(block)
