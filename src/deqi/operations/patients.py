"""Becoming a patient of a clinic, and being known there."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import connection

from deqi.core.roles import Role
from deqi.operations import access, clock
from deqi.operations.callers import Call
from deqi.operations.operation import writes
from deqi.operations.refusals import Conflict, Unfit
from deqi.records.accounts.models import Membership
from deqi.records.people.models import Patient, Person


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is and how they are reached.

    Parameters
    ----------
    family_name, given_name : str
        As they write them.
    birth_date : date
        Not after today.
    sex_at_birth : str
        ``female``, ``male``, ``other``; empty where they do not say.
    email, phone, street, city, postcode : str
        Empty where unknown.
    language : str
        In which they are written to, as in ``en``.
    """

    family_name: str
    given_name: str
    birth_date: date
    sex_at_birth: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    city: str = ""
    postcode: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Doctor:
    """The primary-care doctor that letters go to; empty where unknown."""

    doctor_name: str = ""
    doctor_address: str = ""
    doctor_email: str = ""


class BornTomorrow(Unfit):
    """A birth date after today."""

    code = "born_tomorrow"


class Nameless(Unfit):
    """No name to call somebody by."""

    code = "nameless"


class PatientAlready(Conflict):
    """Somebody who is a patient of this clinic already."""

    code = "patient_already"


@writes("patients.register")
def register(call: Call, who: Identity, *, doctor: Doctor | None = None) -> UUID:
    """Register a person as a patient of the clinic.

    Parameters
    ----------
    call : Call
        By whom.
    who : Identity
        As asked at the desk.
    doctor : Doctor or None
        Whom letters go to.

    Returns
    -------
    UUID
        Of the patient.

    Raises
    ------
    BornTomorrow, Nameless
        For an identity that cannot be.
    """
    return _add(call, uuid4(), who, doctor or Doctor())


@writes("patients.join")
def join(call: Call, who: Identity) -> UUID:
    """Become a patient of a clinic, as the user who calls.

    Parameters
    ----------
    call : Call
        Of a newcomer: its one patient id is the one that the row gets.
    who : Identity
        As the person wrote it.

    Returns
    -------
    UUID
        Of the patient.

    Raises
    ------
    PatientAlready
        Where the user is a patient of the clinic.
    """
    held = Membership.objects.filter(
        user=call.actor.user, clinic=call.clinic, role=Role.PATIENT, ended_at=None
    )
    if call.actor.user is None or call.actor.patients is None or held.exists():
        raise PatientAlready("You are a patient of this clinic already; sign in.")
    (identity,) = call.actor.patients
    patient = _add(call, identity, who, Doctor())
    Membership.objects.create(
        entered_at=clock.now(),
        user_id=call.actor.user,
        network_id=call.actor.network,
        clinic_id=call.clinic,
        role=Role.PATIENT,
        patient_id=patient,
    )
    return patient


@writes("patients.change")
def change(call: Call, patient: UUID, who: Identity, doctor: Doctor) -> UUID:
    """Change who a patient is and how they are reached.

    Raises
    ------
    NotFound, BornTomorrow, Nameless
        For a patient elsewhere, or an identity that cannot be.
    """
    _refuse_impossible(call, who)
    row = access.patient(call, patient)
    Person.objects.filter(pk=row.person_id).update(**asdict(who))
    for name, value in asdict(doctor).items():
        setattr(row, name, value)
    row.search = searched(who, row.number)
    # Not the whole row: somebody may be merging it meanwhile.
    row.save(update_fields=[*asdict(doctor), "search"])
    return row.id


def _add(call: Call, identity: UUID, who: Identity, doctor: Doctor) -> UUID:
    _refuse_impossible(call, who)
    clinic = access.clinic(call)
    person = Person.objects.create(
        entered_at=clock.now(), is_example=clinic.is_example, **asdict(who)
    )
    number = _next_number(clinic.id)
    row = Patient(
        id=identity,
        entered_at=clock.now(),
        clinic=clinic,
        person=person,
        number=number,
        search=searched(who, number),
        **asdict(doctor),
    )
    row.save(force_insert=True)
    call.trace.patients[row.id] = None
    return row.id


def _refuse_impossible(call: Call, who: Identity) -> None:
    if not who.family_name.strip() or not who.given_name.strip():
        raise Nameless("Write both names.", field="family_name")
    if who.birth_date > access.today(call):
        raise BornTomorrow("The birth date lies after today.", field="birth_date")


def _next_number(clinic: UUID) -> int:
    # Counted on the clinic's row: a patient who joins sees no other patient's number.
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [clinic])
        (number,) = cursor.fetchone()
    return int(number)


_COUNT = (
    "UPDATE clinics_clinic SET patients_numbered = patients_numbered + 1"
    " WHERE id = %s RETURNING patients_numbered"
)


def searched(who: Identity, number: int) -> str:
    """Return the text that a patient is found by: folded, each word after a blank."""
    born = who.birth_date
    parts = (
        who.given_name,
        who.family_name,
        str(number),
        born.isoformat(),
        born.strftime("%d.%m.%Y"),
        re.sub(r"\D", "", who.phone),
        who.email,
    )
    return " " + " ".join(folded(part) for part in parts if part)


def folded(text: str) -> str:
    """Return a text without case, accents and double blanks, as it is searched."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(each for each in spread if not unicodedata.combining(each))
    return " ".join(plain.split())
