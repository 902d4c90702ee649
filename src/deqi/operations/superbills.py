"""A bill for one session that the patient hands to their payer.

Codes come from the payer's record and units from the chart; what neither shows is left
blank to be filled in, and so is every price.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from deqi.core import billing
from deqi.core.billing import Given, Item
from deqi.core.policies import Code, Policy
from deqi.knowledge import codes, conditions, coverage
from deqi.operations import access
from deqi.operations.callers import Call
from deqi.operations.operation import reads
from deqi.operations.persons import Person, person_of
from deqi.operations.refusals import Conflict
from deqi.records.charting.models import Session
from deqi.records.clinics.models import Clinic, Credential, Practitioner

TIMING = {"US": "us_cpt_timing"}
"""By country, the record of how time is billed whoever pays."""

DIAGNOSES = "ICD-10-CM"
NOT_BILLED = (DIAGNOSES, "modifier")


class NotSignedYet(Conflict):
    """A session that nobody has signed is not billed."""

    code = "session_not_signed"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A code that the complaint may be billed under, with our own words for it."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Superbill:
    """What a bill for one session says.

    Parameters
    ----------
    session : UUID
        Of the session.
    person : Person
        Who was treated.
    given_on : date
        The day.
    clinic, clinic_address : str
        Where.
    practitioner, practitioner_title, license : str
        Who signed, and their licence that held on the day; empty where none did.
    payer, payer_number : str
        Empty where the episode names none.
    diagnoses : tuple of Diagnosis
        Codes of the complaint; the practitioner chooses.
    items : tuple of Item
        Codes that fit the session.
    modifiers : tuple of Code
        What may have to stand beside a code.
    needs : tuple of str
        What the payer wants in the record.
    certainty : str
        How well the payer's record is backed; empty where there is none.
    reviewed : bool
        True once somebody has signed that record.
    """

    session: UUID
    person: Person
    given_on: date
    clinic: str
    clinic_address: str
    practitioner: str
    practitioner_title: str
    license: str
    payer: str
    payer_number: str
    diagnoses: tuple[Diagnosis, ...]
    items: tuple[Item, ...]
    modifiers: tuple[Code, ...]
    needs: tuple[str, ...]
    certainty: str
    reviewed: bool


@reads("superbills.read")
def read(call: Call, session: UUID) -> Superbill:
    """Return the bill for a signed session.

    Raises
    ------
    NotSignedYet, NotFound
        For a session that is not signed, or is elsewhere.
    """
    rows = Session.objects.select_related("episode__patient__person", "signed_by")
    row = access.found(rows, session, what="session")
    call.trace.patients[row.patient_id] = None
    if row.signed_at is None or row.signed_by is None:
        raise NotSignedYet("Sign the session before it is billed.")
    clinic = access.clinic(call)
    policy, told = _rules(row.episode.payer, clinic.country)
    return Superbill(
        session=row.id,
        person=person_of(row.episode),
        given_on=row.given_on,
        clinic=clinic.name,
        clinic_address=_address(clinic),
        practitioner=row.signed_by.name,
        practitioner_title=row.signed_by.title,
        license=_license(row.signed_by, row.given_on),
        payer=policy.name if policy else "",
        payer_number=row.episode.payer_number,
        diagnoses=tuple(_diagnoses(row.episode.condition)),
        items=billing.items(_billed(told), _given(row)),
        modifiers=tuple(c for c in told.codes if c.system == "modifier")
        if told
        else (),
        needs=told.record if told else (),
        certainty=told.certainty if told else "",
        reviewed=told.reviewed if told else False,
    )


def _rules(payer: str, country: str) -> tuple[Policy | None, Policy | None]:
    """Return the payer's record, and the one that its bills are coded by."""
    known = coverage.catalogue()
    policy = known[payer] if payer else None
    if policy is not None and policy.codes:
        return policy, policy
    return policy, known.get(TIMING.get(country, ""))


def _billed(policy: Policy | None) -> Iterable[Code]:
    held = policy.codes if policy else ()
    return (each for each in held if each.system not in NOT_BILLED)


def _given(row: Session) -> Given:
    sites: list[Mapping[str, Any]] = (row.chart or {}).get("needling", [])
    muscles = {each["muscle"] for each in sites if not each["point"]}
    return Given(
        minutes=row.one_to_one_minutes,
        electro=any(each["stimulation"] == "ea" for each in sites),
        points=sum(bool(each["point"]) for each in sites),
        muscles=len(muscles),
    )


def _diagnoses(condition: str) -> Iterable[Diagnosis]:
    known = conditions.catalogue().get(condition)
    fits = known.icd10cm if known else ()
    for each in codes.catalogue():
        if each.system == DIAGNOSES and each.code in fits and each.billable:
            yield Diagnosis(each.code, each.label)


def _address(clinic: Clinic) -> str:
    city = f"{clinic.postcode} {clinic.city}".strip()
    return "\n".join(each for each in (clinic.street, city, clinic.phone) if each)


def _license(practitioner: Practitioner, on: date) -> str:
    rows = Credential.objects.filter(
        practitioner=practitioner, valid_from__lte=on, expires__gte=on, revoked_at=None
    )
    held = rows.exclude(verified_at=None).order_by("-expires").first()
    return f"{held.kind}, {held.jurisdiction} {held.number}" if held else ""
