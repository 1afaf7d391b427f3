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

class Findings(_message.Message):
    __slots__ = ("schema_version", "findings")
    SCHEMA_VERSION_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    schema_version: int
    findings: _containers.RepeatedCompositeFieldContainer[Finding]
    def __init__(self, schema_version: _Optional[int] = ..., findings: _Optional[_Iterable[_Union[Finding, _Mapping]]] = ...) -> None: ...

class Finding(_message.Message):
    __slots__ = ("code", "status", "severity", "certainty", "variables", "op_type", "op_name", "layer", "locations", "path", "evidence", "ruled_out", "step")
    class Location(_message.Message):
        __slots__ = ("file", "line", "function", "source")
        FILE_FIELD_NUMBER: _ClassVar[int]
        LINE_FIELD_NUMBER: _ClassVar[int]
        FUNCTION_FIELD_NUMBER: _ClassVar[int]
        SOURCE_FIELD_NUMBER: _ClassVar[int]
        file: str
        line: int
        function: str
        source: str
        def __init__(self, file: _Optional[str] = ..., line: _Optional[int] = ..., function: _Optional[str] = ..., source: _Optional[str] = ...) -> None: ...
    class PathStep(_message.Message):
        __slots__ = ("op_type", "op_name", "location", "is_cut")
        OP_TYPE_FIELD_NUMBER: _ClassVar[int]
        OP_NAME_FIELD_NUMBER: _ClassVar[int]
        LOCATION_FIELD_NUMBER: _ClassVar[int]
        IS_CUT_FIELD_NUMBER: _ClassVar[int]
        op_type: str
        op_name: str
        location: Finding.Location
        is_cut: bool
        def __init__(self, op_type: _Optional[str] = ..., op_name: _Optional[str] = ..., location: _Optional[_Union[Finding.Location, _Mapping]] = ..., is_cut: bool = ...) -> None: ...
    class Evidence(_message.Message):
        __slots__ = ("name", "number", "integer", "text")
        NAME_FIELD_NUMBER: _ClassVar[int]
        NUMBER_FIELD_NUMBER: _ClassVar[int]
        INTEGER_FIELD_NUMBER: _ClassVar[int]
        TEXT_FIELD_NUMBER: _ClassVar[int]
        name: str
        number: float
        integer: int
        text: str
        def __init__(self, name: _Optional[str] = ..., number: _Optional[float] = ..., integer: _Optional[int] = ..., text: _Optional[str] = ...) -> None: ...
    CODE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    CERTAINTY_FIELD_NUMBER: _ClassVar[int]
    VARIABLES_FIELD_NUMBER: _ClassVar[int]
    OP_TYPE_FIELD_NUMBER: _ClassVar[int]
    OP_NAME_FIELD_NUMBER: _ClassVar[int]
    LAYER_FIELD_NUMBER: _ClassVar[int]
    LOCATIONS_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    RULED_OUT_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    code: str
    status: str
    severity: str
    certainty: str
    variables: _containers.RepeatedScalarFieldContainer[str]
    op_type: str
    op_name: str
    layer: str
    locations: _containers.RepeatedCompositeFieldContainer[Finding.Location]
    path: _containers.RepeatedCompositeFieldContainer[Finding.PathStep]
    evidence: _containers.RepeatedCompositeFieldContainer[Finding.Evidence]
    ruled_out: _containers.RepeatedScalarFieldContainer[str]
    step: int
    def __init__(self, code: _Optional[str] = ..., status: _Optional[str] = ..., severity: _Optional[str] = ..., certainty: _Optional[str] = ..., variables: _Optional[_Iterable[str]] = ..., op_type: _Optional[str] = ..., op_name: _Optional[str] = ..., layer: _Optional[str] = ..., locations: _Optional[_Iterable[_Union[Finding.Location, _Mapping]]] = ..., path: _Optional[_Iterable[_Union[Finding.PathStep, _Mapping]]] = ..., evidence: _Optional[_Iterable[_Union[Finding.Evidence, _Mapping]]] = ..., ruled_out: _Optional[_Iterable[str]] = ..., step: _Optional[int] = ...) -> None: ...

class Verdicts(_message.Message):
    __slots__ = ("schema_version", "thresholds", "said")
    class Threshold(_message.Message):
        __slots__ = ("name", "value")
        NAME_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        name: str
        value: float
        def __init__(self, name: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    class Said(_message.Message):
        __slots__ = ("step", "verdict", "last")
        STEP_FIELD_NUMBER: _ClassVar[int]
        VERDICT_FIELD_NUMBER: _ClassVar[int]
        LAST_FIELD_NUMBER: _ClassVar[int]
        step: int
        verdict: Verdict
        last: Verdict
        def __init__(self, step: _Optional[int] = ..., verdict: _Optional[_Union[Verdict, _Mapping]] = ..., last: _Optional[_Union[Verdict, _Mapping]] = ...) -> None: ...
    SCHEMA_VERSION_FIELD_NUMBER: _ClassVar[int]
    THRESHOLDS_FIELD_NUMBER: _ClassVar[int]
    SAID_FIELD_NUMBER: _ClassVar[int]
    schema_version: int
    thresholds: _containers.RepeatedCompositeFieldContainer[Verdicts.Threshold]
    said: _containers.RepeatedCompositeFieldContainer[Verdicts.Said]
    def __init__(self, schema_version: _Optional[int] = ..., thresholds: _Optional[_Iterable[_Union[Verdicts.Threshold, _Mapping]]] = ..., said: _Optional[_Iterable[_Union[Verdicts.Said, _Mapping]]] = ...) -> None: ...

class Verdict(_message.Message):
    __slots__ = ("rule", "severity", "status", "variables", "first_step", "last_step", "steps", "of_steps", "evidence", "limit", "measured")
    class Limit(_message.Message):
        __slots__ = ("name", "value", "unit")
        NAME_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        UNIT_FIELD_NUMBER: _ClassVar[int]
        name: str
        value: float
        unit: str
        def __init__(self, name: _Optional[str] = ..., value: _Optional[float] = ..., unit: _Optional[str] = ...) -> None: ...
    RULE_FIELD_NUMBER: _ClassVar[int]
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    VARIABLES_FIELD_NUMBER: _ClassVar[int]
    FIRST_STEP_FIELD_NUMBER: _ClassVar[int]
    LAST_STEP_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    OF_STEPS_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    MEASURED_FIELD_NUMBER: _ClassVar[int]
    rule: str
    severity: str
    status: str
    variables: _containers.RepeatedScalarFieldContainer[int]
    first_step: int
    last_step: int
    steps: int
    of_steps: int
    evidence: _containers.RepeatedCompositeFieldContainer[Finding.Evidence]
    limit: Verdict.Limit
    measured: str
    def __init__(self, rule: _Optional[str] = ..., severity: _Optional[str] = ..., status: _Optional[str] = ..., variables: _Optional[_Iterable[int]] = ..., first_step: _Optional[int] = ..., last_step: _Optional[int] = ..., steps: _Optional[int] = ..., of_steps: _Optional[int] = ..., evidence: _Optional[_Iterable[_Union[Finding.Evidence, _Mapping]]] = ..., limit: _Optional[_Union[Verdict.Limit, _Mapping]] = ..., measured: _Optional[str] = ...) -> None: ...
