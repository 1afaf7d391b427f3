"""What the rules said in a session, and what of it is still to be written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tb_gradplugin.health.limits import Thresholds
from tb_gradplugin.schema.records import VariableTable
from tb_gradplugin.schema.verdict_encoding import encode_verdicts
from tb_gradplugin.schema.verdicts import SaidVerdict, Verdict

_FREE_REPORTS = 32
"""Messages because a verdict was taken back or stands again, for each variable table.

One that comes and goes for a whole training must not fill the disk.
"""


class VerdictReport:
    """Keeps what was said in one session by variable table, with how it stands now."""

    def __init__(self, thresholds: Thresholds) -> None:
        """Starts with nothing said.

        Args:
          thresholds: that all verdicts rest on.
        """
        self._thresholds = {one.name: thresholds[one] for one in thresholds.all}
        self._tables: dict[str, VariableTable] = {}
        self._said: dict[str, dict[tuple[str, ...], SaidVerdict]] = {}
        self._in_file: dict[str, tuple[tuple[bool, ...], bytes]] = {}
        self._under_way: dict[str, tuple[tuple[bool, ...], bytes]] = {}
        self._messages: dict[str, int] = {}

    def add(self, table: VariableTable, said: Iterable[Verdict], step: int) -> None:
        """Takes up what is said now for the first time.

        Args:
          table: the variables that are judged.
          said: what is said of them.
          step: the last one of which there is a row.
        """
        for verdict in said:
            self._tables[table.digest] = table
            known = self._said.setdefault(table.digest, {})
            known[_sight(verdict)] = SaidVerdict(step, verdict, verdict)

    def stand(self, by_table: Mapping[str, Sequence[Verdict]]) -> None:
        """Takes up how everything is judged now.

        Args:
          by_table: digest -> verdicts; what was said and is not there is taken back.
        """
        for digest, known in self._said.items():
            now = {verdict.key: verdict for verdict in by_table.get(digest, ())}
            for sight, one in known.items():
                known[sight] = SaidVerdict(one.step, one.verdict, now.get(one.verdict.key))

    def news(self, at_end: bool) -> Iterator[tuple[VariableTable, int, bytes]]:
        """What is to be written now, as (variable table, step, serialized message).

        Args:
          at_end: whether the numbers of what was said long ago are news too.
        """
        for digest, known in self._said.items():
            table = self._tables[digest]
            standing = tuple(one.last is not None for one in known.values())
            told, content_told = self._in_file.get(digest, ((), b""))
            # The step of a message is its number: a later one must not have an earlier step.
            number = self._messages.get(digest, 0)
            is_new = len(standing) > len(told)
            is_other = standing != told and number < _FREE_REPORTS
            if not (is_new or is_other or at_end):
                continue
            names = [variable.name for variable in table.variables]
            content = encode_verdicts(known.values(), self._thresholds, names)
            if content != content_told:
                self._messages[digest] = number + 1
                self._under_way[digest] = (standing, content)
                yield table, number + 1, content

    def is_in_file(self) -> None:
        """Tells that all that `news` gave has reached the file."""
        self._in_file.update(self._under_way)
        self._under_way.clear()

    def file_is_lost(self) -> None:
        """Tells that what was written may be gone: it is news again."""
        self._in_file.clear()
        self._under_way.clear()


def _sight(verdict: Verdict) -> tuple[str, ...]:
    # A warning that has become an error is said again.
    return *verdict.key, verdict.severity
