"""What `__all__` declares, what resolves, and what type checkers see are the same."""

import ast
import subprocess
import sys

import pytest

import tb_gradplugin


def test_every_declared_name_resolves():
    for name in tb_gradplugin.__all__:
        assert getattr(tb_gradplugin, name) is not None


def test_declared_names_are_sorted_and_are_those_of_the_lazy_table():
    assert list(tb_gradplugin.__all__) == sorted(tb_gradplugin.__all__)
    assert set(tb_gradplugin.__all__) == {*tb_gradplugin._HOMES, "__version__"}


def test_type_checkers_see_the_same_names_from_the_same_modules(repository):
    tree = ast.parse((repository / "tb_gradplugin" / "__init__.py").read_text())
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    seen = {}
    for node in block.body:
        base = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
        seen |= {alias.asname: base + alias.name for alias in node.names}
    homes = {
        name: home if home.endswith(f".{name}") else f"{home}.{name}"
        for name, home in tb_gradplugin._HOMES.items()
    }
    assert seen == homes


def test_a_name_is_the_object_of_its_home():
    from tb_gradplugin.recording.recorder import GradientRecorder

    assert tb_gradplugin.GradientRecorder is GradientRecorder
    assert callable(tb_gradplugin.summary.gradients)


def test_dir_lists_every_declared_name_before_it_is_used():
    program = "import tb_gradplugin; print('\\n'.join(dir(tb_gradplugin)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert set(tb_gradplugin.__all__) <= set(done.stdout.split())


def test_an_undeclared_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="'tb_gradplugin' has no attribute 'gradients'"):
        _ = tb_gradplugin.gradients
    with pytest.raises(ImportError, match="gradients"):
        from tb_gradplugin import gradients  # noqa: F401  the import is what fails


def test_the_version_is_a_version():
    from importlib import metadata

    assert tb_gradplugin.__version__ == metadata.version("tb-gradplugin")
