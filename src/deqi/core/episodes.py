"""One complaint from first contact to discharge: what was booked, given and measured.

Words
-----
episode
    One complaint of one patient, from first contact to discharge.
visit
    A booked time; it took place or it did not.
session
    A treatment given.
"""

import re
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deqi.core import fields, instruments
from deqi.core.fields import Fields
from deqi.core.instruments import Measurement
from deqi.core.scales import Instrument


class Attendance(StrEnum):
    """Whether a visit took place."""

    TOOK_PLACE = "took_place"
    PLANNED = "planned"
    DID_NOT = "did_not"
    UNKNOWN = "unknown"


_STATUSES: Mapping[str, Attendance] = {
    word: attendance
    for attendance, words in {
        Attendance.TOOK_PLACE: "took_place fulfilled completed complete done attended "
        "finished held arrived checked_in seen in_progress charted signed",
        Attendance.PLANNED: "planned booked proposed pending scheduled waitlist",
        Attendance.DID_NOT: "did_not did_not_attend dna cancelled canceled noshow "
        "no_show missed moved entered_in_error",
        Attendance.UNKNOWN: "unknown",
    }.items()
    for word in words.split()
}
"""Words of calendars, and of FHIR Appointment and Encounter."""


class UnknownStatus(fields.UnreadableField):
    """A word on a visit that does not say whether it took place."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One booked time.

    Parameters
    ----------
    date : date
        Its day.
    attendance : Attendance
        Whether it took place.
    needles : int or None
        Needles of the session given; None where not charted.
    minutes : float or None
        Length of the session.
    electro : bool or None
        Whether current was used.
    """

    date: date
    attendance: Attendance
    needles: int | None = None
    minutes: float | None = None
    electro: bool | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One treatment given.

    Parameters
    ----------
    date : date
        Its day.
    needles : int or None
        How many needles; None where not charted.
    minutes : float or None
        How long they stayed.
    electro : bool or None
        Whether current was used.
    adverse_events : tuple of Mapping or None
        As charted; None where nobody asked.
    """

    date: date
    needles: int | None = None
    minutes: float | None = None
    electro: bool | None = None
    adverse_events: tuple[Mapping[str, object], ...] | None = None


@dataclass(frozen=True, slots=True)
class Episode:
    """One complaint of one patient; None and absent mean unknown.

    Parameters
    ----------
    birth_date : date or None
        Of the patient.
    sex : str or None
        Sex at birth as the file gives it.
    condition : str or None
        Id of the main complaint.
    onset : date or None
        The day it began.
    payer : str or None
        Id of the payer.
    style : str or None
        Style of treatment.
    sessions : tuple of Session
        By date.
    visits : tuple of Visit
        Every visit and every session that no visit tells of, by date.
    measurements : tuple of Measurement
        By date.
    facts : mapping of str to object
        Answers by fact id, as the file has them.
    reviews : tuple of Mapping
        Earlier reviews, as the file has them.
    discharged : date or None
        Day of discharge.
    wants_maintenance : bool or None
        Whether the patient wants to go on at a low rate.
    medicines : tuple of object or None
        As the fact ``medicines`` takes them.
    """

    birth_date: date | None
    sex: str | None
    condition: str | None
    onset: date | None
    payer: str | None
    style: str | None
    sessions: tuple[Session, ...]
    visits: tuple[Visit, ...]
    measurements: tuple[Measurement, ...]
    facts: Mapping[str, object]
    reviews: tuple[Mapping[str, object], ...] = ()
    discharged: date | None = None
    wants_maintenance: bool | None = None
    medicines: tuple[object, ...] | None = None

    def answers(self) -> Mapping[str, object]:
        """Return what the episode says by fact id, as an answers file would.

        A fact given outright wins over the episode's own field. None of it has been
        checked against the catalogue of facts.
        """
        own: dict[str, object] = {
            "birth_date": self.birth_date.isoformat() if self.birth_date else None,
            "sex_at_birth": self.sex,
            "condition": self.condition,
            "onset_date": self.onset.isoformat() if self.onset else None,
            "medicines": None if self.medicines is None else list(self.medicines),
        }
        given = {name: value for name, value in self.facts.items() if value is not None}
        return {k: v for k, v in (own | given).items() if v is not None}


def read(document: object, catalogue: Mapping[str, Instrument]) -> Episode:
    """Read an episode from a parsed EPISODE.json.

    Parameters
    ----------
    document : object
        What the JSON holds.
    catalogue : mapping of str to Instrument
        Every instrument by id.

    Returns
    -------
    Episode
        Everything by date, whatever the order of the file. Facts stay as given; their
        ids are for the catalogue of facts to judge.

    Raises
    ------
    UnreadableField
        Where a field is of the wrong kind; its kinds ``UnreadableDate`` and
        ``UnknownStatus`` where that is what is wrong.
    UnknownInstrument, ScoreOutOfRange, NotScored
        Where a measurement does not fit its instrument.
    """
    whole = fields.whole(document, "the episode")
    patient = whole.object("patient")
    sessions = tuple(_session(each) for each in whole.objects("sessions"))
    booked = tuple(_visit(each) for each in whole.objects("visits"))
    measured = (_measurement(each, catalogue) for each in whole.objects("measurements"))
    return Episode(
        birth_date=patient.day("birth_date"),
        sex=None if patient.text("sex") == "unknown" else patient.text("sex"),
        condition=whole.text("condition"),
        onset=whole.day("onset"),
        payer=whole.text("payer"),
        style=whole.text("style"),
        sessions=tuple(sorted(sessions, key=lambda each: each.date)),
        visits=joined(booked, sessions),
        measurements=tuple(
            sorted(measured, key=lambda m: (m.date, m.instrument, m.score))
        ),
        facts=whole.object("facts").told,
        reviews=tuple(each.told for each in whole.objects("reviews")),
        discharged=_discharged(whole),
        wants_maintenance=whole.claim("wants_maintenance"),
        medicines=whole.items("medicines"),
    )


def joined(booked: Iterable[Visit], sessions: Iterable[Session]) -> tuple[Visit, ...]:
    """Tell of each treatment once, whether visits, sessions or both name it.

    Parameters
    ----------
    booked : iterable of Visit
        As the diary has them, in any order.
    sessions : iterable of Session
        As they were charted, with or without a visit.

    Returns
    -------
    tuple of Visit
        By date.
    """
    charted: dict[date, deque[Session]] = {}
    for session in sessions:
        charted.setdefault(session.date, deque()).append(session)
    visits: list[Visit] = []
    # Kept visits first: a session belongs to one of them before a merely planned one.
    for visit in sorted(booked, key=lambda each: each.attendance is not _KEPT):
        of_the_day = charted.get(visit.date)
        # A visit that was not kept cannot be the one the session belongs to.
        if not of_the_day or visit.attendance is Attendance.DID_NOT:
            visits.append(visit)
        else:
            visits.append(_held(of_the_day.popleft()))
    visits.extend(_held(each) for day in charted.values() for each in day)
    return tuple(sorted(visits, key=lambda visit: (visit.date, visit.attendance)))


_KEPT = Attendance.TOOK_PLACE


def _held(session: Session) -> Visit:
    return Visit(session.date, _KEPT, session.needles, session.minutes, session.electro)


def _session(told: Fields) -> Session:
    events = tuple(each.told for each in told.objects("adverse_events"))
    return Session(
        told.own_day(),
        told.count("needles"),
        told.number("minutes"),
        told.claim("electro"),
        None if told.get("adverse_events") is None else events,
    )


def _visit(told: Fields) -> Visit:
    word = told.text("status") or "unknown"
    status = re.sub(r"[\s-]", "_", word.strip().casefold())
    if status not in _STATUSES:
        known = ", ".join(_STATUSES)
        raise UnknownStatus(
            f"{fields.shown(word)} does not say whether a visit took place: {known}."
        )
    return Visit(told.own_day(), _STATUSES[status])


def _measurement(told: Fields, catalogue: Mapping[str, Instrument]) -> Measurement:
    name = told.text("instrument")
    if name is None:
        raise fields.UnreadableField("A measurement names its instrument.")
    instrument = instruments.find(name, catalogue)
    day, score = told.own_day(), told.get("score")
    low, high = instrument.range
    if fields.is_number(score) and low <= score <= high:
        return Measurement(day, instrument.id, score)
    raise instruments.ScoreOutOfRange(
        f"{instrument.id} on {day} is a number from {low:g} to {high:g}, "
        f"not {fields.shown(score)}."
    )


def _discharged(whole: Fields) -> date | None:
    # A false is as good as an absent date: nobody has been discharged.
    return None if whole.get("discharged") is False else whole.day("discharged")
