"""Asks all routes for what there is to be asked of one run."""

from __future__ import annotations

import pathlib

from tests.hostile import in_process
from tests.hostile.odd_messages import NAMES
from tests.hostile.wsgi import PREFIX, Answer, Application, Asked

RIGHT = {"run": "run", "name": "status", "variable": NAMES[0]}


def assert_served(logdir: pathlib.Path) -> dict[str, Answer]:
    """Every route answers, or refuses with a text; the answers by route."""
    application = Application(in_process.provide(logdir))
    answers = {}
    for route in application.routes:
        if route.endswith("*"):
            continue
        query = "&".join(f"{name}={RIGHT[name]}" for name in application.parameters(route))
        asked = Asked(PREFIX + route, query)
        answers[route] = application.ask(asked)
        application.assert_fits(asked, answers[route])
    return answers
