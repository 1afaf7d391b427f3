"""What `explain` costs where everything that flows is measured: time, and the most memory.

    python -m tests.benchmarks.flow                                 all programs
    python -m tests.benchmarks.flow --programs chain-100 mobilenet  some of them

Each program runs in a process of its own. The time is that of the first explanation in it, with
all that TensorFlow does once; of a chain, which is there to compare sizes, that of the second.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

# Read when TensorFlow and Keras are imported, which is why those imports stand in functions.
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

_ROOT = pathlib.Path(__file__).resolve().parents[2]

Program = tuple[Callable[[], Any], list[Any]]
"""A loss function and its variables."""


@dataclasses.dataclass(frozen=True)
class Explained:
    """One program, explained.

    Attributes:
      program: its key in `PROGRAMS`.
      ops: that ran, one by one.
      variables: that were asked about.
      tensors: values and gradients that were measured.
      plain_seconds: of the loss and its gradient, eagerly.
      flow_seconds: of one evaluation in which everything is measured.
      explain_seconds: of the whole explanation and its text.
      explain_cpu_seconds: those of them in which a core worked, of all cores together.
      before_megabytes: the most memory of the process before the explanation.
      peak_megabytes: the most memory of the process.
      findings: code and severity of each.
    """

    program: str
    ops: int
    variables: int
    tensors: int
    plain_seconds: float
    flow_seconds: float
    explain_seconds: float
    explain_cpu_seconds: float
    before_megabytes: float
    peak_megabytes: float
    findings: tuple[tuple[str, str], ...]

    @property
    def milliseconds_per_tensor(self) -> float:
        """Of the work of all cores, which does not depend on what else the machine does."""
        return 1e3 * self.explain_cpu_seconds / self.tensors


def mobilenet(blind: bool = False) -> Program:
    """MobileNetV2 on 4 pictures of 96 by 96; blind: behind a sign, whose gradient is zero."""
    import keras
    import numpy as np
    import tensorflow as tf

    from tests.benchmarks.networks import NETWORKS

    keras.utils.set_random_seed(7)
    model = NETWORKS["mobilenet"].build()
    random = np.random.default_rng(5)
    images = tf.constant(random.uniform(-1, 1, [4, 96, 96, 3]).astype(np.float32))
    labels = tf.constant(random.integers(10, size=[4]).astype(np.int32))
    cross_entropy = keras.losses.SparseCategoricalCrossentropy()

    def loss_fn() -> Any:
        given = model(images, training=True)
        return tf.reduce_mean(tf.sign(given - 0.1)) if blind else cross_entropy(labels, given)

    return loss_fn, model.trainable_variables


def chain(blocks: int) -> Program:
    """Residual blocks of five ops behind a sign: the gradient of each of their scales is zero."""
    import tensorflow as tf

    scales = [tf.Variable(tf.ones([4]), name=f"block_{i}/scale") for i in range(blocks)]

    def loss_fn() -> Any:
        x = tf.ones([3, 4])
        for scale in scales:
            x += 0.01 * tf.tanh(x * scale)
        return tf.reduce_sum(tf.sign(x))

    return loss_fn, scales


PROGRAMS: dict[str, tuple[str, Callable[[], Program]]] = {
    "mobilenet": ("MobileNetV2, sound", mobilenet),
    "mobilenet-blind": ("MobileNetV2, every gradient zero", lambda: mobilenet(blind=True)),
    "chain-100": ("chain of 100 ops", lambda: chain(20)),
    "chain-1000": ("chain of 1,000 ops", lambda: chain(200)),
    "chain-5000": ("chain of 5,000 ops", lambda: chain(1_000)),
}
"""By the name on the command line: the name in the table, and what makes it."""


def explained(name: str) -> Explained:
    """Explains a program in this process."""
    import tensorflow as tf

    import tb_gradplugin as tbg
    from tb_gradplugin.capture import flow_run
    from tests.benchmarks import peak_memory

    loss_fn, variables = PROGRAMS[name][1]()
    if name.startswith("chain"):
        tbg.explain(*chain(5))

    def plain() -> None:
        with tf.GradientTape() as tape:
            loss = loss_fn()
        tape.gradient(loss, variables)

    plain()
    plain_seconds, _ = timed(plain)
    before = peak_memory.of_this_process()
    cpu_before = time.process_time()
    explain_seconds, report = timed(lambda: _told(tbg.explain(loss_fn, variables)))
    explain_cpu_seconds = time.process_time() - cpu_before
    flow_seconds, flow = timed(lambda: flow_run.flow(loss_fn, variables))
    return Explained(
        program=name,
        ops=len(flow.program.nodes),
        variables=len(variables),
        tensors=len(flow.forward) + len(flow.gradient),
        plain_seconds=plain_seconds,
        flow_seconds=flow_seconds,
        explain_seconds=explain_seconds,
        explain_cpu_seconds=explain_cpu_seconds,
        before_megabytes=before,
        peak_megabytes=peak_memory.of_this_process(),
        findings=tuple((finding.code, finding.severity) for finding in report.findings),
    )


def explained_elsewhere(name: str) -> Explained:
    """The same in a process of its own, so that its memory is that of one program.

    Raises:
      RuntimeError: the process failed.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.flow", "--here", name],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The program must run to its end. Received: {done.stderr}")
    facts = json.loads(done.stdout.splitlines()[-1])
    return Explained(**{**facts, "findings": tuple(map(tuple, facts["findings"]))})


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of a call, and what it gave."""
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


def _told(report: Any) -> Any:
    str(report)
    return report


def _row(one: Explained) -> tuple[str, ...]:
    return (
        PROGRAMS[one.program][0],
        f"{one.ops:,}",
        f"{one.variables:,}",
        f"{one.tensors:,}",
        f"{one.plain_seconds:.2f} s",
        f"{one.flow_seconds:.2f} s",
        f"{one.explain_seconds:.2f} s",
        f"{one.explain_cpu_seconds:.2f} s",
        f"{one.milliseconds_per_tensor:.2f} ms",
        f"{one.peak_megabytes:,.0f} MB ({one.peak_megabytes - one.before_megabytes:+,.0f})",
        ", ".join(f"{code} {severity}" for code, severity in one.findings) or "none",
    )


def main() -> int:
    """Prints the table; returns the exit code."""
    import rich.box
    import rich.console
    import rich.table

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", nargs="+", choices=PROGRAMS, default=list(PROGRAMS))
    parser.add_argument("--here", metavar="PROGRAM", help="explain one here, and print the numbers")
    options = parser.parse_args()
    if options.here:
        sys.stdout.write(json.dumps(dataclasses.asdict(explained(options.here))) + "\n")
        return 0
    table = rich.table.Table(box=rich.box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("program")
    columns = (
        "ops",
        "variables",
        "tensors",
        "loss and gradient",
        "flow",
        "explain",
        "of all cores",
    )
    for column in (*columns, "per tensor", "peak memory"):
        table.add_column(column, justify="right")
    table.add_column("findings")
    for name in options.programs:
        table.add_row(*_row(explained_elsewhere(name)))
    width = None if sys.stdout.isatty() else 170
    rich.console.Console(width=width, highlight=False).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
