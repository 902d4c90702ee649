"""Our policy: after each visit the rules of the review decide whether, and when, next.

Shapes: c contacts at most; n rows, which are the people of a cohort once, or several
times over. A contact is a visit, or a follow-up by link.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from deqi.core.dosing.exposure import Exposure, Response
from deqi.core.dosing.people import CONTACTS, Cohort, Whole
from deqi.core.dosing.values import Ours, StudyImpossible
from deqi.core.forecast.models import Floats
from deqi.core.review import Decision, panels

_ENDS = (Decision.REFER.gravity, Decision.DISCHARGE.gravity)
_RENEWS = (Decision.RESTART.gravity,)


@dataclass(frozen=True, slots=True)
class Record:
    """What stands on n charts, contact by contact; NaN: not yet, or none.

    Parameters
    ----------
    visits : array of shape (n, c)
        Days of visits.
    contacts : array of shape (n, c)
        Days of visits and follow-ups; each is measured and reviewed.
    scores : array of shape (n, c)
        As given.
    decisions : array of int8 of shape (n, c)
        By gravity; -1 where there was no review.
    discharged : array of shape (n, c)
        Day of the last discharge as each review found it.
    """

    visits: Floats
    contacts: Floats
    scores: Floats
    decisions: npt.NDArray[np.int8]
    discharged: Floats

    def parts(self, people: int) -> Iterator["Record"]:
        """Yield the charts of so many people at a time."""
        for begins in range(0, len(self.visits), people):
            here = slice(begins, begins + people)
            yield Record(*(getattr(self, part.name)[here] for part in fields(Record)))


@dataclass(slots=True)
class _Courses:
    """Where everybody stands while the study runs."""

    record: Record
    due: Floats
    is_visit: npt.NDArray[np.bool_]
    discharged: Floats
    given: Floats
    last: Floats


def follow(
    ours: Ours, cohort: Cohort, response: Response, *, per_visit: Floats, until: float
) -> Record:
    """Take everybody through our policy.

    Parameters
    ----------
    ours : Ours
        Rules, and what they are read with.
    cohort : Cohort
        The people and their luck.
    response : Response
        How visits work for the whole cohort, once or several times over: each time
        the same people with the same luck.
    per_visit : array of shape (n,)
        Chance of not coming again after a visit, for each row of ``response``.
    until : float
        The day on which the study ends; a follow-up on that day still counts.

    Raises
    ------
    NoRuleHolds
        Where no rule of the review decides for somebody.
    StudyImpossible
        Where somebody comes more often than there is luck for.
    """
    now, contact = _begin(len(per_visit)), 0
    while len(here := np.flatnonzero(_is_due(now, until))):
        if contact == CONTACTS:
            raise StudyImpossible(f"somebody comes more than {CONTACTS} times")
        _meet(now, contact, here, (cohort, response))
        verdict = _review(now, contact, here, ours)
        now.record.decisions[here, contact] = verdict.decision
        luck = cohort.draws.leaving[here % len(cohort), contact]
        gone = now.is_visit[here] & (luck < per_visit[here])
        _go_on(now, here, verdict, ours)
        now.due[here[gone]] = np.nan
        contact += 1
    return _trimmed(now.record)


def _begin(people: int) -> _Courses:
    def empty() -> Floats:
        return np.full((people, CONTACTS), np.nan)

    nothing = np.full((people, CONTACTS), panels.UNKNOWN, dtype=np.int8)
    return _Courses(
        Record(empty(), empty(), empty(), nothing, empty()),
        due=np.zeros(people),
        is_visit=np.ones(people, dtype=np.bool_),
        discharged=np.full(people, np.nan),
        given=np.zeros(people),
        last=np.zeros(people),
    )


def _is_due(now: _Courses, until: float) -> npt.NDArray[np.bool_]:
    # A visit on the last day could do nothing any more; a score can.
    return np.where(now.is_visit, now.due < until, now.due <= until)


def _meet(
    now: _Courses, contact: int, here: Whole, truth: tuple[Cohort, Response]
) -> None:
    """Ask for the score, and treat those whose contact is a visit."""
    cohort, response = truth
    who = here % len(cohort)
    day, treated = now.due[here], now.is_visit[here]
    had = Exposure(day[:, None], now.given[here, None], now.last[here, None])
    latent = cohort.untreated(day[:, None], who) + response.gain(had, here)
    luck = cohort.draws.errors[who, contact][:, None]
    score = cohort.given(latent, luck)[:, 0]
    record = now.record
    record.scores[here, contact] = score if contact else cohort.baseline[who]
    record.contacts[here, contact] = day
    record.visits[here, contact] = np.where(treated, day, np.nan)
    now.given[here] += treated
    now.last[here] = np.where(treated, day, now.last[here])


def _review(now: _Courses, contact: int, here: Whole, ours: Ours) -> panels.Verdicts:
    record = now.record
    record.discharged[here, contact] = now.discharged[here]
    return verdicts(record, contact, here, ours)


def verdicts(record: Record, contact: int, here: Whole, ours: Ours) -> panels.Verdicts:
    """Return what the rules say of some people after one contact, from their charts.

    Parameters
    ----------
    record : Record
        Everything later than the contact is left aside.
    contact : int
        Its place.
    here : array of int
        The people.
    ours : Ours
        Rules and settings.
    """
    so_far, before = slice(0, contact + 1), slice(0, contact)
    around = dict(panels.uneventful(len(here)))
    wants = panels.UNKNOWN if ours.wants_maintenance is None else ours.wants_maintenance
    around["wants_maintenance"] = np.full(len(here), wants, dtype=np.int8)
    panel = panels.ReviewPanel(
        today=record.contacts[here, contact],
        held=record.visits[here, so_far],
        measured={
            "NRS": panels.Scores(
                record.contacts[here, so_far], record.scores[here, so_far]
            )
        },
        earlier=_written(
            record.contacts[here, before], record.decisions[here, before], ours
        ),
        around=around,
        discharged=record.discharged[here, contact],
    )
    columns = panels.gather(panel, ours.settings)
    rhythm: panels.Rhythms = {
        **ours.rhythm,
        Decision.CONTINUE: _induction(columns["sessions_given"], ours),
        Decision.TAPER: _taper(panel, ours),
    }
    return panels.decide(columns, ours.rules, rhythm)


def _written(
    days: Floats, decisions: npt.NDArray[np.int8], ours: Ours
) -> panels.Earlier:
    left_out = np.isin(decisions, [each.gravity for each in ours.unwritten])
    return panels.Earlier(
        np.where(left_out, np.nan, days),
        np.where(left_out, panels.UNKNOWN, decisions).astype(np.int8),
    )


def _induction(given: panels.Array, ours: Ours) -> Floats:
    place = np.minimum(given, len(ours.inductions) - 1).astype(int)
    return np.asarray(np.asarray(ours.inductions, dtype=np.float64)[place])


def _taper(panel: panels.ReviewPanel, ours: Ours) -> Floats:
    step = panels.taper(panel, ours.settings)
    through = ours.rhythm[Decision.TAPER]
    return np.where(np.isnan(step), np.asarray(through, dtype=np.float64), step)


def _go_on(now: _Courses, here: Whole, verdict: panels.Verdicts, ours: Ours) -> None:
    """Set the day and the kind of everybody's next contact."""
    day, decided = now.due[here], verdict.decision
    # The middle of the window; a window that begins today gives tomorrow at the soonest.
    ahead = np.maximum(np.floor(verdict.next_visit_days.mean(axis=1)), 1)
    renewed = np.isin(decided, _RENEWS)
    over = ~np.isnan(now.discharged[here]) & ~renewed & ~now.is_visit[here]
    discharged = decided == Decision.DISCHARGE.gravity
    now.discharged[here] = np.where(
        discharged & now.is_visit[here], day, now.discharged[here]
    )
    followed = discharged | over
    now.is_visit[here] = ~followed
    referred = decided == Decision.REFER.gravity
    later = np.where(followed, _next_follow_up(day, ours.followed_days), day + ahead)
    now.due[here] = np.where(referred, np.nan, later)


def _next_follow_up(day: Floats, followed: tuple[int, ...]) -> Floats:
    known = np.asarray((*followed, np.nan), dtype=np.float64)
    return np.asarray(known[np.searchsorted(known[:-1], day, side="right")])


def _trimmed(record: Record) -> Record:
    used = max(int(np.isfinite(record.contacts).any(axis=0).sum()), 1)

    def cut(table: Floats) -> Floats:
        return table[:, :used]

    return Record(
        cut(record.visits),
        cut(record.contacts),
        cut(record.scores),
        record.decisions[:, :used],
        cut(record.discharged),
    )
