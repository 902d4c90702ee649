"""Rows of one episode as the values that the core and the care chain read.

Words
-----
said
    Every answer of the patient that counts in this episode, with who gave it and when.
history
    Sessions, visits, measurements and reviews of the episode, as one value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import JSONObject

from deqi.care.values import Past, Wishes
from deqi.core import answers, episodes
from deqi.core.episodes import Attendance
from deqi.core.facts import Speaker, Statement
from deqi.core.instruments import Measurement as Score
from deqi.core.visits import Step
from deqi.knowledge import facts
from deqi.records.charting.models import AdverseEvent, Session
from deqi.records.diary.models import Visit
from deqi.records.episodes.models import Episode
from deqi.records.intake.models import Fact
from deqi.records.outcomes.models import Measurement, Review
from deqi.records.people.models import Patient, Person


@dataclass(frozen=True, slots=True)
class History:
    """What the rows of one episode say.

    Parameters
    ----------
    said : tuple of Statement
        Answers that count, by whom and when.
    episode : Episode
        Sessions, visits, measurements, reviews, as ``deqi review`` reads them.
    """

    said: tuple[Statement, ...]
    episode: episodes.Episode

    @property
    def past(self) -> Past:
        """Return what has happened, for a payer's ledger."""
        return Past(self.episode.visits, self.episode.measurements)


def of(row: Episode, *, today: date, zone: str) -> History:
    """Return the history of an episode that has been asked for through ``access``.

    Parameters
    ----------
    row : Episode
        With its patient and person.
    today : date
        At the clinic.
    zone : str
        The clinic's time zone: a visit is of the day that it was there.
    """
    told = said(row, today=today)
    sessions = list(_sessions(row.id))
    person = row.patient.person
    value = episodes.Episode(
        birth_date=person.birth_date,
        sex=person.sex_at_birth or None,
        condition=row.condition or None,
        onset=_onset(told),
        payer=row.payer or None,
        style=row.style or None,
        sessions=tuple(sessions),
        visits=episodes.joined(_booked(row.id, zone), sessions),
        measurements=tuple(measured(row.id)),
        facts={},
        reviews=tuple(_reviews(row.id)),
        discharged=row.discharged_at.date() if row.discharged_at else None,
        wants_maintenance=row.wants_maintenance,
        medicines=None,
    )
    return History(told, value)


def wishes(row: Episode, *, sessions: int, examined: bool = False) -> Wishes:
    """Return what an episode asks of the care chain beside its facts."""
    return Wishes(
        style=row.style or None,
        payer=row.payer or None,
        examined=examined,
        sessions_so_far=sessions,
    )


def said(row: Episode, *, today: date) -> tuple[Statement, ...]:
    """Return every answer that counts: of the person, and of this episode.

    The last word of each speaker on each fact counts; a later silence takes nothing
    back.
    """
    # As a part of the question itself: every page of an episode asks it.
    numbers = Patient.objects.filter(
        Q(pk=row.patient_id) | Q(merged_into=row.patient_id)
    )
    of_here = Q(episode=None) | Q(episode=row)
    rows = Fact.objects.filter(of_here, patient__in=numbers).order_by(
        "fact", "speaker", "-said_on", "-entered_at"
    )
    last = rows.distinct("fact", "speaker").values_list(
        "speaker", "said_on", "fact", "value"
    )
    return (*_of_person(row.patient.person, row), *_read(last, today))


def _read(
    rows: Iterable[tuple[str, date, str, object]], today: date
) -> tuple[Statement, ...]:
    told: list[Statement] = []
    by_word = sorted(rows, key=lambda each: (each[0], each[1]))
    for (speaker, day), group in groupby(by_word, key=lambda each: each[:2]):
        payload = {
            "facts": {fact: value for _, _, fact, value in group},
            "by": speaker,
            "at": min(day, today).isoformat(),
        }
        told += answers.read(payload, facts.catalogue(), facts.vocabulary, today=today)
    return tuple(told)


def _of_person(person: Person, row: Episode) -> Iterable[Statement]:
    day = row.opened_at.date()
    yield Statement("birth_date", person.birth_date, Speaker.PATIENT, day)
    if person.sex_at_birth:
        yield Statement("sex_at_birth", person.sex_at_birth, Speaker.PATIENT, day)
    if row.condition:
        yield Statement("condition", row.condition, Speaker.PRACTITIONER, day)


def _onset(told: Iterable[Statement]) -> date | None:
    days = (each.value for each in told if each.fact == "onset_date")
    return next((day for day in days if isinstance(day, date)), None)


def measured(episode: UUID) -> Iterable[Score]:
    """Yield the scores of an episode by day; one that was corrected counts no more."""
    rows = Measurement.objects.filter(episode=episode, corrected_by=None)
    told = rows.order_by("measured_on", "instrument", "entered_at")
    for day, name, score in told.values_list("measured_on", "instrument", "score"):
        yield Score(day, name, score)


def _sessions(episode: UUID) -> Iterable[episodes.Session]:
    told = AdverseEvent.objects.filter(session=OuterRef("pk")).order_by("entered_at")
    events = ArraySubquery(told.values(each=JSONObject(kind="kind", grade="grade")))
    # Whole charts of years would take longer to read than all that is decided by them.
    electro = ExpressionWrapper(Q(chart__contains=_ELECTRO), BooleanField())
    rows = Session.objects.filter(episode=episode, signed_at__isnull=False)
    rows = rows.annotate(electro=electro, told=events).order_by("given_on")
    for *held, happened in rows.values_list(*_OF_SESSION):
        day, needles, minutes, is_electro = held
        yield episodes.Session(day, needles, minutes, bool(is_electro), tuple(happened))


_OF_SESSION = ("given_on", "needles_in", "retention_minutes", "electro", "told")
_ELECTRO = {"needling": [{"stimulation": "ea"}]}


_ATTENDED = {
    Step.BOOKED: Attendance.PLANNED,
    Step.ARRIVED: Attendance.PLANNED,
    Step.BEGUN: Attendance.TOOK_PLACE,
    Step.DONE: Attendance.TOOK_PLACE,
    Step.MISSED: Attendance.DID_NOT,
    Step.CANCELLED: Attendance.DID_NOT,
}


def _booked(episode: UUID, zone: str) -> Iterable[episodes.Visit]:
    rows = Visit.objects.filter(episode=episode).order_by("starts_at").with_step()
    for starts_at, step in rows.values_list("starts_at", F("step")):
        day = starts_at.astimezone(ZoneInfo(zone)).date()
        yield episodes.Visit(day, _ATTENDED[Step(step)])


def _reviews(episode: UUID) -> Iterable[Mapping[str, object]]:
    rows = Review.objects.filter(episode=episode).order_by("reviewed_on", "entered_at")
    # Without what each review found, which is long.
    held = rows.values_list("reviewed_on", "proposed", "decision", "reason")
    for day, proposed, decision, reason in held:
        told: dict[str, object] = {"date": day.isoformat(), "decision": decision}
        yield told if decision == proposed else {**told, "reason": reason}
