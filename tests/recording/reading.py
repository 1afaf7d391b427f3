"""Reads back what was recorded, with TensorBoard's own loader."""

from __future__ import annotations

import dataclasses
import pathlib

import numpy as np
from tensorboard.backend.event_processing import event_file_loader
from tensorboard.util import tensor_util

from tb_gradplugin.schema import encoding, records
from tb_gradplugin.schema.finding_encoding import decode_findings
from tb_gradplugin.schema.verdict_encoding import decode_verdicts
from tb_gradplugin.schema.verdicts import SaidVerdicts


@dataclasses.dataclass
class Row:
    step: int
    digest: str
    values: dict[str, np.ndarray]

    def __getitem__(self, kind: str) -> np.ndarray:
        return self.values[kind]


@dataclasses.dataclass
class Log:
    rows: list[Row]
    tables: dict[str, records.VariableTable]
    sessions: list[records.Session]
    counters: dict[str, list[records.Counters]]
    incidents: dict[str, list[records.Incident]]
    findings: dict[str, list[tuple[records.SeenFinding, ...]]]
    verdicts: dict[str, list[SaidVerdicts]]

    @property
    def steps(self) -> list[int]:
        return [row.step for row in self.rows]

    def at(self, step: int) -> Row:
        (row,) = [row for row in self.rows if row.step == step]
        return row

    @property
    def names(self) -> list[str]:
        (table,) = self.tables.values()
        return [variable.name for variable in table.variables]


def read(logdir: pathlib.Path | str) -> Log:
    """All rows of a folder in the order of its files."""
    log = Log([], {}, [], {}, {}, {}, {})
    for path in sorted(p for p in pathlib.Path(logdir).iterdir() if p.is_file()):
        for event in event_file_loader.EventFileLoader(str(path)).Load():
            row = Row(event.step, "", {})
            for value in event.summary.value:
                _, kind, row.digest, *part = value.tag.split("/")
                array = tensor_util.make_ndarray(value.tensor)
                if kind == "counters":
                    log.counters.setdefault(*part, []).append(
                        encoding.decode_counters(array.item())
                    )
                elif kind == "incident":
                    log.incidents.setdefault(*part, []).append(
                        encoding.decode_incident(array.item())
                    )
                elif kind == "findings":
                    log.findings.setdefault(*part, []).append(decode_findings(array.item()))
                elif kind == "verdicts":
                    names = [variable.name for variable in log.tables[row.digest].variables]
                    log.verdicts.setdefault(*part, []).append(decode_verdicts(array.item(), names))
                else:
                    row.values["/".join([kind, *part])] = array
            if "variables" in row.values:
                table, session = encoding.decode_table(row.values["variables"].item())
                log.tables[row.digest] = table
                log.sessions += [session] if session else []
            elif row.values:
                log.rows.append(row)
    return log
