"""Draws virtual people in the middle of a series, as arrays and one by one.

Each has ten sessions, about one a week, and pain measured six times, beginning at the
first session; scores are those of the forecast's own family, in whole points, and every
other person gains nothing by treatment. Shares below are made up so that every kind of
review comes up; they are no finding about anybody.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from validation.forecast import cohorts

from deqi.core import review
from deqi.core.episodes import Attendance, Episode, Session, Visit
from deqi.core.forecast.priors import Prior
from deqi.core.instruments import Measurement
from deqi.core.review import READ, Decision, panels
from deqi.core.review.panels import Charted, Columns, Earlier, ReviewPanel, Scores
from deqi.core.rules import Outcome

SESSIONS, MEASURED = 10, (0.0, 2.0, 4.0, 6.0, 8.0, 10.0)
BEGAN, LATE, DAYS_A_WEEK = date(2026, 1, 5), 16, 7
AFTER_FOUR = ("continue", "continue", "measure", "change")
AFTER_EIGHT = ("continue", "taper", "taper", "maintain", "change", None)


@dataclass(frozen=True)
class Crowd:
    """Many people: all that a review reads but events, and the events charted."""

    panel: ReviewPanel
    charted: Charted


def draw(prior: Prior, people: int, *, seed: int) -> Crowd:
    """Draw a crowd; the same seed gives the same people."""
    chance = np.random.default_rng(seed)
    truth = cohorts.TRUTHS["whole points only"]
    after = tuple(week - cohorts.NOW for week in MEASURED)
    whole = cohorts.draw(prior, truth, people, seed=seed, horizons=after)
    days = np.array([week * DAYS_A_WEEK for week in MEASURED])
    days = days + chance.integers(-2, 3, size=whole.later.shape) * (days > 0)
    held = np.arange(SESSIONS) * float(DAYS_A_WEEK)
    held = held + chance.integers(-2, 3, size=(people, SESSIONS)) * (held > 0)
    last = np.maximum(held.max(axis=1), days.max(axis=1))
    panel = ReviewPanel(
        today=last + chance.integers(0, LATE, size=people),
        held=held,
        measured={prior.instrument.id: Scores(days, whole.later)},
        earlier=_earlier(chance, held),
        around=_around(chance, people),
        discharged=_discharged(chance, held),
        missed=_missed(chance, last),
    )
    return Crowd(panel, _charted(chance, held))


def _charted(chance: np.random.Generator, held: panels.Floats) -> Charted:
    """Chart one event in twelve sessions, most of them mild; ask in all but a few."""
    names = ("bruise_haematoma", "needle_pain", "dizziness_faint", "local_infection")
    happened = chance.random(held.shape) < 1 / 12
    kinds = chance.choice(4, size=held.shape, p=(0.5, 0.3, 0.15, 0.05))
    grades = chance.choice(
        (1.0, 2.0, 3.0, np.nan), size=held.shape, p=(0.94, 0.03, 0.01, 0.02)
    )
    asked = happened | (chance.random(held.shape) < 0.98)
    return Charted(
        names,
        days=np.where(happened, held, np.nan),
        kinds=np.where(happened, kinds, panels.UNKNOWN).astype(np.int8),
        grades=np.where(happened, grades, np.nan),
        asked=np.where(asked, held, np.nan),
    )


def _discharged(chance: np.random.Generator, held: panels.Floats) -> panels.Floats:
    """Discharge a few at their eighth session, who came again, or at their last."""
    share = chance.random(len(held))
    ended = np.where(share < 0.02, held[:, 7], held.max(axis=1))
    return np.where(share < 0.06, ended, np.nan)


def _earlier(chance: np.random.Generator, held: panels.Floats) -> Earlier:
    people = len(held)
    first, second = (
        _drawn(chance, AFTER_FOUR, people),
        _drawn(chance, AFTER_EIGHT, people),
    )
    decisions = np.stack([first, second], axis=1)
    days = np.where(decisions == panels.UNKNOWN, np.nan, held[:, [3, 7]])
    return Earlier(days, decisions)


def _drawn(
    chance: np.random.Generator, names: tuple[str | None, ...], people: int
) -> panels.Codes:
    codes = [panels.UNKNOWN if n is None else Decision(n).gravity for n in names]
    return chance.choice(np.array(codes, dtype=np.int8), size=people)


def _missed(chance: np.random.Generator, last: panels.Floats) -> panels.Floats:
    missed = np.stack([last - 1, last], axis=1)
    return np.where(chance.random(missed.shape) < 0.1, missed, np.nan)


def _around(chance: np.random.Generator, people: int) -> Columns:
    rare = chance.random((2, people)) < 0.02
    levels = READ["screening_outcome"]
    other = np.array([levels.index(each) for each in ("caution", "ask", "refer")])
    calm = levels.index("proceed")
    outcome = np.where(rare[0], chance.choice(other, size=people), calm)
    return {
        **panels.uneventful(people),
        "screening_outcome": outcome.astype(np.int8),
        "wants_maintenance": chance.integers(-1, 2, size=people).astype(np.int8),
        "questions_open": rare[1] * 1.0,
    }


@dataclass(frozen=True)
class Alone:
    """One person of a crowd, as a review of one takes it."""

    episode: Episode
    today: date
    safety: review.Safety


def alone(crowd: Crowd, person: int) -> Alone:
    """Return one person of a crowd."""
    panel = crowd.panel
    missed, ended = panel.missed[person], panel.discharged[person]
    visits = [Visit(_day(each), Attendance.TOOK_PLACE) for each in panel.held[person]]
    visits += [Visit(_day(d), Attendance.DID_NOT) for d in missed[~np.isnan(missed)]]
    unknown = ("birth_date", "sex", "condition", "onset", "payer", "style")
    wants = panel.around["wants_maintenance"][person]
    episode = Episode(
        **dict.fromkeys(unknown),
        sessions=_sessions(crowd, person),
        visits=tuple(sorted(visits, key=lambda each: each.date)),
        measurements=_measurements(panel, person),
        facts={},
        reviews=_reviews(panel.earlier, person),
        discharged=None if np.isnan(ended) else _day(ended),
        wants_maintenance=None if wants == panels.UNKNOWN else bool(wants),
    )
    return Alone(episode, _day(panel.today[person]), _safety(panel.around, person))


def _sessions(crowd: Crowd, person: int) -> tuple[Session, ...]:
    told = crowd.charted
    events = [
        None
        if np.isnan(asked)
        else ()
        if kind == panels.UNKNOWN
        else ({"kind": told.names[kind], "grade": None if np.isnan(g) else int(g)},)
        for asked, kind, g in zip(
            told.asked[person], told.kinds[person], told.grades[person], strict=True
        )
    ]
    found = [
        Session(_day(day), adverse_events=each)
        for day, each in zip(crowd.panel.held[person], events, strict=True)
    ]
    return tuple(sorted(found, key=lambda each: each.date))


def _safety(around: Columns, person: int) -> review.Safety:
    waiting = ("a question",) * int(around["questions_open"][person])
    outcome = list(Outcome)[around["screening_outcome"][person]]
    return review.Safety(outcome, True, "", (), waiting)


def _day(offset: float) -> date:
    return BEGAN + timedelta(days=int(offset))


def _measurements(panel: ReviewPanel, person: int) -> tuple[Measurement, ...]:
    found = [
        Measurement(_day(day), name, float(score))
        for name, told in panel.measured.items()
        for day, score in zip(told.days[person], told.scores[person], strict=True)
    ]
    return tuple(sorted(found, key=lambda each: each.date))


def _reviews(earlier: Earlier, person: int) -> tuple[dict[str, object], ...]:
    decisions = list(Decision)
    return tuple(
        {"date": _day(day).isoformat(), "decision": decisions[code].value}
        for day, code in zip(
            earlier.days[person], earlier.decisions[person], strict=True
        )
        if code != panels.UNKNOWN
    )
