"""Counts visits against what a payer covers: used, left, what must be shown, until when.

Words
-----
ledger
    What one payer covers of one episode, on one day.
cover
    One visit, whether it is covered, and why.
taking
    A visit that uses up the allowance: one that took place and is not known to be
    uncovered, so that an open question never makes room.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from deqi.core import dates, progress
from deqi.core.allowances import Allowance
from deqi.core.claimants import Claimant
from deqi.core.episodes import Attendance, Visit
from deqi.core.expressions import Truth
from deqi.core.instruments import Measurement
from deqi.core.policies import Ask, Criterion, Point, Policy
from deqi.core.progress import Progress
from deqi.core.reading import Values

Window = Mapping[Literal["from", "to"], date]


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion as it stands for this person.

    Parameters
    ----------
    text : str
        The criterion in words.
    facts : tuple of str
        Ids of the facts it turns on; while open, those unknown.
    met : bool or None
        None where a fact or the payer's text leaves it open.
    """

    text: str
    facts: tuple[str, ...]
    met: bool | None


@dataclass(frozen=True, slots=True)
class Cover:
    """One visit in the ledger.

    Parameters
    ----------
    date : date
        Its day.
    covered : bool or None
        None where something is not known yet.
    why : str
        One sentence.
    took_place : bool
        Whether it counts as held on the day of the ledger.
    """

    date: date
    covered: bool | None
    why: str
    took_place: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """What one payer covers of one episode, on one day.

    Parameters
    ----------
    payer : str
        Id of the policy.
    today : date
        The day of the ledger.
    eligible : bool or None
        Whether this person is covered on that day; None where not known.
    because : tuple of Reason
        Criteria that fail; where none fails, those open; else all.
    used : int
        Visits of the present period that took place and use up the allowance.
    left : int or None
        Visits that need nothing more shown; None where the payer states no number.
    window : mapping with ``from`` and ``to``, or None
        Days in which the visits left must lie; None before the first visit, or where
        no end is stated.
    needs : tuple of str
        What must be found out, shown or kept in the record.
    ends : date or None
        Last day on which a visit of this period can be covered.
    renews : date or None
        First day of the next period.
    visits : tuple of Cover
        Every visit by date; booked ones as far as can be told.
    open_points : tuple of Point
        What is not certain of the payer's rules.
    as_of : date
        The day for which the rules were read.
    certainty, reviewed, sources
        How the rules are backed.
    """

    payer: str
    today: date
    eligible: bool | None
    because: tuple[Reason, ...]
    used: int
    left: int | None
    window: Window | None
    needs: tuple[str, ...]
    ends: date | None
    renews: date | None
    visits: tuple[Cover, ...]
    open_points: tuple[Point, ...]
    as_of: date
    certainty: str
    reviewed: bool
    sources: tuple[str, ...]


def ledger(
    policy: Policy,
    visits: Iterable[Visit],
    *,
    values: Values,
    measurements: Iterable[Measurement],
    today: date,
) -> Ledger:
    """Count the visits of an episode against a payer's rules.

    Parameters
    ----------
    policy : Policy
        The payer's rules.
    visits : iterable of Visit
        In any order. Those that took place up to ``today`` count; one whose status
        nobody recorded counts too, since it may have.
    values : Values
        Facts on ``today``; the length of the complaint is counted for each visit.
    measurements : iterable of Measurement
        In any order; those after ``today`` are not looked at.
    today : date
        The day of the ledger.

    Returns
    -------
    Ledger
        A visit is covered only where all is known: an open criterion, or improvement
        that nobody measured, makes it None.

    Source: knowledge ``coverage:<policy.id>``.
    """
    claimant = Claimant(values, tuple(measurements), today)
    held, rest = _parted(visits, today)
    taken, allowance = _walk(Allowance(policy), held, claimant)
    ahead, _ = _walk(allowance, (v for v in rest if _is_ahead(v, today)), claimant)
    idle = [_idle(visit) for visit in rest if not _is_ahead(visit, today)]
    allowance = allowance.on(today)
    reasons = _reasons(policy.criteria, claimant.on(today))
    eligible = _all(reasons)
    made = _progress(allowance, claimant, today)
    return Ledger(
        payer=policy.id,
        today=today,
        eligible=eligible,
        because=_because(reasons, eligible),
        used=allowance.used,
        left=0 if eligible is False else allowance.left(today, made),
        window=_window(allowance, today, made),
        needs=_needs(allowance, reasons, made),
        ends=allowance.ends(),
        renews=allowance.renews(),
        visits=tuple(sorted((*taken, *ahead, *idle), key=lambda c: (c.date, c.why))),
        open_points=policy.open_points,
        as_of=policy.as_of,
        certainty=policy.certainty,
        reviewed=policy.reviewed,
        sources=policy.sources,
    )


