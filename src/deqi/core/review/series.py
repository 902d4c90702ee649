"""Which sessions, reviews and scores of an episode belong to the series under review.

Words
-----
series
    The sessions since the last discharge; without a discharge, all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from deqi.core import fields
from deqi.core.episodes import Attendance, Episode, Session, Visit
from deqi.core.instruments import Measurement
from deqi.core.review.values import SPACING, Decision


class UnknownDecision(fields.UnreadableField):
    """An earlier review whose decision is none of the nine."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier review.

    Parameters
    ----------
    date : date
        Its day.
    decision : Decision
        What was decided, by rule or by the clinician.
    reason : str or None
        Why a clinician decided otherwise than the rules; None where nobody did.
    """

    date: date
    decision: Decision
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """The series under review, on one day.

    Parameters
    ----------
    today : date
        The day of the review; nothing after it is looked at.
    held : tuple of date
        Days on which a session took place.
    sessions : tuple of Session
        Those of them that were charted.
    visits : tuple of Visit
        All booked times up to today.
    reviews : tuple of Earlier
        Of this series, by date, before today.
    measurements : tuple of Measurement
        Those of this series, and all before it.
    discharged : date or None
        Where the series has ended and no other has begun.
    later : int
        How many rows of the file are dated after today.
    is_reversed : bool
        The first session lies before the complaint, or before the patient's birth.
    """

    today: date
    held: tuple[date, ...]
    sessions: tuple[Session, ...]
    visits: tuple[Visit, ...]
    reviews: tuple[Earlier, ...]
    measurements: tuple[Measurement, ...]
    discharged: date | None
    later: int
    is_reversed: bool

    @property
    def first(self) -> date | None:
        """Return the day of the first session."""
        return self.held[0] if self.held else None

    def sessions_after(self, day: date) -> int:
        """Return how many sessions were later than a day."""
        return sum(each > day for each in self.held)

    def missed_in_row(self) -> int:
        """Return how many visits in a row, up to today, were not kept."""
        last = self.held[-1] if self.held else date.min
        return sum(
            each.attendance is Attendance.DID_NOT and each.date > last
            for each in self.visits
        )

    def interval_days(self) -> int:
        """Return the usual gap before any taper; 0 where there is none yet."""
        began = next(
            (r.date for r in self.reviews if r.decision in SPACING), self.today
        )
        before = [each for each in self.held if each <= began]
        gaps = sorted((later - earlier).days for earlier, later in pairwise(before))
        return gaps[len(gaps) // 2] if gaps else 0


def of(episode: Episode, *, today: date) -> Series:
    """Return the series under review.

    Parameters
    ----------
    episode : Episode
        The whole complaint.
    today : date
        Rows after it are counted, and not looked at.

    Raises
    ------
    UnknownDecision, UnreadableField
        Where an earlier review cannot be read.
    """
    reviews = tuple(sorted(map(_earlier, episode.reviews), key=_by_date))
    held = tuple(v.date for v in episode.visits if _took_place(v, today))
    ended = episode.discharged
    ended = ended if ended is not None and ended <= today else None
    renewed = ended is not None and any(day > ended for day in held)
    start = ended if renewed and ended is not None else date.min
    return Series(
        today=today,
        held=tuple(day for day in held if day > start),
        sessions=tuple(s for s in episode.sessions if start < s.date <= today),
        visits=tuple(v for v in episode.visits if start < v.date <= today),
        reviews=tuple(r for r in reviews if start < r.date < today),
        measurements=tuple(m for m in episode.measurements if start < m.date <= today),
        discharged=None if renewed else ended,
        later=_later(episode, reviews, today),
        is_reversed=_is_reversed(episode, held),
    )


def _by_date(review: Earlier) -> tuple[date, int, str]:
    # Of two on one day the graver counts, whatever the order of the file.
    return review.date, review.decision.gravity, review.reason or ""


def _took_place(visit: Visit, today: date) -> bool:
    return visit.attendance is Attendance.TOOK_PLACE and visit.date <= today


def _earlier(told: Mapping[str, object]) -> Earlier:
    review = fields.whole(dict(told), "a review")
    word = review.text("decision") or ""
    if word not in frozenset(Decision):
        known = ", ".join(Decision)
        raise UnknownDecision(f"{fields.shown(word)} is no decision: {known}.")
    # Blanks alone are no reason: they would wave a serious event through.
    reason = " ".join((review.text("reason") or "").split())
    return Earlier(review.own_day(), Decision(word), reason or None)


def _is_reversed(episode: Episode, held: tuple[date, ...]) -> bool:
    begins = [day for day in (episode.onset, episode.birth_date) if day is not None]
    return bool(held and begins) and held[0] < max(begins)


def _later(episode: Episode, reviews: tuple[Earlier, ...], today: date) -> int:
    days = [each.date for each in episode.sessions]
    days += [each.date for each in episode.measurements]
    days += [each.date for each in reviews]
    return sum(day > today for day in days)
