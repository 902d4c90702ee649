"""What went wrong after sessions, and how long it counts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from deqi.core import fields
from deqi.core.review.series import Series
from deqi.core.review.values import Decision, Settings


class UnknownEvent(fields.UnreadableField):
    """A kind or a grade of adverse event that no record describes."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What adverse events may be called.

    Parameters
    ----------
    kinds : mapping of str to str
        Words to ids of kinds.
    grades : mapping of str to int
        Words to grades.
    titles : mapping of str to str
        Ids of kinds to what they are.
    """

    kinds: Mapping[str, str]
    grades: Mapping[str, int]
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Event:
    """One adverse event.

    Parameters
    ----------
    date : date
        Day of the session.
    kind, title : str
        Id of its kind, and what that is.
    grade : int or None
        1 passing to 5 death; None where nobody graded it.
    """

    date: date
    kind: str
    title: str
    grade: int | None


@dataclass(frozen=True, slots=True)
class Harm:
    """What the events of a series come to.

    Parameters
    ----------
    worst : Event or None
        The event that counts most; None where none counts.
    grade : int
        Greatest grade of an event that nobody has settled, or that is recent; 0: none.
    is_grave_kind : bool
        One that nobody has settled is serious whatever its grade.
    is_ungraded : bool
        A recent one has no grade.
    is_healing : bool
        A recent one must heal first.
    repeated : int
        Recent sessions with an event that asks for a gentler treatment.
    is_asked : bool or None
        Whether the last session charted events, none included; None without a session.
    """

    worst: Event | None
    grade: int
    is_grave_kind: bool
    is_ungraded: bool
    is_healing: bool
    repeated: int
    is_asked: bool | None


def weigh(series: Series, settings: Settings, words: Vocabulary) -> Harm:
    """Return what the events of a series come to.

    A serious event stands until a later review gives a written reason to go on; all
    others pass after `Settings.event_days`.

    Parameters
    ----------
    series : Series
        The series under review.
    settings : Settings
        How long an event counts, and which kinds are serious.
    words : Vocabulary
        Kinds and grades.

    Raises
    ------
    UnknownEvent
        For a kind or grade that no record describes.
    """
    known = tuple(_events(series, words))
    recent = [e for e in known if (series.today - e.date).days <= settings.event_days]
    grave = [e for e in known if _is_grave(e, settings) and not _settled(e, series)]
    # What was settled in writing no longer counts as serious, however recent.
    passing = [e for e in recent if not _is_grave(e, settings)]
    counted = (*grave, *passing)
    return Harm(
        worst=max(counted, key=lambda e: _weight(e, settings), default=None),
        grade=max((e.grade or 0 for e in counted), default=0),
        is_grave_kind=any(e.kind in settings.grave_kinds for e in grave),
        is_ungraded=any(e.grade is None for e in passing),
        is_healing=any(e.kind in settings.healing_kinds for e in passing),
        repeated=len({e.date for e in passing if e.kind in settings.lessening_kinds}),
        is_asked=_is_asked(series),
    )


def _is_grave(event: Event, settings: Settings) -> bool:
    serious = (event.grade or 0) >= settings.serious_grade
    return serious or event.kind in settings.grave_kinds


def _settled(event: Event, series: Series) -> bool:
    return any(
        review.reason and review.decision is not Decision.REFER
        for review in series.reviews
        if review.date >= event.date
    )


def _weight(event: Event, settings: Settings) -> tuple[bool, int, date, str]:
    return _is_grave(event, settings), event.grade or 0, event.date, event.kind


def _is_asked(series: Series) -> bool | None:
    last = [each for each in series.sessions if each.date == series.held[-1]]
    if not series.held:
        return None
    return any(each.adverse_events is not None for each in last)


def _events(series: Series, words: Vocabulary) -> Iterator[Event]:
    for session in series.sessions:
        yield from _read(session.date, session.adverse_events or (), words)


def _read(
    day: date, charted: Iterable[Mapping[str, object]], words: Vocabulary
) -> Iterator[Event]:
    for each in charted:
        told = fields.whole(dict(each), "an adverse event")
        name = (told.text("kind") or "other").strip().casefold()
        if name == "none":
            continue
        if name not in words.kinds:
            known = ", ".join(words.titles)
            raise UnknownEvent(
                f"{fields.shown(name)} is no kind of adverse event: {known}."
            )
        kind = words.kinds[name]
        yield Event(day, kind, words.titles[kind], _grade(told, words))


def _grade(told: fields.Fields, words: Vocabulary) -> int | None:
    given = told.get("grade")
    if given is None:
        return None
    if isinstance(given, str) and given.strip().casefold() in words.grades:
        return words.grades[given.strip().casefold()]
    if fields.is_number(given) and given in words.grades.values():
        return int(given)
    known = ", ".join(words.grades)
    raise UnknownEvent(f"{fields.shown(given)} is no grade of an event: {known}.")
