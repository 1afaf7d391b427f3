"""Every number that a judgement rests on, with its unit, reason and source."""

from __future__ import annotations

from collections.abc import Mapping

from tb_gradplugin.health.limits import Threshold
from tb_gradplugin.health.limits import Thresholds as _Thresholds

_OWN = "Measured: benchmark of judgement, the half of its kinds and seeds that fixes thresholds."

VANISHING = Threshold(
    name="vanishing.relative_norm",
    value=1e-9,
    unit="L2 norm over the largest L2 norm of the same step",
    reason=(
        "Adam and its kin divide the scale of a gradient out, so only its size beside the others "
        "tells. Rounding noise of a gradient that is zero by mathematics lies about this far below."
    ),
    source="Measured on MobileNetV2 and on attention key biases: about 1e-7 against 1e2.",
)

EXPLODING = Threshold(
    name="exploding.l2_norm",
    value=1e4,
    unit="L2 norm",
    reason="A last resort, being absolute: plain gradient descent moves the variable this far.",
    source="BTTackler (KDD 2024) takes the same number for the median over modules.",
)

NULL_STEPS = Threshold(
    name="null.steps",
    value=1,
    unit="steps without gradient",
    reason="A variable without a gradient does not learn, and the next steps are as the first.",
    source="Keras warns of each such variable once, in its first step.",
    least=1,
    whole=True,
)

NONFINITE_STEPS = Threshold(
    name="nonfinite.steps",
    value=1,
    unit="steps with a NaN or an infinite element",
    reason="One such update is enough to ruin a variable.",
    source="Amazon SageMaker Debugger judges a single tensor with NaN or infinity in the same way.",
    least=1,
    whole=True,
)

WINDOW = Threshold(
    name="persistence.rows",
    value=10,
    unit="recorded rows",
    reason="No single sample decides: rules that decide on one flag a third of sound models.",
    source="TheDeepChecker (TOSEM 2023) takes windows of 10; DeepDiagnosis shows the alarms.",
    least=2,
    most=1000,
    whole=True,
)

SHARE = Threshold(
    name="persistence.share",
    value=0.8,
    unit="share of the rows of a window",
    reason="Batches differ: what lasts may be missing on one or two rows of ten.",
    source=_OWN,
    most=1,
)

WARM_UP = Threshold(
    name="warm_up.steps",
    value=50,
    unit="steps since recording began",
    reason=(
        "In the first steps learning rates rise, averages settle and zero initialisations are "
        "left, so what is slow to show is not judged before."
    ),
    source=_OWN,
    least=1,
    whole=True,
)

PROGRESS = Threshold(
    name="progress.share",
    value=0.3,
    unit="fall of the loss over the loss of the first rows",
    reason="Where the loss falls this far the network learns, however uneven its gradients are.",
    source="AUTOTRAINER (ICSE 2021) gates its rules on accuracy; without, it flags sound models.",
    most=1,
)

VANISHING_LAYERS = Threshold(
    name="vanishing.layer_ratio",
    value=1e-3,
    unit="L2 norm over the largest L2 norm of the same step",
    reason="Five layers at the sigmoid's best derivative of 0.25 make 1e-3.",
    source="AUTOTRAINER (ICSE 2021) takes 1e-3 between first and last layer.",
    most=1,
)

VANISHING_LOST = Threshold(
    name="vanishing.lost_ratio",
    value=1e-6,
    unit="L2 norm over the largest L2 norm of the same step",
    reason="So far below the others that the layer is lost, even where the loss falls without it.",
    source="A sigmoid's derivative is at most 0.25: ten layers make about 1e-6.",
    most=1,
)

VANISHING_WEAK = Threshold(
    name="vanishing.weak_ratio",
    value=0.03,
    unit="L2 norm over the largest L2 norm of the same step",
    reason="Not much in itself: it counts where the layer hardly moves and nothing is learnt.",
    source=_OWN,
    most=1,
)

VANISHING_UPDATE = Threshold(
    name="vanishing.update_ratio",
    value=1e-4,
    unit="norm of the update over the norm of the variable",
    reason="So slow that the small gradient, and no optimizer's rescaling, decides.",
    source="TheDeepChecker (TOSEM 2023) takes the same as lower limit of a healthy update.",
    most=1,
)

