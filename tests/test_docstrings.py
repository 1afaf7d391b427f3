"""Docstrings of the public names say what their signatures take, give and raise."""

import dataclasses
import functools
import inspect
import re
import types

import pytest

import tb_gradplugin

_SECTION = re.compile(r"^(Args|Attributes|Returns|Raises|Yields|Example|Examples):$", re.MULTILINE)
_ENTRY = re.compile(r"^ {2}(\*{0,2}\w+)(?: \([^)]*\))?:", re.MULTILINE)


def public():
    """(name, object) of every public function, class, method and property."""
    for name in tb_gradplugin.__all__:
        value = getattr(tb_gradplugin, name)
        if isinstance(value, types.ModuleType):
            yield from of_a_module(value)
        elif inspect.isclass(value):
            yield name, value
            yield from of_a_class(name, value)
        elif callable(value):
            yield name, value


def of_a_module(module):
    for name, value in vars(module).items():
        is_its_own = getattr(value, "__module__", "") == module.__name__
        if is_its_own and inspect.isfunction(value) and not name.startswith("_"):
            yield f"{module.__name__.rpartition('.')[2]}.{name}", value


def of_a_class(owner, value):
    for name, member in vars(value).items():
        if name.startswith("_"):
            continue
        # Keras calls those of a callback, and says what it hands over.
        if inspect.isfunction(member) and not name.startswith("on_"):
            yield f"{owner}.{name}", member
        if isinstance(member, (property, functools.cached_property)):
            yield f"{owner}.{name}", member


PUBLIC = dict(public())
# The fields of a dataclass are attributes.
CALLED = {
    name: value
    for name, value in PUBLIC.items()
    if inspect.isfunction(value) or (inspect.isclass(value) and "__init__" in vars(value))
    if not dataclasses.is_dataclass(value)
}


def parts(docstring: str | None) -> dict[str, str]:
    """Text by heading; the description's heading is empty."""
    pieces = _SECTION.split(inspect.cleandoc(docstring or ""))
    return {"": pieces[0], **dict(zip(pieces[1::2], pieces[2::2], strict=True))}


def documented(value) -> dict[str, str]:
    """The parts of a function, or of a class and its `__init__` together."""
    if not inspect.isclass(value) or dataclasses.is_dataclass(value):
        return parts(value.__doc__)
    return parts(value.__doc__) | {
        heading: text for heading, text in parts(value.__init__.__doc__).items() if heading
    }


def entries(text: str) -> list[str]:
    return _ENTRY.findall(text)


def parameters(value) -> list[str]:
    """The names of a signature as a docstring has them."""
    stars = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    given = inspect.signature(value).parameters.values()
    return [stars.get(each.kind, "") + each.name for each in given if each.name != "self"]


def test_the_public_surface_is_found():
    assert {"explain", "check", "read", "GradientHealth", "summary.gradients"} <= set(CALLED)
    assert "GradientRecorder.record" in CALLED
    assert "GradientHealth.verdicts" in PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_says_in_one_sentence_what_it_is(name):
    first, _, _ = documented(PUBLIC[name])[""].strip().partition("\n\n")
    assert first.endswith((".", "?")), first


@pytest.mark.parametrize("name", CALLED)
def test_every_parameter_is_described_in_its_order_and_no_other(name):
    told = documented(CALLED[name])
    # What an exception is made from are its attributes.
    assert entries(told.get("Args") or told.get("Attributes", "")) == parameters(CALLED[name])


@pytest.mark.parametrize(
    "name", [name for name, value in PUBLIC.items() if dataclasses.is_dataclass(value)]
)
def test_every_field_of_a_public_dataclass_is_described_in_its_order(name):
    fields = [f.name for f in dataclasses.fields(PUBLIC[name]) if not f.name.startswith("_")]
    assert entries(documented(PUBLIC[name]).get("Attributes", ""))[: len(fields)] == fields


@pytest.mark.parametrize("name", CALLED)
def test_what_is_returned_is_told_only_where_something_is(name):
    if inspect.isfunction(CALLED[name]):
        returned = inspect.signature(CALLED[name]).return_annotation
        assert "Returns" not in documented(CALLED[name]) or returned not in (None, "None")


@pytest.mark.parametrize("name", CALLED)
def test_every_error_that_is_raised_in_the_body_is_told(name):
    value = CALLED[name].__init__ if inspect.isclass(CALLED[name]) else CALLED[name]
    raised = set(re.findall(r"^\s+raise (\w+)\(", inspect.getsource(value), re.MULTILINE))
    told = entries(documented(CALLED[name]).get("Raises", ""))
    assert raised <= set(told)
