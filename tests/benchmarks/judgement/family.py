"""All trainings, each with its name, its seed and the half that it belongs to."""

from __future__ import annotations

import collections
import dataclasses
import hashlib
import re

from tests.benchmarks.judgement import faults_of_networks, faults_of_training
from tests.benchmarks.judgement.plans import Fault, Plan
from tests.benchmarks.judgement.sound_plans import SOUND

FAULTS = [*faults_of_networks.FAULTS, *faults_of_training.FAULTS]

TUNING, HELD_OUT = "tuning", "held-out"
HALVES = (TUNING, HELD_OUT)
"""Thresholds are fixed on the first; the second says what they are worth."""

_SEEDS = {TUNING: (1, 2), HELD_OUT: (11, 12)}


@dataclasses.dataclass(frozen=True)
class Case:
    """One training.

    Attributes:
      plan: what is trained.
      seed: of the weights and of the order of the rows.
      half: one of `HALVES`, or "" for a twin, which is only compared with.
      name: of the plan or of the fault.
      fault: None where the training is sound.
    """

    plan: Plan
    seed: int
    half: str
    name: str
    fault: Fault | None = None

    @property
    def folder(self) -> str:
        """A folder name that is of no other case, and changes when the plan does."""
        words = f"{self.fault.kind if self.fault else 'sound'} {self.name}"
        digest = hashlib.blake2s(repr((self.plan, self.seed)).encode(), digest_size=4)
        slug = re.sub("[^a-z0-9]+", "-", words.lower()).strip("-")
        return f"{slug}.{self.seed}.{digest.hexdigest()}"


def sound_cases() -> list[Case]:
    """Of two neighbours in the list of plans, one belongs to each half."""
    return [
        Case(plan, seed, HALVES[place % 2], name)
        for place, (name, plan) in enumerate(SOUND.items())
        for seed in _SEEDS[HALVES[place % 2]]
    ]


def sick_cases() -> list[Case]:
    """Of two neighbours of one kind, one belongs to each half."""
    places: collections.Counter[str] = collections.Counter()
    cases = []
    for fault in FAULTS:
        half = HALVES[places[fault.kind] % 2]
        places[fault.kind] += 1
        cases += [Case(fault.plan, seed, half, fault.name, fault) for seed in _SEEDS[half]]
    return cases


def twin(case: Case) -> Case:
    """The sound training that a sick one is compared with; the same one for all its seeds.

    Raises:
      ValueError: the case is sound.
    """
    if case.fault is None:
        raise ValueError(f"A sick training must be given. Received: {case.name}")
    plan = case.fault.twin
    for other in sound_cases():
        if other.plan == plan:
            return other
    return Case(plan, _SEEDS[case.half][0], "", f"twin of {case.fault.kind} {case.name}")


def everything() -> list[Case]:
    """All cases, and the twins that are none of the sound ones."""
    cases = [*sound_cases(), *sick_cases()]
    trained = {(case.plan, case.seed) for case in cases}
    for case in sick_cases():
        other = twin(case)
        if (other.plan, other.seed) not in trained:
            trained.add((other.plan, other.seed))
            cases.append(other)
    return cases
