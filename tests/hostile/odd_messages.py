"""Tensors and messages that no writer of ours writes, as strategies of hypothesis."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from hypothesis import strategies as st
from tensorboard.compat.proto import tensor_pb2, types_pb2

from tb_gradplugin.schema import gradient_health_pb2 as pb
from tb_gradplugin.schema import statistics, tags
from tb_gradplugin.schema.codes import NAMES as CODES
from tb_gradplugin.schema.findings import CERTAINTIES, SEVERITIES
from tb_gradplugin.schema.verdicts import RULES
from tests import event_logs

DIGESTS = ("aaaaaaaa", "bbbbbbbb")
NAMES = ("a/kernel", "a/bias", "b")
"""Of the variables of either digest."""

SESSION = event_logs.session_id(event_logs.START)

_INTEGERS = (0, 1, 2, 3, 5, 2**31 - 1, 2**32 - 1, 2**62, 2**63 - 1, -1, -(2**31), -(2**63))
_NUMBERS = (0.0, 1.0, -1.0, 1e-320, 1e308, -1e308, float("nan"), float("inf"), float("-inf"))
_TEXTS = (
    *("", "a/kernel", "a/bias", "b", "ok", "zero", "null", "nonfinite", "l2_norm", "float32"),
    *(*SEVERITIES, *CERTAINTIES, *list(RULES), *list(CODES)[::5], "StopGradient", "variable"),
    *("\x1b]0;x\x07\x1b[2J", "<img src=x onerror=alert(1)>", "\u202e\u2066", "a\nb\r\n::set-env::"),
    *("`" * 40, "(" * 400, "x" * 3000, "{0.__class__}", "%s%n", "\0", "\U0010ffff", "'''"),
)
_DIMS = (0, 1, 2, 3, 32, -1, 2**20, 2**31, 2**32, 2**62, 2**63 - 1, -(2**63))

_RANGES: Mapping[int, tuple[int, int]] = {
    FieldDescriptor.TYPE_INT64: (-(2**63), 2**63 - 1),
    FieldDescriptor.TYPE_UINT32: (0, 2**32 - 1),
}


def messages(kind: type[Message]) -> st.SearchStrategy[bytes]:
    """Serialized messages of one kind, of whatever fields it has, most with a known version."""
    whole = _fields(kind.DESCRIPTOR).map(lambda fields: kind(**fields).SerializeToString())
    return st.one_of(whole, whole, whole, st.tuples(whole, st.data()).map(_torn), st.binary())


def _torn(drawn: tuple[bytes, st.DataObject]) -> bytes:
    content, data = drawn
    place = data.draw(st.integers(0, len(content)))
    return content[:place] + data.draw(st.binary(max_size=4)) + content[place + 1 :]


@functools.cache
def _fields(descriptor: Descriptor) -> st.SearchStrategy[dict]:
    known = {}
    for field in descriptor.fields:
        if field.name == "schema_version":
            known[field.name] = st.sampled_from((1, 1, 1, 1, 1, 1, 0, 2, 2**32 - 1))
            continue
        value = _value(field)
        known[field.name] = st.lists(value, max_size=4) if _is_repeated(field) else value
    required = {name: known[name] for name in known if name == "schema_version"}
    optional = {name: known[name] for name in known if name not in required}
    # Of several fields that exclude each other the last one counts.
    return st.fixed_dictionaries(required, optional=optional)


def _value(field: FieldDescriptor) -> st.SearchStrategy:
    if field.type == FieldDescriptor.TYPE_MESSAGE:
        return _fields(field.message_type)
    if field.type == FieldDescriptor.TYPE_STRING:
        return st.sampled_from(_TEXTS)
    if field.type == FieldDescriptor.TYPE_BYTES:
        return st.sampled_from((0, 1, 3, 4, 12, 24)).flatmap(
            lambda size: st.binary(min_size=size, max_size=size)
        )
    if field.type == FieldDescriptor.TYPE_DOUBLE:
        return st.sampled_from(_NUMBERS)
    if field.type == FieldDescriptor.TYPE_BOOL:
        return st.booleans()
    least, most = _RANGES[field.type]
    return st.sampled_from([number for number in _INTEGERS if least <= number <= most])


def _is_repeated(field: FieldDescriptor) -> bool:
    # The property replaces the label, which protobuf 7 no longer has.
    found = getattr(field, "is_repeated", None)
    return field.label == FieldDescriptor.LABEL_REPEATED if found is None else found


def tensors() -> st.SearchStrategy[tensor_pb2.TensorProto]:
    """Tensors of every dtype and of none, whose shape and values need not agree."""
    return st.builds(
        _tensor,
        dtype=st.sampled_from((types_pb2.DT_FLOAT, types_pb2.DT_UINT8, types_pb2.DT_STRING))
        | st.integers(0, 130),
        dims=st.lists(st.sampled_from(_DIMS), max_size=4) | st.just([3]) | st.just([]),
        content=st.just(b"") | st.binary(max_size=13),
        fields=st.fixed_dictionaries(
            {},
            optional={
                "float_val": st.lists(st.sampled_from(_NUMBERS[:1] + _NUMBERS[6:]), max_size=4),
                "int_val": st.lists(st.sampled_from((0, 1, 4, 255, 256, -1)), max_size=4),
                "string_val": st.lists(st.binary(max_size=3), max_size=3),
                "half_val": st.lists(st.sampled_from((0, 1, 65535, 65536)), max_size=3),
                "double_val": st.lists(st.sampled_from(_NUMBERS), max_size=3),
                "scomplex_val": st.lists(st.just(0.5), max_size=3),
                "bool_val": st.lists(st.booleans(), max_size=3),
            },
        ),
    )


def _tensor(
    dtype: int, dims: list[int], content: bytes, fields: Mapping[str, list]
) -> tensor_pb2.TensorProto:
    message = tensor_pb2.TensorProto(dtype=dtype, tensor_content=content, **fields)
    for size in dims:
        message.tensor_shape.dim.add(size=size)
    return message


def claims() -> dict[str, tensor_pb2.TensorProto]:
    """Tensors of some bytes that claim to be gigabytes, by what they are."""
    made = {}
    for name, fields in {
        "float": {"dtype": types_pb2.DT_FLOAT, "float_val": [1]},
        "uint8": {"dtype": types_pb2.DT_UINT8, "int_val": [1]},
        "half": {"dtype": types_pb2.DT_HALF, "half_val": [1]},
        "double": {"dtype": types_pb2.DT_DOUBLE, "double_val": [1]},
        "int64": {"dtype": types_pb2.DT_INT64, "int64_val": [1]},
        "complex": {"dtype": types_pb2.DT_COMPLEX128, "dcomplex_val": [1, 1]},
        "bool": {"dtype": types_pb2.DT_BOOL, "bool_val": [True]},
        "string": {"dtype": types_pb2.DT_STRING, "string_val": [b"a"]},
        "content": {"dtype": types_pb2.DT_FLOAT, "tensor_content": bytes(12)},
        "nothing": {"dtype": types_pb2.DT_FLOAT},
    }.items():
        for dims in ([2**27], [2**20] * 3, [2**62, 4], [2**63 - 1] * 40, [1] * 5000, [0, 2**62]):
            label = f"{name}, {len(dims)} axes, {dims[0]:.0e}"
            message = tensor_pb2.TensorProto(**fields)
            for size in dims:
                message.tensor_shape.dim.add(size=size)
            made[label] = message
    return made


KINDS_OF_MESSAGE: Mapping[str, type[Message]] = {
    tags.VARIABLES: pb.VariableTable,
    tags.COUNTERS: pb.Counters,
    tags.INCIDENT: pb.Incident,
    tags.FINDINGS: pb.Findings,
    tags.VERDICTS: pb.Verdicts,
}

KINDS_OF_ROW = (statistics.STATE, *statistics.NAMES, *statistics.STEP_NAMES, "histogram")


def values() -> st.SearchStrategy[tuple[str, tensor_pb2.TensorProto]]:
    """Tags, each with a value that may stand there or not."""
    digest = st.sampled_from((*DIGESTS, "cccccccc"))
    part = st.sampled_from((SESSION, "0", "1", "f" * 40, "ffffffffffffffff"))
    odd = st.sampled_from(("gradient_health", "", "gradient_health/", "x/" * 500, "\0", "\x1b[2J"))
    of_messages = st.one_of(
        [
            st.tuples(
                st.builds(
                    _tag, st.just(kind), digest, st.just("") if kind == "variables" else part
                ),
                messages(message).map(event_logs.string_tensor) | tensors(),
            )
            for kind, message in KINDS_OF_MESSAGE.items()
        ]
    )
    of_rows = st.tuples(
        st.builds(_tag, st.sampled_from(KINDS_OF_ROW), digest, st.just("") | part), tensors()
    )
    return st.one_of(of_messages, of_messages, of_rows, st.tuples(odd, tensors()))


def _tag(kind: str, digest: str, part: str) -> str:
    return str(tags.Tag(kind, digest, part))
