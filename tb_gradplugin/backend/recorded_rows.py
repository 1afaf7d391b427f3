"""All rows of a run as arrays over the same steps."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from tb_gradplugin.backend.matrices import Matrix, OversizedRunError, Rows, aligned, merge
from tb_gradplugin.backend.recorded_tags import RecordedTags
from tb_gradplugin.backend.tables import Layout
from tb_gradplugin.backend.tag_values import Form
from tb_gradplugin.schema import tags
from tb_gradplugin.schema.histogram import BINS, HISTOGRAM, VARIABLES_PER_CHUNK
from tb_gradplugin.schema.records import Counters
from tb_gradplugin.schema.states import State
from tb_gradplugin.schema.statistics import NAMES, STATE, STEP_NAMES

_NAN = np.float32(np.nan)
_NOT_RECORDED = np.uint8(State.NOT_RECORDED)
_FLOAT32 = np.dtype(np.float32)
_UINT8 = np.dtype(np.uint8)
_SCALAR = Form(_FLOAT32, (), "scalar")
_KINDS = frozenset((STATE, *NAMES, *STEP_NAMES, HISTOGRAM))

_CELL_BYTES = len(NAMES) * 4 + BINS + 2
"""Of one variable at one step, in all arrays together."""

_MOST_BYTES = 2**31
_MOST_TIMES = 128
"""How much larger than their files arrays may be, where that is more than `_MOST_BYTES`.

