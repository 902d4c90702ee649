"""What invented people answer: harmless, but for what makes each kind of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from deqi.core.facts import Spec
from deqi.knowledge import facts

Answers = Mapping[str, object]

NOT_SAID = frozenset(
    {"platelets", "neutrophils", "inr_stable", "hla_b27", "pregnancy_weeks"}
)
"""Nobody is asked for them who has nothing that calls for them."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of patient.

    Parameters
    ----------
    name : str
        What tells them apart.
    answers : mapping
        What they say otherwise than the harmless answer.
    unsaid : tuple of str
        What they leave open until somebody asks.
    ages : tuple of int
        The youngest and the oldest.
    sex : str
        At birth; empty where it does not matter.
    later : mapping
        What changes in the middle of the course.
    """

    name: str
    answers: Answers = field(default_factory=dict)
    unsaid: tuple[str, ...] = ()
    ages: tuple[int, int] = (24, 82)
    sex: str = ""
    later: Answers = field(default_factory=dict)


PLAIN = Kind("plain")
KINDS = (
    PLAIN,
    Kind("blood thinner", {"anticoagulant": "doac"}, ages=(61, 86)),
    PLAIN,
    Kind("cauda equina", {"saddle_numbness": True, "bladder_change": True}),
    Kind("pregnant", {"pregnant": True}, ages=(24, 39), sex="female"),
    PLAIN,
    Kind("fever later", later={"fever_or_chills": True}),
    Kind("not said", unsaid=("cancer_history", "smoker", "diabetes")),
    Kind("fracture", {"trauma_severe": True, "osteoporosis": True}, ages=(66, 84)),
    PLAIN,
    Kind("faints", {"faints_easily": True, "diabetes": True}),
    Kind("smokes", {"smoker": True}, ages=(25, 55)),
    Kind("cancer before", {"cancer_history": True}, ages=(45, 80)),
    PLAIN,
    Kind("pacemaker", {"pacemaker_or_icd": True}, ages=(58, 84)),
    PLAIN,
    Kind(
        "stiff in the morning",
        {
            "morning_stiffness_over_30min": True,
            "onset_before_45": True,
            "onset_before_35": True,
            "wakes_second_half_of_night": True,
            "better_with_movement": True,
        },
        ages=(24, 40),
    ),
    PLAIN,
    Kind("thinner for the heart", {"antiplatelet": True}, ages=(58, 86)),
    Kind("needles before", {"had_acupuncture_before": True}),
    Kind("diabetes", {"diabetes": True}, ages=(45, 84)),
    Kind("drives", {"drives_or_operates_machines_after": True}, ages=(25, 64)),
    *(PLAIN,) * 11,
)
"""In turn, so that each kind is there however few patients are made."""


@cache
def harmless() -> Answers:
    """Return the harmless answer to every question that has one."""
    return {
        each.id: _told(each)
        for each in facts.catalogue().specs.values()
        if each.safe is not None and each.id not in NOT_SAID
    }


def _told(spec: Spec) -> object:
    return list(spec.safe) if isinstance(spec.safe, tuple) else spec.safe


def of_patient(kind: Kind) -> Answers:
    """Return what a patient of a kind answers at the intake."""
    said = {**harmless(), **kind.answers}
    return {
        name: value
        for name, value in said.items()
        if _asked_of(name) != "practitioner" and name not in kind.unsaid
    }


def of_practitioner(kind: Kind) -> Answers:
    """Return what the practitioner finds at the first visit, and asks once more."""
    said = {**harmless(), **kind.answers}
    return {
        name: value
        for name, value in said.items()
        if _asked_of(name) == "practitioner" or name in kind.unsaid
    }


@cache
def asked_each_visit() -> tuple[str, ...]:
    """Return the questions that are asked again at each visit."""
    specs = facts.catalogue().specs
    return tuple(name for name in harmless() if specs[name].asked_at == "each_visit")


def of_visit(kind: Kind, *, later: bool = False) -> Answers:
    """Return what is asked again at each visit."""
    said = {**harmless(), **kind.answers, **(kind.later if later else {})}
    return {name: said[name] for name in asked_each_visit()}


def _asked_of(name: str) -> str:
    return facts.catalogue().specs[name].asked_of
