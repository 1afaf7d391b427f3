"""GN112, as an op: a Python function that is called from a graph, or a pipeline of `tf.data`."""

from __future__ import annotations

from tb_gradplugin.diagnosis import cuts, op_types
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import CutCase, Facts, lines
from tb_gradplugin.diagnosis.program import Node


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


def before_exception(case: Case, raised: Node | None) -> tuple[Facts, Node] | None:
    """The Python function through NumPy, of whose gradient another op's function raised.

    What comes back through NumPy is one zero instead of an array of them. An op that takes it in
    refuses it, or not, and is not to blame.

    Args:
      case: the evaluation, in which TensorFlow raised when it took the gradient.
      raised: the op whose gradient function raised; None where it is not known.
    """
    if case.program.loss is None:
        return None
    for node in reversed(case.program.nodes):
        if "Eager" not in node.op_type or node.op_type not in op_types.PYTHON_CALLS:
            continue
        if not case.ways.depends[node.index] or not _depends_on(case, node, raised):
            continue
        left = next(
            (
                departure
                for departure in case.program.departures
                if departure.how == "py_function" and departure.value in node.inputs
            ),
            None,
        )
        if left is None:
            continue
        evidence = {"how": "py_function", "exception": case.program.exception}
        if node.detail.get("function"):
            evidence["function"] = str(node.detail["function"])
        if raised is not None:
            evidence["raised_at"] = raised.op_type
        where = lines(node.locations[:1], left.locations[:1], node.locations[1:])
        return Facts("GN112", "likely", where, evidence), node
    return None


def _depends_on(case: Case, node: Node, other: Node | None) -> bool:
    if other is None:
        return any(case.downstream.bits[value] for value in node.inputs)
    seen, waiting = set(), list(node.inputs)
    while waiting:
        value = waiting.pop()
        maker = case.node_of(value)
        if maker is other:
            return True
        if maker is not None and maker.index not in seen:
            seen.add(maker.index)
            waiting.extend(edge.value for edge in case.edges.of_node[maker.index])
    return False
