from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TagContent(_message.Message):
    __slots__ = ("schema_version",)
    SCHEMA_VERSION_FIELD_NUMBER: _ClassVar[int]
    schema_version: int
    def __init__(self, schema_version: _Optional[int] = ...) -> None: ...

class VariableTable(_message.Message):
    __slots__ = ("schema_version", "digest", "variables", "session")
    SCHEMA_VERSION_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    VARIABLES_FIELD_NUMBER: _ClassVar[int]
    SESSION_FIELD_NUMBER: _ClassVar[int]
    schema_version: int
    digest: str
    variables: _containers.RepeatedCompositeFieldContainer[Variable]
    session: Session
    def __init__(self, schema_version: _Optional[int] = ..., digest: _Optional[str] = ..., variables: _Optional[_Iterable[_Union[Variable, _Mapping]]] = ..., session: _Optional[_Union[Session, _Mapping]] = ...) -> None: ...

class Variable(_message.Message):
    __slots__ = ("name", "shape", "dtype", "layer")
    NAME_FIELD_NUMBER: _ClassVar[int]
    SHAPE_FIELD_NUMBER: _ClassVar[int]
    DTYPE_FIELD_NUMBER: _ClassVar[int]
    LAYER_FIELD_NUMBER: _ClassVar[int]
    name: str
    shape: _containers.RepeatedScalarFieldContainer[int]
    dtype: str
    layer: str
    def __init__(self, name: _Optional[str] = ..., shape: _Optional[_Iterable[int]] = ..., dtype: _Optional[str] = ..., layer: _Optional[str] = ...) -> None: ...

class Session(_message.Message):
    __slots__ = ("id", "start_wall_time", "initial_step", "writer_version")
    ID_FIELD_NUMBER: _ClassVar[int]
    START_WALL_TIME_FIELD_NUMBER: _ClassVar[int]
    INITIAL_STEP_FIELD_NUMBER: _ClassVar[int]
    WRITER_VERSION_FIELD_NUMBER: _ClassVar[int]
    id: str
    start_wall_time: float
    initial_step: int
    writer_version: str
    def __init__(self, id: _Optional[str] = ..., start_wall_time: _Optional[float] = ..., initial_step: _Optional[int] = ..., writer_version: _Optional[str] = ...) -> None: ...

class Counters(_message.Message):
    __slots__ = ("schema_version", "steps", "clipped_steps", "skipped_steps", "lost_rows", "variables")
    class OfVariable(_message.Message):
        __slots__ = ("index", "null", "zero", "nonfinite", "first_step", "last_step")
        INDEX_FIELD_NUMBER: _ClassVar[int]
        NULL_FIELD_NUMBER: _ClassVar[int]
        ZERO_FIELD_NUMBER: _ClassVar[int]
        NONFINITE_FIELD_NUMBER: _ClassVar[int]
        FIRST_STEP_FIELD_NUMBER: _ClassVar[int]
        LAST_STEP_FIELD_NUMBER: _ClassVar[int]
        index: int
        null: int
        zero: int
        nonfinite: int
        first_step: int
        last_step: int
        def __init__(self, index: _Optional[int] = ..., null: _Optional[int] = ..., zero: _Optional[int] = ..., nonfinite: _Optional[int] = ..., first_step: _Optional[int] = ..., last_step: _Optional[int] = ...) -> None: ...
    SCHEMA_VERSION_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    CLIPPED_STEPS_FIELD_NUMBER: _ClassVar[int]
    SKIPPED_STEPS_FIELD_NUMBER: _ClassVar[int]
    LOST_ROWS_FIELD_NUMBER: _ClassVar[int]
    VARIABLES_FIELD_NUMBER: _ClassVar[int]
    schema_version: int
    steps: int
    clipped_steps: int
    skipped_steps: int
    lost_rows: int
    variables: _containers.RepeatedCompositeFieldContainer[Counters.OfVariable]
    def __init__(self, schema_version: _Optional[int] = ..., steps: _Optional[int] = ..., clipped_steps: _Optional[int] = ..., skipped_steps: _Optional[int] = ..., lost_rows: _Optional[int] = ..., variables: _Optional[_Iterable[_Union[Counters.OfVariable, _Mapping]]] = ...) -> None: ...

class Incident(_message.Message):
    __slots__ = ("schema_version", "step", "states", "norms")
    SCHEMA_VERSION_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    NORMS_FIELD_NUMBER: _ClassVar[int]
    schema_version: int
    step: int
    states: bytes
    norms: bytes
    def __init__(self, schema_version: _Optional[int] = ..., step: _Optional[int] = ..., states: _Optional[bytes] = ..., norms: _Optional[bytes] = ...) -> None: ...
