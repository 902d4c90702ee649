"""One human being entered twice: found, and read as one from then on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Func, Q, QuerySet, TextField, Value, Window
from django.db.models.functions import Lower, NullIf

from deqi.core import doubles
from deqi.core.doubles import Entry, Likeness
from deqi.core.visits import Step
from deqi.operations import access, clock, tasks
from deqi.operations.callers import Call
from deqi.operations.operation import reads, writes
from deqi.operations.patients import Identity, folded
from deqi.operations.refusals import Conflict
from deqi.records.diary.models import Visit
from deqi.records.episodes.models import Episode
from deqi.records.people.models import Patient


@dataclass(frozen=True, slots=True)
class Known:
    """A patient as a list of doubles names them.

    Parameters
    ----------
    id : UUID
        Of the patient.
    number : int
        At the clinic.
    name, email, phone, city : str
        Empty where unknown.
    birth_date : date
        As entered.
    registered_on : date
        The day at the clinic when they were entered.
    """

    id: UUID
    number: int
    name: str
    birth_date: date
    email: str
    phone: str
    city: str
    registered_on: date


@dataclass(frozen=True, slots=True)
class Double:
    """Two patients who are likely one; ``one`` was entered first.

    Parameters
    ----------
    one, other : Known
        Both as they stand.
    because : tuple of Likeness
        The strongest first.
    """

    one: Known
    other: Known
    because: tuple[Likeness, ...]


class MergedAlready(Conflict):
    """A number that stands for another one."""

    code = "merged_already"


class TwoGoOn(Conflict):
    """Two numbers that each have an episode that goes on."""

    code = "two_go_on"


class TheSame(Conflict):
    """One number merged into itself."""

    code = "the_same"


@reads("patients.doubles")
def find(call: Call) -> tuple[Double, ...]:
    """Return the likely doubles among the patients of the clinic.

    Returns
    -------
    tuple of Double
        Those alike in most ways first.
    """
    zone = ZoneInfo(access.clinic(call).time_zone)
    rows = [_known(row, zone) for row in _suspects()]
    groups: defaultdict[tuple[str, object], list[tuple[Known, Entry]]]
    groups = defaultdict(list)
    for known, entry in rows:
        for key in _keys(entry):
            groups[key].append((known, entry))
    found = {each: None for group in groups.values() for each in _pairs(group)}
    shown = (known.id for each in found for known in (each.one, each.other))
    call.trace.patients |= dict.fromkeys(shown)
    return tuple(sorted(found, key=_strength))


@reads("patients.alike")
def alike(call: Call, who: Identity) -> tuple[Known, ...]:
    """Return patients whom somebody about to be registered is likely a double of."""
    entry = _entry(who.family_name, who.given_name, who)
    same = Q(person__birth_date=who.birth_date)
    if who.email:
        same |= Q(person__email__iexact=who.email)
    if entry.phone:
        same |= Q(search__contains=f" {entry.phone}")
    rows = Patient.objects.filter(same, merged_into=None).select_related("person")
    zone = ZoneInfo(access.clinic(call).time_zone)
    held = (_known(row, zone) for row in rows.order_by("number"))
    shown = tuple(known for known, row in held if doubles.likenesses(entry, row))
    call.trace.patients |= dict.fromkeys(known.id for known in shown)
    return shown


@writes("patients.merge")
def merge(call: Call, patient: UUID, *, into: UUID) -> UUID:
    """Read two numbers as one patient from now on; what was written of either stays.

    One human being has one episode at a time, so that nothing that is told, booked or
    given can go to the wrong one. Visits to come of an episode that has ended go to the
    one that goes on, and whoever treats is asked to read both charts where there are two.

    Parameters
    ----------
    patient : UUID
        The number that gives way.
    into : UUID
        The number that stands.

    Returns
    -------
    UUID
        Of the patient who stands.

    Raises
    ------
    TheSame, MergedAlready, NotFound
        For one number, one that gave way before, or one elsewhere.
    TwoGoOn
        Where both have an episode that goes on; one is discharged first.
    """
    if patient == into:
        raise TheSame("These are one number already.")
    locked = Patient.objects.select_for_update().order_by("id")
    rows = {row.id: row for row in locked.filter(pk__in=[patient, into])}
    away = rows.get(patient) or access.found(locked, patient, what="patient")
    stands = rows.get(into) or access.found(locked, into, what="patient")
    if away.merged_into_id or stands.merged_into_id:
        raise MergedAlready("One of the two was merged before; look them up again.")
    call.trace.patients |= {away.id: None, stands.id: None}
    sides = access.numbers_of(away), access.numbers_of(stands)
    goes_on = _going_on([*sides[0], *sides[1]])
    away.merged_into, away.merged_at = stands, clock.now()
    away.save()
    # Whatever was merged before points at the one that stands, so one step finds all.
    away.merged.update(merged_into=stands)
    if goes_on is not None and all(map(_has_episodes, sides)):
        _rebook([*sides[0], *sides[1]], goes_on)
        _ask_to_read(call, stands)
    return stands.id


def _going_on(numbers: Sequence[UUID]) -> Episode | None:
    """Return the one episode that goes on under any of the numbers, if there is one."""
    held = Episode.objects.filter(patient__in=numbers, discharged_at=None)
    rows = list(held.select_for_update()[:2])
    if len(rows) > 1:
        raise TwoGoOn("Both have an episode that goes on; end one of them first.")
    return rows[0] if rows else None


def _has_episodes(numbers: Sequence[UUID]) -> bool:
    return Episode.objects.filter(patient__in=numbers).exists()


def _rebook(numbers: Sequence[UUID], goes_on: Episode) -> None:
    """Let visits to come of an ended episode count for the one that goes on."""
    rows = Visit.objects.standing().with_step()
    coming = rows.filter(
        patient__in=numbers,
        starts_at__gt=clock.now(),
        episode__discharged_at__isnull=False,
    )
    steps = coming.values_list("id", F("step"))
    held = [visit for visit, step in steps if step == Step.BOOKED]
    Visit.objects.filter(pk__in=held).update(episode=goes_on)


def _ask_to_read(call: Call, stands: Patient) -> None:
    tasks.ask(
        call,
        tasks.Wanted(
            kind="merged",
            title="Two numbers are one patient now: read both charts, and screen again",
            urgency="soon",
            due_on=access.today(call),
            patient=stands.id,
            subject=stands.id,
        ),
    )


def _suspects() -> QuerySet[Patient]:
    """Return the patients who share a birth date, an address or a telephone."""
    digits = Func(
        "person__phone", Value(r"\D"), Value(""), Value("g"), function="regexp_replace"
    )
    rows = Patient.objects.filter(merged_into=None).annotate(
        born=_sharing(F("person__birth_date")),
        mailed=_sharing(NullIf(Lower("person__email"), Value(""))),
        rung=_sharing(NullIf(digits, Value(""), output_field=TextField())),
    )
    shared = Q(born__gt=1) | Q(mailed__gt=1) | Q(rung__gt=1)
    return rows.filter(shared).select_related("person").order_by("number")


def _sharing(value: F | NullIf) -> Window:
    return Window(Count(value), partition_by=[value])


def _known(row: Patient, zone: ZoneInfo) -> tuple[Known, Entry]:
    told = row.person
    known = Known(
        row.id,
        row.number,
        f"{told.given_name} {told.family_name}",
        told.birth_date,
        told.email,
        told.phone,
        told.city,
        row.entered_at.astimezone(zone).date(),
    )
    return known, _entry(told.family_name, told.given_name, known)


def _entry(family: str, given: str, told: Identity | Known) -> Entry:
    words = frozenset(re.findall(r"\w+", folded(given)))
    return Entry(
        names=words | frozenset(re.findall(r"\w+", folded(family))),
        given=words,
        birth_date=told.birth_date,
        email=told.email.casefold(),
        phone=re.sub(r"\D", "", told.phone),
    )


def _keys(entry: Entry) -> Iterator[tuple[str, object]]:
    yield "born", entry.birth_date
    if entry.email:
        yield "email", entry.email
    if entry.phone:
        yield "phone", entry.phone


def _pairs(group: Iterable[tuple[Known, Entry]]) -> Iterator[Double]:
    for (one, entry), (other, second) in combinations(group, 2):
        because = doubles.likenesses(entry, second)
        if because:
            yield Double(one, other, because)


def _strength(double: Double) -> tuple[int, int, int]:
    strongest = list(Likeness).index(double.because[0])
    return strongest, -len(double.because), double.one.number