def covers(
    policy: Policy,
    ledger: Ledger,
    planned: Iterable[date],
    *,
    values: Values,
    measurements: Iterable[Measurement],
) -> tuple[Cover, ...]:
    """Say of planned visits, one by one, whether the payer will cover them.

    Parameters
    ----------
    policy : Policy
        The payer's rules.
    ledger : Ledger
        Of the same policy; its visits that took place come before the planned ones.
        Visits booked in it are not counted: the plan stands for them.
    planned : iterable of date
        Days of the planned visits, in any order.
    values, measurements
        As on ``ledger.today``.

    Returns
    -------
    tuple of Cover
        One for each planned day, in the order given. None where it hangs on something
        that nobody knows yet, such as improvement before the next block of visits.

    Source: knowledge ``coverage:<policy.id>``.
    """
    claimant = Claimant(values, tuple(measurements), ledger.today)
    taken = [
        Visit(cover.date, Attendance.TOOK_PLACE)
        for cover in ledger.visits
        if cover.took_place and cover.covered is not False
    ]
    _, allowance = _walk(Allowance(policy), taken, claimant)
    days = list(planned)
    order = sorted(range(len(days)), key=lambda place: days[place])
    ahead = (Visit(days[place], Attendance.PLANNED) for place in order)
    found, _ = _walk(allowance, ahead, claimant)
    by_place = dict(zip(order, found, strict=True))
    return tuple(by_place[place] for place in range(len(days)))


def _parted(visits: Iterable[Visit], today: date) -> tuple[list[Visit], list[Visit]]:
    held: list[Visit] = []
    rest: list[Visit] = []
    for visit in sorted(visits, key=_in_order):
        counts = visit.attendance in (Attendance.TOOK_PLACE, Attendance.UNKNOWN)
        (held if counts and visit.date <= today else rest).append(visit)
    return held, rest


def _in_order(visit: Visit) -> tuple[date, bool, str]:
    # Of two on one day the surer comes first; all else only makes the order firm.
    return visit.date, visit.attendance is Attendance.UNKNOWN, repr(visit)


def _is_ahead(visit: Visit, today: date) -> bool:
    return visit.date >= today and visit.attendance is not Attendance.DID_NOT


def _idle(visit: Visit) -> Cover:
    if visit.attendance is Attendance.DID_NOT:
        why = "It did not take place, so it uses nothing."
        return Cover(visit.date, False, why, took_place=False)
    why = "It was booked, and nothing says that it took place."
    return Cover(visit.date, None, why, took_place=False)


def _walk(
    allowance: Allowance, visits: Iterable[Visit], claimant: Claimant
) -> tuple[list[Cover], Allowance]:
    found: list[Cover] = []
    for visit in visits:
        allowance = allowance.on(visit.date)
        cover, block = _judge(allowance, visit, claimant)
        found.append(cover)
        if cover.covered is not False:
            allowance = allowance.take(visit.date, block)
    return found, allowance


