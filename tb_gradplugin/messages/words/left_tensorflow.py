"""GN112."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import (
    at,
    called,
    fact,
    first_line,
    has_other_cuts,
    in_line,
    inner_tape_gave,
    it,
    its,
    op,
    way,
)
from tb_gradplugin.messages.words.decisions import blended
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding

_HOW = {
    "numpy": "`.numpy()`",
    "__array__": "NumPy",
    "float": "`float()`",
    "int": "`int()`",
    "bool": "a Python condition",
    "item": "`.item()`",
    "tolist": "`.tolist()`",
    "format": "a format string",
    "as_numpy_iterator": "`as_numpy_iterator()`",
    "predict": "`model.predict`",
    "py_function": "`tf.py_function`",
    "numpy_function": "`tf.numpy_function`",
    "shape": "its shape",
    "constant": "a list that becomes a constant",
    "dlpack": "DLPack",
    "tf.data": "a `tf.data` pipeline",
}


def _how(finding: Finding) -> str:
    how = fact(finding, "how")
    return _HOW.get(how, f"`{how}`" if how else "Python")


def _is_whole(finding: Finding) -> bool:
    return fact(finding, "left_dtype").startswith(("int", "uint"))


def _because(finding: Finding) -> str:
    if "how" not in finding.evidence:
        kind = fact(finding, "loss_kind", "Python value")
        return f"the loss is a {kind} and no tensor{at(finding)}"
    function = fact(finding, "function")
    if "captured" in finding.evidence:
        return (
            f"`{function}` uses {it(finding)} inside of {_how(finding)} without being given "
            f"{it(finding)} as an input{at(finding)}"
        )
    if "mapped" in finding.evidence:
        return f"a function of a `tf.data` pipeline uses {it(finding)}{at(finding)}"
    if fact(finding, "how") == "unheard":
        return f"{its(finding)} value leaves TensorFlow and comes back as a constant{at(finding)}"
    by = f"{_how(finding)} (`{function}`)" if function else _how(finding)
    if "inner_source" in finding.evidence:
        source = called(finding, "inner_source", "a tensor")
        return (
            f"{inner_tape_gave(finding)} for {source}, whose value leaves TensorFlow "
            f"through {by}{at(finding)}"
        )
    if has_other_cuts(finding):
        return (
            f"{way(finding)} leaves TensorFlow through {by}{at(finding)}, and the others end "
            f"elsewhere"
        )
    return f"{its(finding)} value leaves TensorFlow through {by}{at(finding)}"


def _why(finding: Finding) -> str:
    if fact(finding, "how") == "bool":
        return (
            "A Python `if` on a tensor decides what is computed. The decision itself has no "
            "derivative, and the values it chooses between do not depend on the variable."
        )
    if "decides" in finding.evidence:
        return (
            "A Python number that is taken from a tensor decides what is computed. The decision "
            "itself has no derivative, and what it chooses does not depend on the variable."
        )
    if "captured" in finding.evidence:
        return f"{_how(finding)} gives a gradient to its inputs, and to nothing else it uses."
    if fact(finding, "how") == "tf.data":
        return "What comes out of a dataset is a new tensor; a tape does not follow it inside."
    why = (
        "A Python or NumPy value holds numbers and not how they were computed; a tensor made from "
        "it is a constant."
    )
    if _is_whole(finding):
        return f"{why} Whole numbers have no gradient in TensorFlow either."
    return why


def _remedies(finding: Finding) -> tuple[str, ...]:
    first, *others = _ways_out(finding)
    if finding.severity != "note":
        return (first, *others)
    return (
        f"If it is meant, leave {it(finding)} out of the variables asked about here.",
        f"If not, {first[0].lower()}{first[1:]}",
        *others,
    )


def _ways_out(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding, otherwise=" there")
    how = fact(finding, "how")
    if how == "predict":
        return (f"Call the model itself{where}: `model(x)` instead of `model.predict(x)`.",)
    if "captured" in finding.evidence:
        name = called(finding, "function", "the function")
        return (
            f"Call {name} directly{where}, without {_how(finding)}.",
            f"If it must run as Python code, give it {it(finding)} among its inputs.",
        )
    if how in ("py_function", "numpy_function"):
        name = called(finding, "function", "the function")
        return (
            f"Write {name} with TensorFlow ops, and call it directly{where}.",
            "If it must stay outside and its derivative is known, wrap it in `tf.custom_gradient`.",
        )
    if how == "bool" or fact(finding, "decides") == "condition":
        return (blended(finding),)
    if "mapped" in finding.evidence:
        return (f"Leave it out of `dataset.map`: compute{where} on what the dataset gives.",)
    if how in ("tf.data", "as_numpy_iterator"):
        return (f"Loop over the tensor itself{where}, for example with `tf.unstack`.",)
    if how == "int":
        return (
            (
                f"Keep the choice{where} in tensors: weigh all entries by a softmax, or pick with "
                f"`tf.gather` from a tensor that has a gradient."
            ),
        )
    if _is_whole(finding):
        return (
            (
                f"Keep tensors up to the loss{where}, and of floating point: weigh what the whole "
                f"numbers choose by a softmax, for example."
            ),
            "Convert only what is logged or printed.",
        )
    return (
        (
            f"Keep tensors up to the loss{where}: use `tf.reduce_mean`, `tf.square`, `tf.stack` "
            f"and the like instead of Python or NumPy functions."
        ),
        "Convert only what is logged or printed.",
    )


def _evidence(finding: Finding) -> str:
    if "exception" in finding.evidence:
        said = first_line(fact(finding, "exception"))
        at_op = op(fact(finding, "raised_at")) if "raised_at" in finding.evidence else ""
        how = f" by the gradient of {at_op}, which lies behind it" if at_op else ""
        return f"raised{how}: {said}"
    if finding.certainty == "certain":
        return ""
    if "neighbours" in finding.evidence:
        return "after that, the loss is computed from numbers that come from Python."
    if "left_shape" not in finding.evidence:
        return ""
    shape, dtype = fact(finding, "left_shape"), fact(finding, "left_dtype")
    article = "an" if dtype.startswith("int") else "a"
    if "came_back" in finding.evidence:
        return (
            f"the numbers of {article} {dtype} tensor of shape {shape} come in as a "
            f"constant, bit for bit, in {fact(finding, 'came_back')}."
        )
    if dtype == "resource":
        return (
            "the numbers of the variable leave TensorFlow there; after it, the loss is computed "
            "from numbers that come from Python."
        )
    return (
        f"{article} {dtype} tensor of shape {shape} leaves TensorFlow there; after it, the loss is "
        f"computed from numbers that come from Python."
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
