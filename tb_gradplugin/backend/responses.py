"""Answers and refusals over HTTP."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable

import numpy as np
from tensorboard import errors
from tensorboard.backend import http_util
from werkzeug import wrappers

from tb_gradplugin.backend.files import UnknownFileError
from tb_gradplugin.backend.matrices import Matrix, OversizedRunError
from tb_gradplugin.backend.runs import UnknownNameError, UnlistableRunError, shortened
from tb_gradplugin.backend.tensors import DataServerError
from tb_gradplugin.schema.version import UnknownSchemaVersionError

Handler = Callable[[wrappers.Request], wrappers.Response]

_HEADER = struct.Struct("<IIQ")


class ParameterError(ValueError):
    """A request lacks a parameter or has it twice, or its query is no text."""


_CODES: tuple[tuple[type[Exception], int], ...] = (
    (ParameterError, 400),
    (UnknownNameError, 404),
    (UnknownFileError, 404),
    (UnknownSchemaVersionError, 422),
    (UnlistableRunError, 422),
    (OversizedRunError, 422),
    (DataServerError, 503),
)


def application(handler: Handler) -> Callable:
    """A WSGI application that answers GET and HEAD by `handler`, and refusals as JSON."""

    @wrappers.Request.application
    def respond(request: wrappers.Request) -> wrappers.Response:
        if request.method not in ("GET", "HEAD"):
            return _refusal(
                request,
                405,
                f"The method must be GET or HEAD. Received: method={shortened(request.method)}",
                [("Allow", "GET, HEAD")],
            )
        try:
            _require_text(request)
            return handler(request)
        except tuple(kind for kind, _ in _CODES) as error:
            code = next(code for kind, code in _CODES if isinstance(error, kind))
            return _refusal(request, code, str(error))
        except errors.PublicError as error:
            return _refusal(request, error.http_code, str(error), error.headers)

    return respond


def parameter(request: wrappers.Request, name: str) -> str:
    """The one value of a query parameter.

    Raises:
      ParameterError: it is missing or stands there more than once.
    """
    values = request.args.getlist(name)
    if len(values) != 1:
        raise ParameterError(
            f"The parameter `{name}` must be given once. Received: {len(values)} values"
        )
    return values[0]


def _require_text(request: wrappers.Request) -> None:
    """Refuses a query that Werkzeug cannot take apart; percent-encoded, any bytes may stand there.

    Raises:
      ParameterError: it is not UTF-8.
    """
    try:
        request.query_string.decode()
    except UnicodeDecodeError as error:
        raise ParameterError(f"The query must be text in UTF-8. Received: {error}") from error


def json_response(request: wrappers.Request, content: object) -> wrappers.Response:
    """`content` as strict JSON: no NaN, no infinities."""
    text = json.dumps(content, allow_nan=False, separators=(",", ":"))
    return http_util.Respond(request, text, "application/json")


def file_response(
    request: wrappers.Request, content: bytes, content_type: str
) -> wrappers.Response:
    """A file that came with the package."""
    return http_util.Respond(request, content, content_type)


def matrix_response(request: wrappers.Request, matrix: Matrix) -> wrappers.Response:
    """`matrix` in the binary form of the tab, everything little-endian.

    uint32 steps, uint32 variables, 8 bytes of zero, float64 [steps] step,
    float64 [steps] wall time, then the values row by row: float32 or uint8.
    """
    steps, variables = matrix.values.shape
    values = matrix.values.astype(matrix.values.dtype.newbyteorder("<"), copy=False)
    parts = (
        _HEADER.pack(steps, variables, 0),
        matrix.steps.astype("<f8").tobytes(),
        matrix.wall_times.astype("<f8").tobytes(),
        np.ascontiguousarray(values).data.cast("B") if values.size else b"",
    )
    return http_util.Respond(request, b"".join(parts), "application/octet-stream")


def _refusal(
    request: wrappers.Request,
    code: int,
    text: str,
    headers: list[tuple[str, str]] | None = None,
) -> wrappers.Response:
    content = json.dumps({"error": text})
    return http_util.Respond(request, content, "application/json", code=code, headers=headers)
