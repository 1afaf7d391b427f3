import pytest

from tb_gradplugin.schema import version


def test_every_version_up_to_this_one_is_known():
    for known in range(1, version.SCHEMA_VERSION + 1):
        version.require_known_version(known)


@pytest.mark.parametrize("unknown", [0, version.SCHEMA_VERSION + 1])
def test_any_other_is_a_value_error_that_says_what_was_received(unknown):
    with pytest.raises(ValueError, match=f"schema version {unknown}"):
        version.require_known_version(unknown)
