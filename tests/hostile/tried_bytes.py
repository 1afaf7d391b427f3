"""What reads bytes, and what it may say of them: the target of `fuzz`."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import pathlib
import pkgutil
import tempfile
from collections.abc import Callable, Iterator

import numpy as np
from tensorboard.compat.proto import event_pb2, tensor_pb2

import tb_gradplugin.schema
from tb_gradplugin.backend import event_files, tag_values, tensor_arrays
from tb_gradplugin.backend.record_files import RecordFile
from tb_gradplugin.schema import encoding, tags
from tests import event_logs
from tests.hostile import odd_logs
from tests.hostile.odd_messages import NAMES

_FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="fuzz_"))
_RUN = _FOLDER / "run"
_FILE = _RUN / "events.out.tfevents.0000000000.fuzz"


def decoders() -> dict[str, Callable[..., object]]:
    """Every function of the agreement that takes serialized bytes, by its name."""
    found = {}
    for module in pkgutil.iter_modules(tb_gradplugin.schema.__path__):
        names = vars(importlib.import_module(f"tb_gradplugin.schema.{module.name}"))
        found |= {name: one for name, one in names.items() if name.startswith("decode_")}
    return found | {"require_known_content": encoding.require_known_content}


DECODERS = decoders()


def _decode(decoder: Callable[..., object], content: bytes) -> None:
    if "variables" in inspect.signature(decoder).parameters:
        decoder(content, variables=NAMES)
    else:
        decoder(content)


def _make_array(content: bytes) -> None:
    array = tensor_arrays.array_of(encoding.parsed(tensor_pb2.TensorProto, content))
    tag_values.message_in(array)


def _read_files(content: bytes) -> None:
    """The bytes of a whole file."""
    _RUN.mkdir(exist_ok=True)
    _FILE.write_bytes(content)
    notes: list[str] = []
    for _ in event_files.events(event_files.paths(_RUN), notes):
        pass
    event_files.has_ours(_RUN)


def _read_event(content: bytes) -> None:
    """One event, in a file that is sound otherwise."""
    _RUN.mkdir(exist_ok=True)
    for path in _RUN.iterdir():
        path.unlink()
    with event_logs.EventFile(_RUN) as file:
        file.table("aaaaaaaa", event_logs.table("aaaaaaaa", NAMES))
        file.row("aaaaaaaa", 0, event_logs.START, {"state": np.ones(3, np.uint8)})
        file.record(content)
    odd_logs.assert_reads(_RUN)


TARGETS: tuple[Callable[[bytes], None], ...] = (
    *(lambda content, one=one: _decode(one, content) for one in DECODERS.values()),
    _make_array,
    _read_files,
    _read_event,
)


def try_input(content: bytes) -> None:
    """The first byte chooses what reads the others; it may refuse by a ValueError."""
    if not content:
        return
    with contextlib.suppress(ValueError):
        TARGETS[content[0] % len(TARGETS)](content[1:])


def seeds(logdir: pathlib.Path) -> list[bytes]:
    """Inputs made of what our own recorder wrote below a folder."""
    return list(dict.fromkeys(_seeds(logdir)))


def _seeds(logdir: pathlib.Path) -> Iterator[bytes]:
    number_of = {name: number for number, name in enumerate(DECODERS)}
    tensor, whole_file, one_event = (bytes([len(DECODERS) + place]) for place in range(3))
    for path in sorted(logdir.rglob("*tfevents*")):
        yield whole_file + path.read_bytes()
        for payload in RecordFile(path).payloads():
            yield one_event + payload
            for value in event_pb2.Event.FromString(payload).summary.value:
                yield tensor + value.tensor.SerializeToString()
                tag = tags.parse(value.tag)
                decoder = f"decode_{'table' if tag.kind == tags.VARIABLES else tag.kind}"
                if decoder in number_of:
                    yield bytes([number_of[decoder]]) + value.tensor.string_val[0]
