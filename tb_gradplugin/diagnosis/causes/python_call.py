"""GN112, as an op: a Python function that is called from a graph, or a pipeline of `tf.data`."""

from __future__ import annotations

from tb_gradplugin.diagnosis import cuts, op_types
from tb_gradplugin.diagnosis.causes.facts import CutCase, Facts


def facts(found: CutCase) -> Facts | None:
    """The value goes through Python or through an iterator."""
    node = found.node
    if node.op_type in op_types.PYTHON_CALLS:
        evidence = {"how": "numpy_function" if "Eager" not in node.op_type else "py_function"}
        if node.detail.get("function"):
            evidence["function"] = str(node.detail["function"])
            if any(found.dtype(node.inputs[slot]) == "resource" for slot in found.cut.slots):
                evidence["captured"] = "yes"
        return Facts("GN112", evidence=evidence)
    if "Dataset" in node.op_type or "Iterator" in node.op_type:
        # Tensors come into a pipeline by ops of datasets; what its functions use, by the iterator.
        inside = node.op_type == "IteratorGetNext" and found.cut.kind == cuts.OF_VARIABLE
        return Facts("GN112", evidence={"how": "tf.data", **({"mapped": "yes"} if inside else {})})
    return None
