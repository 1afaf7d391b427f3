"""gradient_health_pb2.py and its .pyi say what gradient_health.proto says."""

import pathlib
import sys

import pytest
from google.protobuf import descriptor_pb2

from tb_gradplugin.schema import gradient_health_pb2


@pytest.fixture(scope="module")
def protoc(repository):
    """What generates the files: build_backend/protoc.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(repository / "build_backend")
        import protoc

        yield protoc


def test_the_generated_files_are_current(protoc, repository, tmp_path):
    python = protoc.old_python()
    if python is None:
        _compare_descriptors(protoc, tmp_path)
        return
    protoc.compile_to(tmp_path, protoc.install(protoc.GENERATOR, python))
    for name in protoc.GENERATED:
        fresh = (tmp_path / protoc.SCHEMA / name).read_text()
        assert (repository / protoc.SCHEMA / name).read_text() == fresh, "run: make proto"


def _compare_descriptors(protoc, tmp_path: pathlib.Path) -> None:
    """For Python 3.13 alone, where the generator of the committed files does not run."""
    path = tmp_path / "descriptors"
    protoc.descriptor_set(path, protoc.install(protoc.RECENT_GENERATOR, sys.executable))
    (fresh,) = descriptor_pb2.FileDescriptorSet.FromString(path.read_bytes()).file
    for message in _messages(fresh.message_type):
        for field in message.field:
            field.ClearField("json_name")  # filled in for a set, left out of generated code
    committed = descriptor_pb2.FileDescriptorProto()
    gradient_health_pb2.DESCRIPTOR.CopyToProto(committed)
    assert committed == fresh, "run: make proto"


def _messages(messages):
    for message in messages:
        yield message
        yield from _messages(message.nested_type)
