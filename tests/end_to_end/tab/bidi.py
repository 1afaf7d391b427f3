"""As much of WebDriver BiDi as the tests need: what a browser is told without a driver between."""

from __future__ import annotations

import contextlib
import json
import time
from typing import Any

from websockets.sync.client import connect

_PATIENCE_SECONDS = 30


class Refused(RuntimeError):
    """The browser could not do as it was told."""


class Session:
    """A session with one browser; use as a context manager.

    Attributes:
      events: what the browser has said by itself, as `{"method": ..., "params": ...}`.
    """

    def __init__(self, address: str):
        """Begins it.

        Args:
          address: of the browser's socket, such as `ws://127.0.0.1:9222`.
        """
        self.events: list[dict[str, Any]] = []
        self._number = 0
        self._closing = contextlib.ExitStack()
        socket = connect(f"{address}/session", max_size=None, proxy=None)
        self._socket = self._closing.enter_context(socket)
        self.send("session.new", capabilities={})
        # A prompt that is answered at once is an event all the same.
        events = ["log.entryAdded", "browsingContext.userPromptOpened"]
        self.send("session.subscribe", events=events)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Sends a command, waits for its answer and returns what it says.

        Raises:
          Refused: the answer is an error.
          TimeoutError: there is none.
        """
        self._number += 1
        command = {"id": self._number, "method": method, "params": parameters}
        self._socket.send(json.dumps(command))
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            message = json.loads(self._socket.recv(timeout=deadline - time.monotonic()))
            if message.get("id") == self._number:
                break
            if message["type"] == "event":
                self.events.append(message)
        if message["type"] == "error":
            raise Refused(f"{method}: {message['error']}: {message['message']}")
        return message["result"]

    def call(self, context: str, function: str, *arguments: Any) -> Any:
        """Calls a JavaScript function in a page, waits for what it promises, and returns that.

        Args:
          context: the page or the frame.
          function: its source.
          *arguments: what JSON can say, as its result must be.
        """
        answer = self.send(
            "script.callFunction",
            functionDeclaration=f"""async given =>
                JSON.stringify((await ({function})(...JSON.parse(given))) ?? null)""",
            arguments=[{"type": "string", "value": json.dumps(arguments)}],
            target={"context": context},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise Refused(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])
