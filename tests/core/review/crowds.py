"""Random episodes, and a panel of the same people as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

import numpy as np

from deqi.core import review
from deqi.core.columns import UNKNOWN
from deqi.core.episodes import Attendance, Episode, Session, Visit
from deqi.core.instruments import Measurement
from deqi.core.review import Decision, panels
from deqi.core.review.facts import READ
from deqi.core.review.panels import AROUND, Earlier, ReviewPanel, Scores
from deqi.core.rules import Outcome
from deqi.knowledge import reviews

FIRST = date(2026, 3, 2)
SETTINGS = reviews.settings()


@dataclass(frozen=True)
class Person:
    """One episode on one day, with what is known besides."""

    episode: Episode
    today: date
    around: review.Circumstances


def draw(chance: Random) -> Person:
    """Draw a person with dense days, so that ties and edges are common."""
    length = chance.choice((0, 3, 20, 60, 120))
    today = _day(length)
    sessions = tuple(sorted(_days(chance, chance.randint(0, 18), -2, length + 9)))
    visits = [Visit(day, Attendance.TOOK_PLACE) for day in sessions]
    others = (Attendance.DID_NOT, Attendance.PLANNED, Attendance.UNKNOWN)
    visits += [
        Visit(day, chance.choice(others))
        for day in _days(chance, chance.choice((0, 0, 1, 4)), -2, length + 9)
    ]
    episode = replace(
        nothing(),
        birth_date=chance.choice((None, date(1970, 1, 1), _day(1))),
        onset=chance.choice((None, _day(-90), _day(0), _day(1))),
        sessions=tuple(Session(day) for day in sessions if chance.random() < 0.8),
        visits=tuple(sorted(visits, key=lambda each: each.date)),
        measurements=_measurements(chance, length),
        reviews=tuple(
            {"date": day.isoformat(), "decision": chance.choice(list(Decision))}
            for day in _days(chance, chance.choice((0, 1, 2, 5)), -2, length + 3)
        ),
        discharged=chance.choice((None, None, *_days(chance, 1, 0, length + 2))),
    )
    return Person(episode, today, _around(chance))


def nothing() -> Episode:
    """Return an episode of which nothing is known."""
    unknown = ("birth_date", "sex", "condition", "onset", "payer", "style")
    none = {"sessions": (), "visits": (), "measurements": (), "facts": {}}
    return Episode(**dict.fromkeys(unknown), **none)


def _day(offset: int) -> date:
    return FIRST + timedelta(days=offset)


def _days(chance: Random, count: int, low: int, high: int) -> list[date]:
    return [_day(chance.randint(low, high)) for _ in range(count)]


def _measurements(chance: Random, length: int) -> tuple[Measurement, ...]:
    found = []
    for each in chance.sample(SETTINGS.judged_by, chance.choice((0, 1, 1, 2, 5))):
        low, high = each.range
        level = chance.uniform(low, high)
        for day in _days(chance, chance.choice((1, 2, 4, 8)), -50, length + 9):
            near = min(max(chance.gauss(level, (high - low) / 8), low), high)
            score = chance.choice((near, round(near), round(near, 1), low, high))
            found.append(Measurement(day, each.id, score))
    if chance.random() < 0.2:
        found.append(Measurement(_day(length + 1), "PHQ2", 2))
    return tuple(sorted(found, key=lambda m: (m.date, m.instrument, m.score)))


def _around(chance: Random) -> review.Circumstances:
    truths, calm = (None, True, False), chance.random() < 0.7
    usual = Outcome.PROCEED if calm else chance.choice(list(Outcome))
    waiting = ("a question",) * chance.choice((0, 0, 1, 2))
    harm = review.Harm(
        worst=None,
        grade=0 if calm else chance.randint(0, 5),
        is_grave_kind=not calm and chance.random() < 0.1,
        is_ungraded=not calm and chance.random() < 0.1,
        is_healing=not calm and chance.random() < 0.1,
        repeated=0 if calm else chance.randint(0, 3),
        is_asked=chance.choice(truths),
    )
    cover = review.Cover(
        chance.choice((None, None, True, False)),
        chance.choice((None, 0, 2, 3)),
        chance.choice(("", "The payer says so.")),
    )
    safety = review.Safety(usual, chance.choice((True, True, *truths)), "", (), waiting)
    return review.Circumstances(safety, harm, cover, chance.choice(truths))


def told(person: Person, settings: review.Settings = SETTINGS) -> review.Told:
    """Return what the review of one person reads."""
    series = review.series_of(person.episode, today=person.today)
    standings = [review.standing_of(i, series, settings) for i in settings.judged_by]
    return review.gather(series, standings, person.around, settings)


def panel(
    people: Sequence[Person], settings: review.Settings = SETTINGS
) -> ReviewPanel:
    """Lay the same people out as arrays."""
    episodes = [each.episode for each in people]
    judged = [each.id for each in settings.judged_by]
    values = [told(each, settings).values for each in people]
    return ReviewPanel(
        today=np.array([_number(each.today) for each in people]),
        held=_rows([_held(each) for each in people]),
        measured={name: _scores(name, episodes) for name in judged},
        earlier=_earlier(episodes),
        around=_columns(values, AROUND),
        discharged=np.array([_number(each.discharged) for each in episodes]),
        missed=_rows([_missed(each) for each in episodes]),
        begins=np.array([_begins(each) for each in episodes]),
        rows_later=np.array([_elsewhere(each, judged) for each in people], dtype=float),
    )


def _number(day: date | None) -> float:
    return np.nan if day is None else float(day.toordinal())


def _rows(rows: Sequence[Sequence[float]]) -> panels.Floats:
    table = np.full((len(rows), max(map(len, rows), default=0)), np.nan)
    for place, row in enumerate(rows):
        table[place, : len(row)] = row
    return table


def _held(person: Person) -> list[float]:
    kept = [v for v in person.episode.visits if v.attendance is Attendance.TOOK_PLACE]
    return [_number(v.date) for v in kept if v.date <= person.today]


def _missed(episode: Episode) -> list[float]:
    visits = episode.visits
    return [_number(v.date) for v in visits if v.attendance is Attendance.DID_NOT]


def _begins(episode: Episode) -> float:
    told = [each for each in (episode.onset, episode.birth_date) if each is not None]
    return _number(max(told, default=None))


def _elsewhere(person: Person, judged: Sequence[str]) -> int:
    """Count rows that come later and that the panel does not hold."""
    days = [s.date for s in person.episode.sessions]
    days += [m.date for m in person.episode.measurements if m.instrument not in judged]
    return sum(day > person.today for day in days)


def _scores(name: str, episodes: Sequence[Episode]) -> Scores:
    own = [[m for m in e.measurements if m.instrument == name] for e in episodes]
    return Scores(
        _rows([[_number(m.date) for m in each] for each in own]),
        _rows([[m.score for m in each] for each in own]),
    )


def _earlier(episodes: Sequence[Episode]) -> Earlier:
    told = [each.reviews for each in episodes]
    days = [[date.fromisoformat(str(r["date"])) for r in own] for own in told]
    codes = _rows([[Decision(str(r["decision"])).gravity for r in own] for own in told])
    return Earlier(
        _rows([[_number(day) for day in own] for own in days]),
        np.where(np.isnan(codes), UNKNOWN, codes).astype(np.int8),
        _rows([[bool(r.get("reason")) for r in own] for own in told]) == 1,
    )


def _columns(values: Sequence[dict], names: Sequence[str]) -> panels.Columns:
    return {name: column(name, [each[name] for each in values]) for name in names}


NUMBERS = frozenset(
    {
        "questions_open",
        "sessions_given",
        "gain_percent",
        "steps_without_change",
        "sessions_in_force",
        "restarts",
        "days_since_discharge",
        "maintenance_visits",
        "event_grade",
        "events_repeated",
        "missed_in_row",
        "rows_later",
        "covered_left",
    }
)


def column(name: str, values: Sequence[object]) -> panels.Array:
    """Return a column of what the review of each person reads."""
    if name in NUMBERS:
        return np.array([np.nan if v is None else float(v) for v in values])
    levels = READ[name]
    codes = [UNKNOWN if v is None else levels.index(v) if levels else v for v in values]
    return np.array(codes, dtype=np.int8)
