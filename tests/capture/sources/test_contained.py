"""Searches whose failure an explanation survives, and our own tests do not."""

import logging

import pytest
import tensorflow as tf

from tb_gradplugin.capture import eager_run
from tb_gradplugin.capture.sources.contained import Contained
from tb_gradplugin.capture.unread_variables import skipped_uses

LOGGER = "tb_gradplugin.capture.sources.contained"


class Reluctant:
    @property
    def weight(self):
        raise RuntimeError("not before the model is built")


@pytest.fixture
def records():
    """What is logged, out of sight of the fixture that fails a test for it."""
    found = []
    handler = logging.Handler()
    handler.emit = found.append
    logger = logging.getLogger(LOGGER)
    before, logger.handlers = logger.handlers, [handler]
    yield found
    logger.handlers = before


def test_an_object_of_the_program_that_refuses_to_be_looked_at_ends_a_search_in_silence(records):
    with Contained("weights"):
        _ = Reluctant().weight
    assert records == []


def test_what_this_package_raises_by_itself_is_logged_and_not_raised(records, monkeypatch):
    monkeypatch.setattr(skipped_uses, "conditions", None)
    program = eager_run.observed(lambda: tf.constant(1.0), [tf.Variable(1.0)])
    assert [each.status for each in program.asked] == ["null"]
    (record,) = records
    assert record.getMessage() == "The search for lines that name the variables failed."
    assert record.exc_info[0] is TypeError
