"""Draws virtual people in the middle of a series, as arrays and one by one.

Each has ten sessions, about one a week, and pain measured six times, beginning at the
first session; scores are those of the forecast's own family, in whole points, and every
other person gains nothing by treatment. Shares below are made up so that every kind of
review comes up; they are no finding about anybody.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from validation.forecast import cohorts

from deqi.core import review
from deqi.core.episodes import Attendance, Episode, Session, Visit
from deqi.core.forecast.priors import Prior
from deqi.core.instruments import Measurement
from deqi.core.review import READ, Decision, panels
from deqi.core.review.panels import Columns, Earlier, ReviewPanel, Scores
from deqi.core.rules import Outcome

SESSIONS, MEASURED = 10, (0.0, 2.0, 4.0, 6.0, 8.0, 10.0)
BEGAN, LATE, DAYS_A_WEEK = date(2026, 1, 5), 16, 7
AFTER_FOUR = ("continue", "continue", "measure", "change")
AFTER_EIGHT = ("continue", "taper", "taper", "maintain", "change", None)


def draw(prior: Prior, people: int, *, seed: int) -> ReviewPanel:
    """Draw a panel; the same seed gives the same people."""
    chance = np.random.default_rng(seed)
    truth = cohorts.TRUTHS["whole points only"]
    after = tuple(week - cohorts.NOW for week in MEASURED)
    whole = cohorts.draw(prior, truth, people, seed=seed, horizons=after)
    days = np.array([week * DAYS_A_WEEK for week in MEASURED])
    days = days + chance.integers(-2, 3, size=whole.later.shape) * (days > 0)
    held = np.arange(SESSIONS) * float(DAYS_A_WEEK)
    held = held + chance.integers(-2, 3, size=(people, SESSIONS)) * (held > 0)
    last = np.maximum(held.max(axis=1), days.max(axis=1))
    return ReviewPanel(
        today=last + chance.integers(0, LATE, size=people),
        held=held,
        measured={prior.instrument.id: Scores(days, whole.later)},
        earlier=_earlier(chance, held),
        around=_around(chance, people),
        discharged=_discharged(chance, held),
        missed=_missed(chance, last),
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
    rare = chance.random((4, people)) < 0.02
    usual = panels.uneventful(people)
    levels = READ["screening_outcome"]
    other = np.array([levels.index(each) for each in ("caution", "ask", "refer")])
    outcome = np.where(
        rare[0], chance.choice(other, size=people), levels.index("proceed")
    )
    return {
        **usual,
        "screening_outcome": outcome.astype(np.int8),
        "wants_maintenance": chance.integers(-1, 2, size=people).astype(np.int8),
        "questions_open": rare[1] * 1.0,
        "event_grade": rare[2] * chance.integers(1, 4, size=people) * 1.0,
        "events_asked": (~rare[3]).astype(np.int8),
    }


@dataclass(frozen=True)
class Alone:
    """One person of a panel, as a review of one takes it."""

    episode: Episode
    today: date
    around: review.Circumstances


def alone(panel: ReviewPanel, person: int) -> Alone:
    """Return one person of a panel."""
    held = [_day(each) for each in panel.held[person]]
    missed = panel.missed[person]
    visits = [Visit(day, Attendance.TOOK_PLACE) for day in held]
    visits += [Visit(_day(d), Attendance.DID_NOT) for d in missed[~np.isnan(missed)]]
    ended = panel.discharged[person]
    nothing = dict.fromkeys(
        ("birth_date", "sex", "condition", "onset", "payer", "style")
    )
    return Alone(
        Episode(
            **nothing,
            sessions=tuple(Session(day) for day in sorted(held)),
            visits=tuple(sorted(visits, key=lambda each: each.date)),
            measurements=_measurements(panel, person),
            facts={},
            reviews=_reviews(panel.earlier, person),
            discharged=None if np.isnan(ended) else _day(ended),
        ),
        _day(panel.today[person]),
        _circumstances(panel.around, person),
    )


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


def _circumstances(around: Columns, person: int) -> review.Circumstances:
    own = {name: column[person] for name, column in around.items()}
    wants = own["wants_maintenance"]
    calm = review.Harm(None, 0, False, False, False, 0, bool(own["events_asked"]))
    waiting = ("a question",) * int(own["questions_open"])
    outcome = list(Outcome)[own["screening_outcome"]]
    return review.Circumstances(
        review.Safety(outcome, True, "", (), waiting),
        replace(calm, grade=int(own["event_grade"])),
        review.Cover(),
        None if wants == panels.UNKNOWN else bool(wants),
    )
