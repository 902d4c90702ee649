"""The decision chain for one person: facts, screening, plan, course, cover."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from deqi.care import expecting
from deqi.care.values import Care, Cited, Past, Told, Wishes
from deqi.core import courses, coverage, needlework, people, planning, screening
from deqi.core.conditions import stage
from deqi.core.coverage import Cover, Ledger
from deqi.core.facts import Fact, Statement
from deqi.core.findings import Screening
from deqi.core.plans import Plan, Shelf
from deqi.core.policies import Policy
from deqi.core.protocols import Retention
from deqi.core.rules import Outcome, RuleBook
from deqi.knowledge import (
    advice,
    conditions,
    facts,
    muscles,
    patterns,
    points,
    precautions,
    protocols,
    red_flags,
    regions,
    sources,
)
from deqi.knowledge import courses as cadences
from deqi.knowledge import coverage as payers


def screen(
    statements: Iterable[Statement], *, today: date, wishes: Wishes | None = None
) -> tuple[people.Facts, Screening]:
    """Settle what was said of a person, and screen it.

    Parameters
    ----------
    statements : iterable of Statement
        From records and answers, in any order.
    today : date
        The day of the decision.
    wishes : Wishes or None
        What the caller asks for.

    Returns
    -------
    tuple of (Facts, Screening)

    Raises
    ------
    UnknownFact
        For a statement about an id that no record describes.
    """
    asked = wishes or Wishes()
    known = people.know(
        statements,
        facts.catalogue(),
        today=today,
        circumstances=people.Circumstances(
            asked.style, asked.examined, asked.sessions_so_far
        ),
    )
    found = screening.screen(
        known, _book(), catalogue=facts.catalogue(), body=regions.body_map()
    )
    return known, found


def decide(
    statements: Iterable[Statement],
    *,
    today: date,
    wishes: Wishes | None = None,
    past: Past | None = None,
) -> Care:
    """Decide for one person: the whole chain.

    Parameters
    ----------
    statements : iterable of Statement
        From records and answers, in any order.
    today : date
        The day of the decision, and the first day of a course.
    wishes : Wishes or None
        Style, payer, cadence.
    past : Past or None
        Visits and measurements so far.

    Returns
    -------
    Care

    Raises
    ------
    UnknownFact
        For a statement about an id that no record describes.
    """
    asked = wishes or Wishes()
    known, found = screen(statements, today=today, wishes=asked)
    ledger = _ledger(known, asked, past or Past())
    withheld = _withheld(known, found)
    plan = None if withheld else _plan(known, found, asked)
    cadence = cadences.catalogue()[_cadence_name(asked)]
    course = _course(known, asked, past or Past(), ledger) if plan else None
    care = Care(
        today=today,
        facts=told(known),
        screening=found,
        plan=plan,
        withheld=withheld,
        course=course,
        cadence=cadence.id if course else "",
        expected=expecting.expect(known, found.outcome),
        coverage=ledger,
        sources=(),
    )
    extra = cadence.sources if course else ()
    beside = (*extra, *expecting.sources(care.expected))
    return replace(care, sources=tuple(_cited(care, beside)))


def _book() -> RuleBook:
    return RuleBook(red_flags.catalogue(), precautions.catalogue())


def _shelf() -> Shelf:
    return Shelf(
        needlework.Sites(
            points.catalogue(), muscles.catalogue(), points.levels(), regions.body_map()
        ),
        protocols.recipes(),
        patterns.catalogue(),
        patterns.label(),
        advice.catalogue(),
        advice.measures(),
        protocols.most_needles(),
    )


def _withheld(known: people.Facts, found: Screening) -> str:
    if found.outcome.gravity >= Outcome.ASK.gravity:
        return _WITHHELD[found.outcome]
    condition = known.value("condition")
    if not isinstance(condition, str):
        return "No complaint is known yet: a plan needs one."
    if not conditions.catalogue()[condition].plans:
        return "No plan is made for this condition here; what is known of it is shown."
    return ""


_WITHHELD = {
    Outcome.ASK: "Questions that hold up a plan are open.",
    Outcome.REFER: "A doctor comes first.",
    Outcome.EMERGENCY: "This is an emergency: no plan, act now.",
}


def _plan(known: people.Facts, found: Screening, wishes: Wishes) -> Plan:
    preferred = known.value("style")
    style = preferred if isinstance(preferred, str) else protocols.usual_style()
    return planning.plan(
        known,
        _shelf(),
        needlework.Prohibitions.of(found.restrictions),
        style=style,
        retention=_retention(wishes),
    )


def _retention(wishes: Wishes) -> Retention:
    known = protocols.retention()
    names = (wishes.payer or "", _cadence_name(wishes), "trial_default")
    return next(known[name] for name in names if name in known)


def _cadence_name(wishes: Wishes) -> str:
    if wishes.cadence is not None:
        return wishes.cadence
    if wishes.payer in cadences.catalogue():
        return str(wishes.payer)
    return cadences.DEFAULT


def _policy(wishes: Wishes) -> Policy | None:
    return None if wishes.payer is None else payers.catalogue()[wishes.payer]


def _ledger(known: people.Facts, wishes: Wishes, past: Past) -> Ledger | None:
    policy = _policy(wishes)
    if policy is None:
        return None
    return coverage.ledger(
        policy,
        past.visits,
        values=known.values_read,
        measurements=past.measurements,
        today=known.today,
    )


def _course(
    known: people.Facts, wishes: Wishes, past: Past, ledger: Ledger | None
) -> tuple[courses.PlannedVisit, ...]:
    cadence = cadences.catalogue()[_cadence_name(wishes)]
    lasted = stage(known.values_read, conditions.stages())
    visits = courses.plan(cadence, lasted, known.today, relapse=wishes.relapse)
    policy = _policy(wishes)
    if policy is None or ledger is None:
        return visits
    early, late = (
        coverage.covers(
            policy,
            ledger,
            days,
            values=known.values_read,
            measurements=past.measurements,
        )
        for days in (
            [visit.earliest for visit in visits],
            [visit.latest for visit in visits],
        )
    )
    return tuple(
        _with_cover(visit, first, last)
        for visit, first, last in zip(visits, early, late, strict=True)
    )


def _with_cover(
    visit: courses.PlannedVisit, early: Cover, late: Cover
) -> courses.PlannedVisit:
    """Mark a visit covered only where it is so on every day of its window."""
    if early.covered is late.covered:
        return replace(visit, covered=late.covered, covered_why=late.why)
    worse = late if late.covered is not True else early
    return replace(visit, covered=None, covered_why=worse.why)


def told(known: people.Facts) -> Mapping[str, Told]:
    """Return every fact somebody spoke of, as it is shown."""
    return {key: _told(fact) for key, fact in known.spoken.items()}


def _told(fact: Fact) -> Told:
    return Told(fact.value, fact.source, fact.at, fact.disputed, fact.note)


def _cited(care: Care, extra: Iterable[str]) -> Iterator[Cited]:
    known = sources.catalogue()
    for name in dict.fromkeys((*_named(care), *extra)):
        source = known[name]
        yield Cited(name, source.citation, source.address)


def _named(care: Care) -> Iterator[str]:
    for finding in (*care.screening.findings, *care.screening.session.findings):
        yield from finding.sources
    for restriction in care.screening.restrictions:
        yield from restriction.sources
    if care.plan is not None:
        for line in care.plan.needling:
            yield from line.sources
        for beside in (*care.plan.co_treatment, *care.plan.lifestyle):
            yield from beside.sources
    if care.coverage is not None:
        yield from care.coverage.sources