def _judge(allowance: Allowance, visit: Visit, claimant: Claimant) -> tuple[Cover, int]:
    day = visit.date
    held = visit.attendance is not Attendance.PLANNED and day <= claimant.today
    values = claimant.on(day)
    made = _progress(allowance, claimant, day)
    place = allowance.place(day, made)
    covered, why = place.covered, place.why
    if refusal := _refusal(allowance.policy, visit, values):
        covered, why = False, refusal
    elif covered and (doubt := _doubt(allowance.policy, visit, values, made)):
        covered, why = None, doubt
    return Cover(day, covered, why, took_place=held), place.block


def _refusal(policy: Policy, visit: Visit, values: Values) -> str:
    if policy.effective and visit.date < policy.effective:
        return f"The payer covers visits from {dates.said(policy.effective)} on."
    failed = next((c for c in policy.criteria if c.met(values) is False), None)
    if failed:
        return f"Not met on that day: {failed.text}."
    return _breach(policy, visit)


def _breach(policy: Policy, visit: Visit) -> str:
    rule = policy.session
    if rule.without_current and visit.electro:
        return "Current was used, which this payer does not cover."
    if rule.needles and visit.needles is not None:
        least, most = rule.needles
        if not least <= visit.needles <= most:
            return f"{visit.needles} needles; this payer asks for {least} to {most}."
    if rule.minutes and visit.minutes is not None and visit.minutes < rule.minutes:
        return f"{visit.minutes:g} minutes; this payer asks for {rule.minutes} or more."
    return ""


def _doubt(policy: Policy, visit: Visit, values: Values, made: Progress) -> str:
    unclear = next((c for c in policy.criteria if c.met(values) is None), None)
    if unclear:
        return _open(_reason(unclear, values))
    if visit.attendance is Attendance.UNKNOWN:
        return "Nothing says whether it took place; it is counted in case it did."
    return policy.stop if made is Progress.WORSE else ""


def _open(reason: Reason) -> str:
    return f"Not known: {reason.text}."


def _reasons(criteria: Iterable[Criterion], values: Values) -> tuple[Reason, ...]:
    return tuple(_reason(each, values) for each in criteria)


def _reason(criterion: Criterion, values: Values) -> Reason:
    return Reason(criterion.text, criterion.facts(values), criterion.met(values))


def _all(reasons: Iterable[Reason]) -> Truth:
    states = {reason.met for reason in reasons}
    if False in states:
        return False
    return None if None in states else True


def _because(reasons: tuple[Reason, ...], eligible: Truth) -> tuple[Reason, ...]:
    return tuple(reason for reason in reasons if reason.met is eligible)


def _progress(allowance: Allowance, claimant: Claimant, day: date) -> Progress:
    return progress.judge(
        allowance.policy.shown_by,
        claimant.measurements,
        since=allowance.since(day),
        day=min(day, claimant.today),
    )


def _window(allowance: Allowance, today: date, made: Progress) -> Window | None:
    index = allowance.current(today, made)
    if index is None or not allowance.takings:
        return None
    last = allowance.last_day(index, today)
    if last is None:
        return None
    return {"from": allowance.first_day(index, today), "to": last}


def _needs(
    allowance: Allowance, reasons: tuple[Reason, ...], made: Progress
) -> tuple[str, ...]:
    policy = allowance.policy
    if any(reason.met is False for reason in reasons):
        return ()
    needs = [_open(reason) for reason in reasons if reason.met is None]
    needs += [
        block.need
        for index, block in enumerate(policy.blocks)
        if block.need and allowance.room(index) and not _is_shown(block.asks, made)
    ]
    if policy.stop and made in (Progress.NOT_IMPROVED, Progress.WORSE):
        needs.append(policy.stop)
    return tuple(dict.fromkeys((*needs, *policy.record, *policy.who)))


def _is_shown(ask: Ask, made: Progress) -> bool:
    return ask is Ask.IMPROVEMENT and made is Progress.IMPROVED