EXPLODING_GROWTH = Threshold(
    name="exploding.growth",
    value=1e3,
    unit="L2 norm over the variable's own median of the first rows",
    reason="Batches and schedules move a norm by one or two orders of magnitude, not by three.",
    source=_OWN,
    least=1,
)

EXPLODING_UPDATE = Threshold(
    name="exploding.update_ratio",
    value=0.5,
    unit="norm of the update over the norm of the variable",
    reason="Steps that replace half of a variable cannot follow a gradient, which is local.",
    source="CS231n notes: about 1e-3 is usual; TheDeepChecker 0.1, MindSpore 1 as upper limit.",
)

EXPLODING_LAYERS = Threshold(
    name="exploding.layer_ratio",
    value=1e5,
    unit="L2 norm of a kernel over that of the bias of the last layer",
    reason=(
        "The last bias gets the gradient of the outputs itself, so this is what the network makes "
        "of it, whatever the loss is scaled with: some tens, thousands for raw pixels."
    ),
    source=_OWN,
    least=1,
)

ZERO_STEPS = Threshold(
    name="zero.steps",
    value=20,
    unit="steps on which every element is 0",
    reason="A last layer that starts at zero gives those before it nothing on the first step only.",
    source="Residual branches and last layers are often initialised with zeros on purpose.",
    least=1,
    whole=True,
)

DEAD_SHARE = Threshold(
    name="zero.dead_share",
    value=0.98,
    unit="share of the units of a layer whose bias has a gradient of 0",
    reason="Sparsity is not death: ordinary ReLU layers have up to some nine in ten units silent.",
    source="DeepDiagnosis (ICSE 2022) takes 0.7, which gives 58 of its 68 false alarms.",
    most=1,
)

INTERMITTENT = Threshold(
    name="intermittent.share",
    value=0.1,
    unit="share of the steps on which the gradient is zero",
    reason="A batch without a word or a class leaves a gradient at zero now and then.",
    source=_OWN,
    most=1,
)

STALLED = Threshold(
    name="stalled.update_ratio",
    value=1e-5,
    unit="norm of the update over the norm of the variable",
    reason="A hundred thousand steps would be needed to replace the variable.",
    source="DeepDiagnosis (ICSE 2022) takes the same; CS231n notes: about 1e-3 is usual.",
    most=1,
)

UNDERFLOW = Threshold(
    name="underflow.float16_magnitude",
    value=2.0**-14,
    unit="largest magnitude of the scaled gradient",
    reason="Below the smallest normal number float16 loses digits, and what is 1,000 times less.",
    source="IEEE 754 binary16: 6.1e-5 is the smallest normal number, 6.0e-8 the smallest of all.",
)

LOSS_SCALE = Threshold(
    name="loss_scale.smallest",
    value=1.0,
    unit="loss scale",
    reason="A scale below 1 makes gradients smaller than without scaling, and underflow is next.",
    source="Keras starts at 32,768 and halves on each step that overflows.",
)

SKIPPED = Threshold(
    name="loss_scale.skipped_share",
    value=0.5,
    unit="share of the steps whose update was skipped",
    reason="A dynamic scale overflows once in 2,000 steps; every other step means there is no fit.",
    source="Keras doubles the scale after 2,000 steps without overflow.",
    most=1,
)

ALL = (
    NULL_STEPS,
    NONFINITE_STEPS,
    VANISHING,
    VANISHING_LAYERS,
    VANISHING_LOST,
    VANISHING_WEAK,
    VANISHING_UPDATE,
    EXPLODING,
    EXPLODING_GROWTH,
    EXPLODING_UPDATE,
    EXPLODING_LAYERS,
    ZERO_STEPS,
    DEAD_SHARE,
    INTERMITTENT,
    STALLED,
    UNDERFLOW,
    LOSS_SCALE,
    SKIPPED,
    PROGRESS,
    WINDOW,
    SHARE,
    WARM_UP,
)

BY_NAME = {one.name: one for one in ALL}


class Thresholds(_Thresholds):
    """A value for each threshold of this module."""

    def __init__(self, chosen: Mapping[str, float] | None = None) -> None:
        """Takes the defaults, but where another value was chosen.

        Args:
          chosen: name -> value.

        Raises:
          UnknownThresholdError: a name is not that of a threshold. It is a
            ValueError.
          TypeError: a value is not a number.
          ValueError: a value is not finite, or out of the range of its threshold.
        """
        super().__init__(ALL, chosen or {})


DEFAULT = Thresholds()
