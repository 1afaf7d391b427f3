"""What an explanation costs, by the number of ops: time per op must not grow with it.

    python -m tests.benchmarks.explaining [OPS ...]

The loss is a chain of layers with a cut at its end, so that every variable is without gradient.
"""

from __future__ import annotations

import argparse
import dataclasses
import gc
import time
from collections.abc import Callable
from typing import TypeVar

import rich.box
import rich.console
import rich.table
import tensorflow as tf

from tb_gradplugin.capture.graphs import graph_trace
from tb_gradplugin.diagnosis import diagnose
from tb_gradplugin.messages import explanation

SIZES = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
OPS_PER_VARIABLE = 20

_Result = TypeVar("_Result")


@dataclasses.dataclass(frozen=True)
class Explained:
    """One explanation, by its parts.

    Attributes:
      ops: in the traced graph, those of functions once for each call.
      variables: without gradient.
      trace_seconds: TensorFlow's own trace.
      capture_seconds: from the graph to our model.
      diagnosis_seconds: from the model to the findings.
      words_seconds: from the findings to the text.
      findings: how many.
    """

    ops: int
    variables: int
    trace_seconds: float
    capture_seconds: float
    diagnosis_seconds: float
    words_seconds: float
    findings: int

    @property
    def seconds(self) -> float:
        """All but TensorFlow's trace."""
        return self.capture_seconds + self.diagnosis_seconds + self.words_seconds

    @property
    def microseconds_per_op(self) -> float:
        return 1e6 * self.seconds / self.ops


def explained(ops: int) -> Explained:
    """Explains a chain of about so many ops."""
    variables = [
        tf.Variable(tf.ones([4]), name=f"layer_{i}/scale")
        for i in range(max(1, ops // OPS_PER_VARIABLE))
    ]
    traced, trace_seconds = _timed(lambda: graph_trace.trace(lambda: _loss(variables)))
    assert traced is not None, "the loss makes no variable"
    statuses = ["null"] * len(variables)
    program, capture_seconds = _timed(
        lambda: graph_trace.program_of_graph(traced.output, variables, statuses)
    )
    findings, diagnosis_seconds = _timed(lambda: diagnose.null_findings(program))
    _, words_seconds = _timed(lambda: [explanation.text(finding) for finding in findings])
    return Explained(
        ops=len(traced.graph.get_operations()),
        variables=len(variables),
        trace_seconds=trace_seconds,
        capture_seconds=capture_seconds,
        diagnosis_seconds=diagnosis_seconds,
        words_seconds=words_seconds,
        findings=len(findings),
    )


def _loss(variables: list[tf.Variable]) -> tf.Tensor:
    x = tf.ones([3, 4])
    for variable in variables:
        # With what it reads and its constants, OPS_PER_VARIABLE ops.
        for _ in range(3):
            x = tf.tanh(x * variable + 0.5)
        residual = tf.reshape(tf.reshape(x, [4, 3]), [3, 4])
        x = tf.nn.relu(residual) + x
    return tf.reduce_sum(tf.round(x))


def _timed(call: Callable[[], _Result]) -> tuple[_Result, float]:
    gc.collect()
    start = time.perf_counter()
    result = call()
    return result, time.perf_counter() - start


def table(found: list[Explained]) -> rich.table.Table:
    """One line for each size."""
    made = rich.table.Table(box=rich.box.SIMPLE_HEAD, pad_edge=False)
    columns = ("ops", "variables", "trace", "capture", "diagnosis", "words", "per op", "findings")
    for column in columns:
        made.add_column(column, justify="right")
    for one in found:
        made.add_row(
            f"{one.ops:,}",
            f"{one.variables:,}",
            *(
                f"{seconds:.2f} s"
                for seconds in (one.trace_seconds, one.capture_seconds, one.diagnosis_seconds)
            ),
            f"{one.words_seconds:.3f} s",
            f"{one.microseconds_per_op:.0f} \u00b5s",
            f"{one.findings}",
        )
    return made


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ops", nargs="*", type=int, default=SIZES, help="sizes to explain")
    sizes = parser.parse_args().ops
    explained(200)  # What the process does once.
    rich.console.Console(width=100).print(table([explained(size) for size in sizes]))


if __name__ == "__main__":
    main()
