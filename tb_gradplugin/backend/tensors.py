"""Reads tags through TensorBoard's data provider, whichever it is."""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections.abc import Mapping, Sequence

import grpc  # type: ignore[import-untyped]
from tensorboard.context import RequestContext
from tensorboard.data import provider

from tb_gradplugin.backend import tensor_arrays
from tb_gradplugin.schema.tags import PLUGIN_NAME

RESPONSE_LIMIT_BYTES = 250 * 2**20
"""What one answer of the data server may hold.

TensorBoard refuses answers of more than 256 MiB (`grpc.max_receive_message_length`
in its server_ingester.py); the rest is left for what is sent beside the values.
"""

_EVENT_OVERHEAD_BYTES = 128
_ATTEMPTS = 3
_PAUSE_SECONDS = 0.01

Series = Mapping[str, provider.TensorTimeSeries]
"""What the data provider lists of one run: name of a tag -> when it was last written."""


class UnreadableTagError(ValueError):
    """The values of a tag cannot be brought over as arrays."""


class DataServerError(RuntimeError):
    """TensorBoard's data server does not answer, or not to this question."""


@dataclasses.dataclass(frozen=True)
class Scope:
    """On whose behalf and from which experiment something is read."""

    context: RequestContext
    experiment_id: str


class TensorReader:
    """The two questions that this plugin asks of the data provider."""

    def __init__(self, data_provider: provider.DataProvider):
        self._provider = data_provider

    def listing(self, scope: Scope, run: str | None = None) -> Mapping[str, Series]:
        """All of our tags, by run and tag; of one run only if `run` is given.

        A run whose tags cannot be listed is there without any.

        Raises:
          DataServerError: see there.
        """
        try:
            return self._listing(scope, run)
        except KeyError:
            # The reader in Python, of a tag that has metadata and no value: either not
            # yet, when it is reading that very event, or never. Only that run suffers.
            runs = [run] if run is not None else self._runs(scope)
        listing: dict[str, Series] = {}
        for name in runs:
            listing.update(self._patient_listing(scope, name))
        return listing

    def read(
        self,
        scope: Scope,
        run: str,
        tag: str,
        event_size_bytes: int,
        notes: list[str] | None = None,
    ) -> Sequence[provider.TensorDatum]:
        """The events of one tag, in the order in which the provider has them.

        The value of one that is no array is None.

        Args:
          scope: see `Scope`.
          run: name of the run.
          tag: name of the tag.
          event_size_bytes: expected size of one value. More events than the
            data server can send at once are thinned out, the last one always
            staying; where the values are larger than expected, further.
          notes: if given, gets a sentence where they were.

        Raises:
          DataServerError: see there.
          UnreadableTagError: a value is no array, or a single one too large.
        """
        points = max(1, RESPONSE_LIMIT_BYTES // (event_size_bytes + _EVENT_OVERHEAD_BYTES))
        while points:
            events = self._read(scope, run, tag, points)
            if events is not None:
                if len(events) == points and notes is not None:
                    notes.append(
                        f"`{tag}` is thinned out to {points} rows: more of them are too large for "
                        "one answer of TensorBoard's data server."
                    )
                return events
            points //= 2
        raise UnreadableTagError(
            f"`{tag}` is left out: a value must be small enough for the data server to send it."
        )

    def _read(
        self, scope: Scope, run: str, tag: str, points: int
    ) -> Sequence[provider.TensorDatum] | None:
        """At most `points` events of a tag, or None where they are too many for one answer."""
        try:
            with tensor_arrays.made_by_us():
                found = self._provider.read_tensors(
                    scope.context,
                    experiment_id=scope.experiment_id,
                    plugin_name=PLUGIN_NAME,
                    downsample=points,
                    run_tag_filter=provider.RunTagFilter(runs=[run], tags=[tag]),
                )
        except grpc.RpcError as error:
            if error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED:
                return None
            raise _failure(error) from error
        except KeyError:  # the reader in Python, when the run was deleted just now
            return []
        except (TypeError, ValueError, MemoryError) as error:
            raise UnreadableTagError(
                f"`{tag}` is left out, because a value of it is no array. Received: {error}"
            ) from error
        return found.get(run, {}).get(tag, [])

    def _runs(self, scope: Scope) -> list[str]:
        found = self._provider.list_runs(scope.context, experiment_id=scope.experiment_id)
        return [run.run_name for run in found]

    def _patient_listing(self, scope: Scope, run: str) -> Mapping[str, Series]:
        for _ in range(_ATTEMPTS):
            with contextlib.suppress(KeyError):
                return self._listing(scope, run)
            time.sleep(_PAUSE_SECONDS)
        return {run: {}}

    def _listing(self, scope: Scope, run: str | None) -> Mapping[str, Series]:
        try:
            return self._provider.list_tensors(
                scope.context,
                experiment_id=scope.experiment_id,
                plugin_name=PLUGIN_NAME,
                run_tag_filter=provider.RunTagFilter(runs=None if run is None else [run]),
            )
        except grpc.RpcError as error:
            raise _failure(error) from error


def _failure(error: grpc.RpcError) -> DataServerError:
    return DataServerError(
        "TensorBoard's data server must be running and able to answer. "
        f"Received: {error.code()}, {error.details()}"
    )
