"""The routes of the plugin inside the whole of TensorBoard's application, without a network."""

from __future__ import annotations

import dataclasses
import gzip
import io
import json
import logging
import re
import urllib.parse
import warnings
from collections.abc import Mapping

import pytest
from tensorboard.data import provider
from tensorboard.plugins import base_plugin
from tensorboard.util import tb_logging

with warnings.catch_warnings():
    # TensorBoard's own copy of html5lib complains when it is imported.
    warnings.simplefilter("ignore", DeprecationWarning)
    from tensorboard.backend import application

    from tb_gradplugin.backend.plugin import GradientHealthPlugin

PREFIX = "/data/plugin/gradient_health"

_MISSING = re.compile(r"The parameter `(\w+)` must be given once")


@dataclasses.dataclass(frozen=True)
class Asked:
    """A request as it stands on the wire; the path as it is sent, percent signs and all."""

    path: str
    query: str = ""
    method: str = "GET"
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Answer:
    """What came back, unpacked; names of headers are lower-case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def error(self) -> str:
        """The text of a refusal, which is all that a refusal holds."""
        content = json.loads(self.body)
        assert set(content) == {"error"}, self.body[:1000]
        return content["error"]


class Application:
    """What `tensorboard` serves where this plugin is its only one.

    Attributes:
      routes: of the plugin, as it names them itself.
      complaints: what TensorBoard's security validator has logged.
    """

    def __init__(self, data_provider: provider.DataProvider):
        plugin = GradientHealthPlugin(base_plugin.TBContext(data_provider=data_provider))
        self.routes = sorted(plugin.get_plugin_apps())
        self._serve = application.TensorBoardWSGI([plugin], data_provider=data_provider)
        self.complaints: list[str] = []
        handler = logging.Handler(logging.WARNING)
        handler.addFilter(lambda record: record.module == "security_validator")
        handler.emit = lambda record: self.complaints.append(record.getMessage())
        tb_logging.get_logger().addHandler(handler)

    def ask(self, asked: Asked) -> Answer:
        """Answers a request as the server does; what a route raises is raised here."""
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status, headers, exc_info=None):
            assert exc_info is None
            started.append((status, headers))
            return lambda _: None

        found = self._serve(_environment(asked), start_response)
        try:
            body = b"".join(found)
        finally:
            getattr(found, "close", lambda: None)()
        ((status, headers),) = started
        fields = {name.lower(): value for name, value in headers}
        if fields.get("content-encoding") == "gzip" and body:
            body = gzip.decompress(body)
        return Answer(int(status.split()[0]), fields, body)

    def parameters(self, route: str) -> tuple[str, ...]:
        """The parameters that a route asks for, by its own words."""
        found: dict[str, str] = {}
        while True:
            answer = self.ask(Asked(PREFIX + route, urllib.parse.urlencode(found)))
            named = _MISSING.search(answer.body.decode("utf-8", "replace"))
            if answer.status != 400 or named is None or named[1] in found:
                return tuple(found)
            found[named[1]] = "some"

    def assert_fits(self, asked: Asked, answer: Answer) -> None:
        """That an answer is one that a route may give."""
        assert 200 <= answer.status < 500, (asked, answer.status)
        assert not 300 <= answer.status < 400, (asked, answer.status)
        assert answer.headers["x-content-type-options"] == "nosniff"
        if "/static/" in asked.path and answer.body == b"Not found":
            # It never came to the plugin: TensorBoard takes "?" and the last "/" for an end.
            assert answer.status == 404
        elif asked.method not in ("GET", "HEAD"):
            assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
        elif asked.method == "HEAD":
            assert answer.body == b""
        elif answer.status >= 400:
            assert answer.headers["content-type"] == "application/json"
            assert 20 <= len(answer.error) <= 2000, asked
        elif answer.headers["content-type"] == "application/json":
            json.loads(answer.body, parse_constant=_no_number)
        else:
            assert answer.body
        assert self.complaints == []


def _environment(asked: Asked) -> dict:
    path = urllib.parse.unquote_to_bytes(asked.path.encode("latin-1")).decode("latin-1")
    environment = {
        "REQUEST_METHOD": asked.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": asked.query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "6006",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.version": (1, 0),
    }
    for name, value in asked.headers.items():
        key = name.upper().replace("-", "_")
        environment[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    return environment


def _no_number(name: str) -> None:
    pytest.fail(f"{name} is no JSON.")
