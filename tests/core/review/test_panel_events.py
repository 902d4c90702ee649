"""Adverse events of many come to the same as those of each person alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from deqi.core import review
from deqi.core.columns import UNKNOWN
from deqi.core.episodes import Session
from deqi.core.review import Decision, panels
from deqi.core.review.panels import Charted
from deqi.knowledge import charting
from tests.core.review import crowds
from tests.core.review.crowds import SETTINGS, Person

KINDS = tuple(charting.event_kinds())
WORDS = review.Vocabulary(
    {name: name for name in KINDS},
    charting.words().grades,
    {name: name for name in KINDS},
)
EVENTS = (
    "event_grade",
    "event_is_grave_kind",
    "event_ungraded",
    "event_healing",
    "events_repeated",
    "events_asked",
)


def draw(chance: Random) -> Person:
    """Draw a person whose sessions chart events, and whose reviews may settle them."""
    person = crowds.draw(chance)
    sessions = tuple(
        replace(each, adverse_events=chance.choice((None, (), events(chance))))
        for each in person.episode.sessions
    )
    reviews = tuple(
        {**each, "reason": chance.choice(("", "Seen by a doctor."))}
        for each in person.episode.reviews
    )
    episode = replace(person.episode, sessions=sessions, reviews=reviews)
    series = review.series_of(episode, today=person.today)
    harm = review.weigh(series, SETTINGS, WORDS)
    return Person(episode, person.today, replace(person.around, harm=harm))


def events(chance: Random) -> tuple[dict[str, object], ...]:
    often = [*SETTINGS.lessening_kinds, *SETTINGS.healing_kinds, "bruise_haematoma"]
    return tuple(
        {
            "kind": chance.choice((chance.choice(KINDS), *sorted(often))),
            "grade": chance.choice((None, 1, 1, 2, 3, 4, 5)),
        }
        for _ in range(chance.choice((1, 1, 2)))
    )


def charted(people: Sequence[Person]) -> Charted:
    """Lay the events of the same people out as arrays."""
    told = [
        [(s.date, e) for s in p.episode.sessions for e in s.adverse_events or ()]
        for p in people
    ]
    kinds = rows([[KINDS.index(e["kind"]) for _, e in own] for own in told])
    return Charted(
        KINDS,
        rows([[day.toordinal() for day, _ in own] for own in told]),
        np.where(np.isnan(kinds), UNKNOWN, kinds).astype(np.int8),
        rows([[e["grade"] or np.nan for _, e in own] for own in told]),
        rows([[day.toordinal() for day in asked(p)] for p in people]),
    )


def asked(person: Person) -> list[date]:
    sessions = person.episode.sessions
    return [each.date for each in sessions if each.adverse_events is not None]


def rows(told: Sequence[Sequence[float]]) -> panels.Floats:
    table = np.full((len(told), max(map(len, told), default=0)), np.nan)
    for place, own in enumerate(told):
        table[place, : len(own)] = own
    return table


CHANCE = Random(11)  # noqa: S311 - it draws people, not keys
PEOPLE = [draw(CHANCE) for _ in range(4000)]


@pytest.fixture(scope="module")
def around() -> panels.Columns:
    calm = {**crowds.panel(PEOPLE).around, **panels.uneventful(len(PEOPLE))}
    panel = replace(crowds.panel(PEOPLE), around=calm)
    return panels.weighed(panel, charted(PEOPLE), SETTINGS).around


@pytest.mark.parametrize("name", EVENTS)
def test_what_events_come_to_is_that_of_each_person(name, around) -> None:
    each = [crowds.told(person).values[name] for person in PEOPLE]
    expected = crowds.column(name, each)
    np.testing.assert_array_equal(around[name], expected, strict=True)
    assert len(set(each)) > 1


def test_all_else_around_a_person_stays(around) -> None:
    calm = panels.uneventful(len(PEOPLE))
    for name in set(calm) - set(EVENTS):
        np.testing.assert_array_equal(around[name], calm[name])


def test_who_gave_no_reason_has_settled_nothing() -> None:
    day = crowds.FIRST
    grave = {"kind": "seizure", "grade": 4}
    session = Session(day, adverse_events=(grave,))
    episode = replace(crowds.nothing(), sessions=(session,))
    later = (day + timedelta(1)).isoformat()
    settled = replace(
        episode,
        reviews=({"date": later, "decision": Decision.CONTINUE.value, "reason": "x"},),
    )
    harm = review.Harm(None, 0, False, False, False, 0, is_asked=None)
    nobody = replace(crowds.draw(CHANCE).around, harm=harm)
    people = [Person(e, day + timedelta(2), nobody) for e in (episode, settled)]
    panel = crowds.panel(people)
    found = panels.weighed(panel, charted(people), SETTINGS).around
    assert found["event_grade"].tolist() == [4, 0]
    unreasoned = replace(panel, earlier=replace(panel.earlier, reasoned=None))
    found = panels.weighed(unreasoned, charted(people), SETTINGS).around
    assert found["event_grade"].tolist() == [4, 4]


def kinds(*told: int) -> panels.Codes:
    return np.array([told], dtype=np.int8)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"days": np.zeros((1, 3))}, "one shape"),
        ({"grades": np.zeros((1, 3))}, "one shape"),
        ({"days": np.array([[0, np.nan]])}, "its kind"),
        ({"kinds": kinds(0, UNKNOWN)}, "its kind"),
        ({"kinds": kinds(0, 1)}, "one of those named"),
        ({"kinds": kinds(0, -2)}, "one of those named"),
    ],
)
def test_events_that_cannot_be_are_refused(told, says) -> None:
    two = np.zeros((1, 2))
    usual = {"days": two, "kinds": kinds(0, 0), "grades": two, "asked": two}
    with pytest.raises(panels.PanelImpossible, match=says):
        Charted(names=("bruise",), **{**usual, **told})


def test_events_of_other_people_are_refused() -> None:
    panel = crowds.panel(PEOPLE[:2])
    with pytest.raises(panels.PanelImpossible, match="row of events"):
        panels.weighed(panel, charted(PEOPLE[:3]), SETTINGS)
