"""What the routes ask: the runs, their variables, and matrices of numbers."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import functools
import math
import operator

import numpy as np
from tensorboard.data import provider

from tb_gradplugin.backend import judging
from tb_gradplugin.backend.cache import VersionedCache
from tb_gradplugin.backend.file_watch import FileWatch
from tb_gradplugin.backend.histograms import column_of, read_histogram
from tb_gradplugin.backend.listings import RecentListings
from tb_gradplugin.backend.matrices import Matrix, OversizedRunError, aligned
from tb_gradplugin.backend.readings import (
    FindingsOfRun,
    read_judged_tables,
    read_layout,
    read_matrix,
    read_run_findings,
    revision,
)
from tb_gradplugin.backend.runs import (
    RunSummary,
    UnknownNameError,
    UnlistableRunError,
    VerdictsOfRun,
    shortened,
    with_files,
)
from tb_gradplugin.backend.said_verdicts import in_all
from tb_gradplugin.backend.tables import Layout
from tb_gradplugin.backend.tensors import Scope, Series, TensorReader
from tb_gradplugin.health.block import VECTORS
from tb_gradplugin.health.limits import Thresholds
from tb_gradplugin.health.status import statuses
from tb_gradplugin.schema import tags
from tb_gradplugin.schema.histogram import HISTOGRAM
from tb_gradplugin.schema.records import VariableRecord
from tb_gradplugin.schema.statistics import BY_NAME, NAMES, STATE
from tb_gradplugin.schema.version import UnknownSchemaVersionError

CACHE_CAPACITY_BYTES = 256 * 2**20

STATUS = "status"
"""The statistic that is derived instead of recorded."""

_L2_NORM = "l2_norm"
_RECORDED = (STATE, *NAMES)
_VARIABLE_SIZE_BYTES = 500

_READERS = 8
"""Runs read at the same time; with the data server, most of the time is spent waiting."""


class RunQueries:
    """Reads runs and remembers what has not changed since. Several threads may use it."""

    def __init__(
        self,
        data_provider: provider.DataProvider,
        cache_capacity_bytes: int = CACHE_CAPACITY_BYTES,
        logdir: str | None = None,
    ):
        self._reader = TensorReader(data_provider)
        self._files = FileWatch(logdir)
        self._cache = VersionedCache(cache_capacity_bytes)
        self._recent = RecentListings()

    def any_run(self, scope: Scope) -> bool:
        """Whether there is a run with gradient health, or what is left of one."""
        return any(self._reader.listing(scope).values()) or bool(self._files.look(()))

    def runs(self, scope: Scope) -> list[RunSummary]:
        """All runs with gradient health, by name."""
        listing = self._reader.listing(scope)
        self._recent.remember(scope.experiment_id, listing, whole=True)
        with concurrent.futures.ThreadPoolExecutor(_READERS) as pool:
            summaries = pool.map(
                lambda run: self._summary(scope, run, listing[run]), sorted(listing)
            )
        return with_files(summaries, self._files.look(listing))

    def variables(self, scope: Scope, run: str) -> tuple[VariableRecord, ...]:
        """The columns of every matrix of the run.

        Raises:
          UnknownNameError: there is no such run.
          UnknownSchemaVersionError: a newer version wrote it.
          UnlistableRunError: see there.
        """
        return self._layout(scope, run, self._series(scope, run)).variables

    def statistic(self, scope: Scope, run: str, name: str) -> Matrix:
        """One matrix; without rows where the run does not record the statistic.

        Args:
          scope: see `Scope`.
          run: name of the run.
          name: a statistic of the schema, or "status".

        Raises:
          UnknownNameError: there is no such run or statistic.
          UnknownSchemaVersionError: a newer version wrote the run.
          UnlistableRunError: see there.
        """
        if name != STATUS and name not in BY_NAME:
            raise UnknownNameError(
                f"`name` must be one of {', '.join((STATUS, *NAMES))}. "
                f"Received: name={shortened(name)}"
            )
        series = self._series(scope, run)
        layout = self._layout(scope, run, series)
        if name != STATUS:
            return self._matrix(scope, run, series, layout, name)
        states = self._matrix(scope, run, series, layout, STATE)
        norms = self._matrix(scope, run, series, layout, _L2_NORM)
        return self._cache.fetch(
            (scope.experiment_id, run, STATUS),
            revision(series),
            functools.partial(_judged, states, norms),
            operator.attrgetter("size_bytes"),
        )

    def curves(self, scope: Scope, run: str, variable: str) -> Matrix:
        """All statistics of one variable: float32 [steps, statistics of the schema], NaN absent.

        Raises:
          UnknownNameError: there is no such run or variable.
          UnknownSchemaVersionError: a newer version wrote the run.
          UnlistableRunError: see there.
        """
        series = self._series(scope, run)
        layout = self._layout(scope, run, series)
        column = column_of(layout, variable)
        recorded = {tag.kind for tag in map(tags.parse, series) if tag is not None}
        states = self._matrix(scope, run, series, layout, STATE)
        values = np.full((len(states.steps), len(NAMES)), np.nan, np.float32)
        for place, name in enumerate(NAMES):
            if name in recorded:
                matrix = self._matrix(scope, run, series, layout, name)
                values[:, place] = aligned(matrix, states.steps)[:, column]
        return Matrix(states.steps, states.wall_times, values)

    def histogram(self, scope: Scope, run: str, variable: str) -> Matrix:
        """The histogram of magnitudes of one variable: uint8 [steps, bins of the schema].

        Without rows where none was recorded.

        Raises:
          UnknownNameError: there is no such run or variable.
          UnknownSchemaVersionError: a newer version wrote the run.
          UnlistableRunError: see there.
        """
        series = self._series(scope, run)
        layout = self._layout(scope, run, series)
        column = column_of(layout, variable)
        return self._cache.fetch(
            (scope.experiment_id, run, HISTOGRAM, variable),
            revision(series),
            functools.partial(read_histogram, self._reader, scope, run, series, layout, column),
            operator.attrgetter("size_bytes"),
        )

    def findings(self, scope: Scope, run: str) -> FindingsOfRun:
        """Why gradients of the run were sick, worst first.

        Raises:
          UnknownNameError: there is no such run.
          UnknownSchemaVersionError: a newer version wrote it.
          UnlistableRunError: see there.
        """
        series = self._series(scope, run)
        return self._findings(scope, run, series, self._layout(scope, run, series))

    def verdicts(self, scope: Scope, run: str, thresholds: Thresholds) -> VerdictsOfRun:
        """What is unhealthy in a run, worst first; judged anew on each call.

        Raises:
          UnknownNameError: there is no such run.
          UnknownSchemaVersionError: a newer version wrote it.
          UnlistableRunError: see there.
        """
        series = self._series(scope, run)
        layout = self._layout(scope, run, series)
        states = self._matrix(scope, run, series, layout, STATE)
        found = {kind: self._matrix(scope, run, series, layout, kind) for kind in VECTORS}
        tables = self._cache.fetch(
            (scope.experiment_id, run, "verdicts"),
            revision(series),
            functools.partial(
                read_judged_tables, self._reader, scope, run, series, layout, states.steps
            ),
            lambda tables: tables.size_bytes,
        )
        statistics = {kind: aligned(matrix, states.steps) for kind, matrix in found.items()}
        rows = (layout.variables, states.steps, states.values, statistics)
        notes = [note for matrix in (states, *found.values()) for note in matrix.notes]
        judged = judging.verdicts(*rows, tables.tables, thresholds)
        causes = self._findings(scope, run, series, layout).findings
        return VerdictsOfRun(
            in_all(judged, tables.said, causes, thresholds),
            layout.variables,
            int(states.steps[-1]) if len(states.steps) else None,
            (*notes, *tables.notes),
        )

    def _series(self, scope: Scope, run: str) -> Series:
        series = self._recent.find(scope.experiment_id, run)
        if series is None:
            listing = self._reader.listing(scope, run)
            self._recent.remember(scope.experiment_id, listing)
            series = listing.get(run)
        if series is None:
            raise UnknownNameError(
                f"`run` must be a run with gradient health. Received: run={shortened(run)}"
            )
        if not series:
            raise UnlistableRunError
        return series

    def _layout(self, scope: Scope, run: str, series: Series) -> Layout:
        # Vectors come with every row, tables once per session: the columns stay
        # until there is another tag, or a table is announced again.
        return self._cache.fetch(
            (scope.experiment_id, run, tags.VARIABLES),
            revision(series, (tags.VARIABLES,)),
            functools.partial(read_layout, self._reader, scope, run, series),
            lambda layout: _VARIABLE_SIZE_BYTES * (1 + len(layout.variables)),
        )

    def _findings(self, scope: Scope, run: str, series: Series, layout: Layout) -> FindingsOfRun:
        return self._cache.fetch(
            (scope.experiment_id, run, tags.FINDINGS),
            revision(series, (tags.FINDINGS, tags.VARIABLES)),
            functools.partial(read_run_findings, self._reader, scope, run, series, layout),
            lambda found: found.size_bytes,
        )

    def _matrix(self, scope: Scope, run: str, series: Series, layout: Layout, kind: str) -> Matrix:
        return self._cache.fetch(
            (scope.experiment_id, run, kind),
            revision(series),
            functools.partial(read_matrix, self._reader, scope, run, series, layout, kind),
            operator.attrgetter("size_bytes"),
        )

    def _summary(self, scope: Scope, run: str, series: Series) -> RunSummary:
        blank = RunSummary(run, None, (), 0, None, None, revision(series))
        if not series:
            return dataclasses.replace(blank, problem=str(UnlistableRunError()))
        try:
            layout = self._layout(scope, run, series)
            recorded = {tag.kind for tag in map(tags.parse, series) if tag is not None}
            kind = next((kind for kind in _RECORDED if kind in recorded), STATE)
            rows = self._matrix(scope, run, series, layout, kind)
        except (UnknownSchemaVersionError, OversizedRunError) as error:
            return dataclasses.replace(blank, problem=str(error))
        if not layout.columns:
            return dataclasses.replace(
                blank,
                problem="Nothing of this run can be shown: it must have a readable variable table.",
                notes=layout.notes,
            )
        return dataclasses.replace(
            blank,
            notes=layout.notes + self._notes(scope, run),
            variables=len(layout.variables),
            last_step=int(rows.steps[-1]) if len(rows.steps) else None,
            last_wall_time=_finite(rows.wall_times[-1]) if len(rows.steps) else None,
        )

    def _notes(self, scope: Scope, run: str) -> tuple[str, ...]:
        """What was left out of the matrices that are in memory."""
        found = [self._cache.latest((scope.experiment_id, run, kind)) for kind in _RECORDED]
        return tuple(note for m in found if isinstance(m, Matrix) for note in m.notes)


def _judged(states: Matrix, norms: Matrix) -> Matrix:
    judged = statuses(states.values, aligned(norms, states.steps))
    return Matrix(states.steps, states.wall_times, judged)


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
