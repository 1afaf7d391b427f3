"""One variable of a run: its place, and its histogram out of the chunks of thousands."""

from __future__ import annotations

import dataclasses

import numpy as np

from tb_gradplugin.backend import matrices, tables
from tb_gradplugin.backend.readings import values_of
from tb_gradplugin.backend.runs import UnknownNameError, shortened
from tb_gradplugin.backend.tag_values import Form
from tb_gradplugin.backend.tensors import Scope, Series, TensorReader, UnreadableTagError
from tb_gradplugin.schema import tags
from tb_gradplugin.schema.histogram import BINS, HISTOGRAM, VARIABLES_PER_CHUNK


def column_of(layout: tables.Layout, variable: str) -> int:
    """The place of a variable among those of a run.

    Raises:
      UnknownNameError: there is none of that name.
    """
    for column, record in enumerate(layout.variables):
        if record.name == variable:
            return column
    raise UnknownNameError(
        f"`variable` must be a variable of the run. Received: variable={shortened(variable)}"
    )


def read_histogram(
    reader: TensorReader,
    scope: Scope,
    run: str,
    series: Series,
    layout: tables.Layout,
    column: int,
) -> matrices.Matrix:
    """The histogram of magnitudes of one variable: uint8 [steps, `histogram.BINS`].

    Only what is asked for is kept: a chunk has up to 200 kB at each step.
    """
    parts = []
    notes: list[str] = []
    for digest, columns in layout.columns.items():
        for place in np.flatnonzero(columns == column):
            chunk, row = divmod(int(place), VARIABLES_PER_CHUNK)
            tag = tags.Tag(HISTOGRAM, digest, f"{chunk:x}")
            if str(tag) not in series:
                continue
            size = min(VARIABLES_PER_CHUNK, len(columns) - chunk * VARIABLES_PER_CHUNK)
            try:
                events = reader.read(scope, run, str(tag), size * BINS, notes)
            except UnreadableTagError as error:
                notes.append(str(error))
                continue
            written = values_of(events)
            # What has another shape than the chunk stays as it is, and is told not to fit.
            rows_of_chunk = [
                array[row] if array is not None and array.shape == (size, BINS) else array
                for array in written.arrays
            ]
            written = dataclasses.replace(written, arrays=rows_of_chunk)
            form = Form(np.dtype(np.uint8), (BINS,), f"matrix of {size} variables by {BINS} bins")
            rows, complaints = written.rows(tag, form, np.arange(BINS), layout.sessions)
            parts.append(rows)
            notes += complaints
    return matrices.merge(parts, BINS, np.uint8(0), tuple(notes))