Those of a run that has nothing but states and norms are 20 times as large.
"""


@dataclasses.dataclass(frozen=True, eq=False)
class RecordedTable:
    """One list of variables that was recorded together: of one optimizer, say.

    Attributes:
      digest: identifies the table.
      columns: int64 [variables of the table], places in `Log.variables`.
      step_statistics: name -> float32 [steps], NaN where absent: those that were
        recorded with this table.
      counters: id of a session -> what it counted last, on every step; without
        the sessions that a later one lived anew.
    """

    digest: str
    columns: np.ndarray
    step_statistics: Mapping[str, np.ndarray]
    counters: Mapping[str, Counters] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, eq=False)
class RecordedRows:
    """The arrays of `Log` that have a step axis; see there."""

    steps: np.ndarray
    wall_times: np.ndarray
    states: np.ndarray
    statistics: Mapping[str, np.ndarray]
    step_statistics: Mapping[str, np.ndarray]
    histograms: np.ndarray
    tables: tuple[RecordedTable, ...]


def read_rows(
    recorded: RecordedTags, usable: Sequence[tags.Tag], layout: Layout
) -> tuple[RecordedRows, list[str]]:
    """All rows of a run, and a sentence for each piece that does not fit.

    Raises:
      OversizedRunError: the arrays would be larger than such files can be meant to make them.
    """
    _require_moderate(recorded, usable, layout)
    reader = _Reader(recorded, usable, layout)
    width = len(layout.variables)
    states = merge(reader.vectors(STATE, _UINT8), width, _NOT_RECORDED)
    statistics = {name: merge(reader.vectors(name, _FLOAT32), width, _NAN) for name in NAMES}
    scalars = {name: reader.scalars(name) for name in STEP_NAMES}
    histograms = merge(reader.histograms(), width * BINS, np.uint8(0))

    of_tables = [matrix for by_digest in scalars.values() for matrix in by_digest.values()]
    steps, wall_times = _axis([states, *statistics.values(), *of_tables, histograms])
    tables = tuple(
        RecordedTable(
            digest,
            columns,
            {
                name: _over(steps, by_digest.get(digest, _NO_SCALAR))
                for name, by_digest in scalars.items()
            },
        )
        for digest, columns in layout.columns.items()
    )
    rows = RecordedRows(
        steps=steps,
        wall_times=wall_times,
        states=aligned(states, steps, State.NOT_RECORDED),
        statistics={name: aligned(matrix, steps) for name, matrix in statistics.items()},
        step_statistics={
            name: _over(steps, _known(list(by_digest.values())))
            for name, by_digest in scalars.items()
        },
        histograms=aligned(histograms, steps, 0).reshape(len(steps), width, BINS),
        tables=tables,
    )
    return rows, reader.notes


def _require_moderate(recorded: RecordedTags, usable: Sequence[tags.Tag], layout: Layout) -> None:
    """Refuses files of some megabytes that would become arrays of many gigabytes."""
    rows: dict[str, int] = dict.fromkeys(layout.columns, 0)
    for tag in usable:
        if tag.digest in rows and tag.kind in _KINDS:
            rows[tag.digest] = max(rows[tag.digest], recorded.count(tag))
    steps, width = sum(rows.values()), len(layout.variables)
    most_bytes = max(_MOST_BYTES, _MOST_TIMES * recorded.size_bytes)
    if steps * width * _CELL_BYTES > most_bytes:
        raise OversizedRunError(steps, width, most_bytes)


class _Reader:
    """Takes the rows of one tag after the other, so that what was read is freed on the way."""

    def __init__(self, recorded: RecordedTags, usable: Sequence[tags.Tag], layout: Layout):
        self._recorded = recorded
        self._usable = usable
        self._layout = layout
        self.notes: list[str] = []

    def vectors(self, kind: str, dtype: np.dtype) -> list[Rows]:
        parts = []
        for tag in self._tags(kind):
            columns = self._layout.columns[tag.digest]
            form = Form(dtype, columns.shape, f"vector over {len(columns)} variables")
            parts += self._rows(tag, form, columns)
        return parts

    def scalars(self, kind: str) -> dict[str, Matrix]:
        """By digest of the table."""
        found = {}
        for tag in self._tags(kind):
            for rows in self._rows(tag, _SCALAR, np.zeros(1, np.int64)):
                found[tag.digest] = merge([rows], 1, _NAN)
        return found

    def histograms(self) -> list[Rows]:
        parts = []
        for tag in self._tags(HISTOGRAM):
            first = int(tag.part, 16) * VARIABLES_PER_CHUNK
            columns = self._layout.columns[tag.digest][first : first + VARIABLES_PER_CHUNK]
            shape = (len(columns), BINS)
            form = Form(_UINT8, shape, f"matrix of {len(columns)} variables by {BINS} bins")
            cells = columns[:, np.newaxis] * BINS + np.arange(BINS)
            parts += self._rows(tag, form, cells.reshape(-1))
        return parts

    def _tags(self, kind: str) -> list[tags.Tag]:
        known = self._layout.columns
        return [tag for tag in self._usable if tag.kind == kind and tag.digest in known]

    def _rows(self, tag: tags.Tag, form: Form, columns: np.ndarray) -> list[Rows]:
        values = self._recorded.take(tag)
        if values is None:
            return []
        rows, complaints = values.rows(tag, form, columns, self._layout.sessions)
        self.notes += complaints
        return [rows]


_NO_SCALAR = merge([], 1, _NAN)


def _axis(found: Iterable[Matrix]) -> tuple[np.ndarray, np.ndarray]:
    """All steps of the matrices, and the latest wall time of each."""
    found = list(found)
    steps, row_of = np.unique(
        np.concatenate([matrix.steps for matrix in found]), return_inverse=True
    )
    wall_times = np.full(len(steps), -np.inf)
    with np.errstate(invalid="ignore"):  # A log may say that a time is no number.
        np.maximum.at(wall_times, row_of, np.concatenate([each.wall_times for each in found]))
    return steps, wall_times


def _over(steps: np.ndarray, scalar: Matrix) -> np.ndarray:
    return aligned(scalar, steps)[:, 0]


def _known(found: Sequence[Matrix]) -> Matrix:
    """Of the numbers that several tables have for one step, the one written last."""
    if len(found) == 1:
        return found[0]
    column = np.zeros(1, np.int64)
    parts = []
    for matrix in found:
        # Each table has every scalar, and NaN for what is known beside another one only.
        known = ~np.isnan(matrix.values[:, 0])
        rows = (matrix.steps[known], matrix.wall_times[known], matrix.values[known])
        parts.append(Rows(column, *rows))
    return merge(parts, 1, _NAN)
