"""The model of one evaluation of a loss: ops, values, and what the program did beside them.

`capture` makes it, from ops that ran or from a traced graph; nested functions, branches and
loops are laid out flat in it. `diagnosis` only reads it, so it holds no object of TensorFlow.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from tb_gradplugin.diagnosis.in_source import InSource
from tb_gradplugin.diagnosis.in_text import (
    EndedLoop,
    Kept,
    Length,
    MadeOf,
    NameFilter,
    OuterName,
    OwnStep,
)
from tb_gradplugin.diagnosis.inner_tape import InnerTape
from tb_gradplugin.schema.findings import Location


@dataclasses.dataclass(frozen=True)
class Value:
    """A tensor, or the handle of a variable or another resource.

    Attributes:
      index: place in `Program.values`.
      dtype: TensorFlow's name of it, such as "float32", "resource".
      shape: elements per axis, None for an axis of unknown size; None where the rank is unknown.
      node: the op that made it; None where it came from outside of the evaluation.
      origin: of a value without a node: "variable" (a handle), "tensor" (an eager tensor that
        existed before), "constant" (of a Python or NumPy number), "unknown".
      name: how the user's program calls a value from outside, where that could be seen.
      of_data: whether the program's lines show that no variable is behind a value from outside.
    """

    index: int
    dtype: str
    shape: tuple[int | None, ...] | None
    node: int | None = None
    origin: str = ""
    name: str = ""
    of_data: bool = False


@dataclasses.dataclass(frozen=True)
class Node:
    """One op.

    Attributes:
      index: place in `Program.nodes`, which are in the order of execution.
      op_type: TensorFlow's name, such as "MatMul"; "CustomGradient" for what `tf.custom_gradient`
        made; "Merge" where the branches of a cond or the trips of a loop join.
      op_name: name in the graph; empty for an op that ran eagerly.
      inputs: values, in the op's order.
      outputs: values, in the op's order.
      passes: for each input, whether TensorFlow gives it a gradient once an output has one; None
        where the op has no gradient registered, so that asking raises LookupError.
      locations: the user's own frames, innermost first.
      hidden_frames: frames of frameworks between the op and the innermost of them.
      layer: Keras path of the innermost layer being called; None outside of layers.
      regions: the conds and loops that it lies in, outermost first; places in `Program.regions`.
      detail: what else is known; see the module that makes it.
    """

    index: int
    op_type: str
    op_name: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    passes: tuple[bool, ...] | None
    locations: tuple[Location, ...] = ()
    hidden_frames: int = 0
    layer: str | None = None
    regions: tuple[int, ...] = ()
    detail: Mapping[str, str | int | float | bool] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Region:
    """One branch of a cond or switch, or the body of a loop.

    Attributes:
      kind: "cond", "case" or "while".
      branch: which branch: "true", "false", a number, "body".
      ran: whether it ran when the loss was evaluated; None where that is not known.
      locations: the user's line of the cond or loop, innermost first.
    """

    kind: str
    branch: str
    ran: bool | None
    locations: tuple[Location, ...] = ()


@dataclasses.dataclass(frozen=True)
class Asked:
    """One variable (or tensor) whose gradient was asked for.

    Attributes:
      name: unique among those asked about.
      kind: "variable"; "tensor" for a tensor, watched or not; "keras" for a Keras variable.
      value: its handle, or the tensor itself; None where the evaluation never touched it.
      dtype: TensorFlow's name.
      shape: as for a value.
      trainable: whether a tape watches it by itself.
      status: what its gradient really was: "null", "nonfinite", "zero", "exploding",
        "vanishing", "ok".
      layer: Keras path of the layer that owns it; None where there is none.
      is_frozen: whether the program has set it to be not trainable since it was made, which for a
        tape changes nothing.
      condition: the line of a Python `if` or loop under which all uses of it stand that can be
        seen in the program; None where the evaluation touched it, or where that is not known.
      kept: what was computed from it beforehand; None where nothing is seen of that, and where the
        evaluation touched it, unless no gradient is there at all.
      in_source: a line that names it; None in the same cases.
      replaced: the line that puts an array into the attribute which was its own; None in the same
        cases.
      replaced_in_loss: the line by which the loss itself puts a tensor there; None in the same
        cases.
      siblings: handles of variables that the evaluation touched and that a model, or a list of
        layers, has beside it; empty in the same cases.
      ended: loops over a list that the lines end before the elements which hold it, while others
        before them were used; empty in the same cases, and where no such loop is seen.
      outer_name: the name that a method reads in place of the attribute which holds it; None where
        none is seen to.
      made: the line that makes what cannot be trained, a tensor, or what an assignment gave back;
        None of others, or where it is not seen.
      made_name: the plain name that this line gives a tensor, or any that it gives what an
        assignment gave back; "" where it gives none.
      may_be_made: other lines that may have made a tensor instead, where it depends on what is not
        known which of them did; empty of all else.
      made_of: tensors that it was made of before the evaluation, which used them; empty of what the
        evaluation touched.
      handed_back: where the loss reads a variable by what an assignment to it gave back, which no
        tape takes note of: "own" where that was asked about, "other" where the variable was; ""
        everywhere else.
      own_steps: what the program has to train it by, without anything asked about that the
        evaluation touched; empty where nothing is seen to be computed from it beforehand.
    """

    name: str
    kind: str
    value: int | None
    dtype: str
    shape: tuple[int | None, ...] | None
    trainable: bool
    status: str
    layer: str | None = None
    is_frozen: bool = False
    condition: Location | None = None
    kept: Kept | None = None
    in_source: InSource | None = None
    replaced: InSource | None = None
    replaced_in_loss: InSource | None = None
    siblings: tuple[int, ...] = ()
    ended: tuple[EndedLoop, ...] = ()
    outer_name: OuterName | None = None
    made: Location | None = None
    made_name: str = ""
    may_be_made: tuple[Location, ...] = ()
    made_of: tuple[MadeOf, ...] = ()
    handed_back: str = ""
    own_steps: tuple[OwnStep, ...] = ()


@dataclasses.dataclass(frozen=True)
class Departure:
    """A value that left TensorFlow while the loss was evaluated.

    Attributes:
      value: the tensor that was turned into something else.
      how: what did it: "numpy", "__array__", "float", "int", "bool", "item", "tolist",
        "predict", "py_function", "numpy_function"; "shape" where only that was asked for.
      locations: the user's own frames, innermost first.
      before_node: index of the first op that ran after it.
      in_function: whether it happened in a `tf.function`, which makes an op of it.
      in_custom_gradient: index of the op with a gradient of its own that it happened in.
    """

    value: int
    how: str
    locations: tuple[Location, ...]
    before_node: int
    in_function: bool = False
    in_custom_gradient: int | None = None


@dataclasses.dataclass(frozen=True)
class Returned:
    """A constant whose numbers are, bit for bit, those of a value computed before it came in.

    Attributes:
      value: the constant.
      of: the values that are equal to it, the first computed first.
    """

    value: int
    of: tuple[int, ...]


@dataclasses.dataclass(frozen=True)
class InnerGraph:
    """A call of `tf.gradients`, inside of a `tf.function` of the loss, that gave a None.

    Attributes:
      program: the graph at that time; its loss is what was differentiated, and what it was
        differentiated by is what is asked about.
      locations: the user's own frames of the call, innermost first.
    """

    program: Program
    locations: tuple[Location, ...]


@dataclasses.dataclass(frozen=True)
class Reused:
    """A `tf.function` of the loss that was traced before it, and is used again.

    Attributes:
      function: its name.
      definition: the line that has it traced, or that of its `def`.
      lines: of its text.
      locations: the user's own frames of the call, innermost first.
      is_of_build: whether it was traced while Keras built a model.
      left_out: places in `Program.asked` of variables that it reads as it is written.
    """

    function: str
    definition: Location
    lines: range
    locations: tuple[Location, ...]
    is_of_build: bool = False
    left_out: tuple[int, ...] = ()


@dataclasses.dataclass(frozen=True)
class Program:
    """One evaluation of a loss.

    Attributes:
      nodes: in the order of execution.
      values: by index.
      loss: the value that was differentiated; None where the loss is no tensor.
      loss_kind: what the loss is: "tensor", or the Python type of what it is instead.
      loss_locations: the user's lines that returned or computed the loss.
      asked: in the order of the question.
      regions: conds and loops.
      departures: in the order in which they happened.
      inner_tapes: in the order in which they happened.
      inner_graphs: in the order in which they happened.
      returned: in the order in which they came in; empty where nobody compared.
      lengths: of what loops go over or give to `zip`; empty where no gradient is missing.
      name_filter: how what no op has read came to be asked about, where that is an accident.
      reused: in the order of their calls; of a graph alone.
      exception: text of what TensorFlow or the user's program raised; empty where nothing was.
      exception_locations: the user's frames of it, innermost first.
      is_graph: whether it was read from a traced graph rather than from ops that ran.
      tape_sees_path: False where the tape asked did not record the loss, but the graph has a way.
    """

    nodes: Sequence[Node]
    values: Sequence[Value]
    loss: int | None
    loss_kind: str
    loss_locations: tuple[Location, ...]
    asked: Sequence[Asked]
    regions: Sequence[Region] = ()
    departures: Sequence[Departure] = ()
    inner_tapes: Sequence[InnerTape] = ()
    inner_graphs: Sequence[InnerGraph] = ()
    returned: Sequence[Returned] = ()
    lengths: Sequence[Length] = ()
    name_filter: NameFilter | None = None
    reused: Sequence[Reused] = ()
    exception: str = ""
    exception_locations: tuple[Location, ...] = ()
    is_graph: bool = False
    tape_sees_path: bool = True
