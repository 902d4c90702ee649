"""The policy study: our review beside the fixed courses, on virtual people.

Chance comes from the edge, as arrays; NumPy is loaded only when a study is run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deqi.care import pacing
from deqi.core.conditions import Stage
from deqi.core.dosing import stating
from deqi.core.dosing.findings import Cell, Contrast, Findings
from deqi.core.dosing.stating import Line
from deqi.core.dosing.values import Design, Ours
from deqi.core.fields import Fields
from deqi.core.review import Decision
from deqi.knowledge import courses, dosing, reviews
from deqi.knowledge.schema import Record

if TYPE_CHECKING:
    from deqi.core.dosing.people import Draws
    from deqi.core.dosing.studies import Study

_CAUTION = (
    "A simulation from printed means: it tells what follows from the assumptions, not"
    " which of them is true. No trial has tried our policy, and no clinician has"
    " reviewed the records behind it."
)


@dataclass(frozen=True, slots=True)
class Named:
    """A policy or an assumption.

    Parameters
    ----------
    kind : str
        ``policy``, or what is assumed: ``dose``, ``gain``, ``responders``, ``drop_out``.
    name : str
        As the figures name it.
    title : str
        In words.
    """

    kind: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Aim:
    """The goal, as it was set before the first run.

    Parameters
    ----------
    margin_points : float
        Within it mean scores over the year are equal.
    fewer_percent : float
        By so much, at least, there are to be fewer visits.
    against : tuple of str
        Courses it has to hold against, each.
    central : mapping of str to str
        Assumptions under which it has to hold.
    met : bool
        Whether it does.
    """

    margin_points: float
    fewer_percent: float
    against: tuple[str, ...]
    central: Mapping[str, str]
    met: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What a study found.

    Parameters
    ----------
    people, seed : int
        How many virtual people, and the seed of their luck.
    weeks : int
        How long they were followed.
    visit_cost : float or None
        Price of a visit as given; no record has one.
    pain_above : float
        A day with a true score above it is a day in pain.
    goal : Aim
        What was to be shown, and whether it is.
    statement : tuple of str
        Under which assumptions our policies are better, equal or worse, computed.
    caution : str
        What the study cannot show.
    named : tuple of Named
        Policies and assumptions in words.
    cells : tuple of Cell
        Every policy under every set of assumptions.
    contrasts : tuple of Contrast
        Our policies beside every other.
    lines : tuple of Line
        How relief and visits compare, for each dose response and gain.
    sources : tuple of str
        Source ids behind the assumptions.
    """

    people: int
    seed: int
    weeks: int
    visit_cost: float | None
    pain_above: float
    goal: Aim
    statement: tuple[str, ...]
    caution: str
    named: tuple[Named, ...]
    cells: tuple[Cell, ...]
    contrasts: tuple[Contrast, ...]
    lines: tuple[Line, ...]
    sources: tuple[str, ...]

    def titles(self) -> Mapping[str, str]:
        """Return the name of each policy by its id."""
        return {each.name: each.title for each in self.named if each.kind == "policy"}


def policies() -> tuple[Ours, ...]:
    """Return our policies, as the records of reviews and cadences have them."""
    return tuple(_policy(record) for record in dosing.ours())


def _policy(told: Record) -> Ours:
    fields = Fields(told.fields, told.provenance.key)
    phases = courses.catalogue()[told.text("cadence")].phases(Stage.CHRONIC)
    monthly = next(phase for phase in phases if phase.name == "maintenance")
    return Ours(
        id=told.provenance.id,
        title=told.text("title"),
        rules=reviews.rules(),
        settings=reviews.settings(),
        rhythm={**reviews.rhythm(), Decision.MAINTAIN: pacing.around(monthly)},
        inductions=tuple(
            pacing.around(phase)
            for phase in phases
            if phase.name == "induction"
            for _ in range(phase.visits)
        ),
        followed_days=tuple(
            int(str(each)) for each in fields.items("followed_days") or ()
        ),
        wants_maintenance=fields.claim("wants_maintenance"),
        unwritten=frozenset(map(Decision, told.texts("unwritten"))),
    )


def shapes(people: int) -> Mapping[str, tuple[str, tuple[int, int]]]:
    """Return which luck a study of so many people needs; see `people.shapes`.

    Raises
    ------
    StudyImpossible
        For fewer than two people.
    """
    from deqi.core.dosing import people as virtual

    return virtual.shapes(people, len(dosing.design().counted.responders_at))


def begin(luck: Mapping[str, object]) -> Study:
    """Return the study of the packaged records on the people that luck gives.

    Parameters
    ----------
    luck : mapping of str to array
        By name, as `shapes` asks for.

    Raises
    ------
    StudyImpossible
        Where too few people have pain enough to come.
    """
    from deqi.core.dosing import people as virtual
    from deqi.core.dosing import studies

    draws: Draws = virtual.Draws(**luck)  # type: ignore[arg-type]  # arrays, by shapes
    return studies.of(dosing.design(), policies(), draws)


def run(study: Study, *, visit_cost: float | None = None) -> Iterator[Findings]:
    """Yield what is found under one set of assumptions after another.

    Parameters
    ----------
    study : Study
        As `begin` returns it.
    visit_cost : float or None
        Price of a visit, in any money; no record has one.
    """
    from deqi.core.dosing import studies

    return studies.run(study, visit_cost=visit_cost)


def sets() -> int:
    """Return how many sets of assumptions there are."""
    return len(dosing.design().grid)


def report(
    found: Iterable[Findings], study: Study, *, seed: int, visit_cost: float | None
) -> Report:
    """Return the whole report of a study.

    Parameters
    ----------
    found : iterable of Findings
        What `run` yielded.
    study : Study
        That was run.
    seed : int
        Of its luck.
    visit_cost : float or None
        As it was run with.
    """
    parts = tuple(found)
    design = study.design
    all_found = Findings(
        tuple(cell for each in parts for cell in each.cells),
        tuple(contrast for each in parts for contrast in each.contrasts),
    )
    named = tuple(_named(study))
    titles = {each.name: each.title for each in named if each.kind == "policy"}
    return Report(
        people=len(study.cohort),
        seed=seed,
        weeks=design.counted.weeks,
        visit_cost=visit_cost,
        pain_above=design.counted.pain_above,
        goal=_aim(all_found, design),
        statement=stating.statement(all_found, design, titles),
        caution=_CAUTION,
        named=named,
        cells=all_found.cells,
        contrasts=all_found.contrasts,
        lines=tuple(stating.lines(all_found, design)),
        sources=_sources(),
    )


def _aim(found: Findings, design: Design) -> Aim:
    goal = design.goal
    return Aim(
        goal.margin_points,
        goal.fewer_percent,
        goal.against,
        goal.central.names(),
        stating.is_met(found, design),
    )


def _named(study: Study) -> Iterator[Named]:
    grid = study.design.grid
    yield from (Named("policy", each.id, each.title) for each in study.ours)
    yield from (Named("policy", each.id, each.title) for each in study.design.courses)
    for kind, assumed in (
        ("dose", grid.doses),
        ("gain", grid.gains),
        ("responders", grid.responders),
        ("drop_out", grid.drop_outs),
    ):
        yield from (Named(kind, each.name, each.title) for each in assumed)


def _sources() -> tuple[str, ...]:
    told = dosing.provenance().values()
    return tuple(dict.fromkeys(source for each in told for source in each.source_ids))
