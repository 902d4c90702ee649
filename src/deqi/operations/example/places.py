"""The clinics of the example network, and the people whom it hires; all invented."""

from __future__ import annotations

from dataclasses import dataclass

from deqi.core.roles import Role
from deqi.operations.clinics import House

PASSWORD = "seven larches by the quarry"  # noqa: S105  of invented people, on this machine alone
NETWORK = "Example Network"

PLACES = (
    House(
        name="Elder Row Primary Care",
        kind="primary-care group",
        street="7 Elder Row",
        city="Exampleton",
        country="GB",
        time_zone="Europe/London",
        phone="020 7946 0107",
        email="desk@elder-row.example.org",
        opening_hours="Monday to Friday, 8:00 to 18:00",
        emergency_number="999",
        crisis_line="116 123, Samaritans, day and night",
        out_of_hours="Call 111 when the clinic is closed",
        latitude=51.5,
        longitude=-0.12,
    ),
    House(
        name="Larch Street Physiotherapy",
        kind="physiotherapy centre",
        street="40 Larch Street",
        city="Sampleville",
        country="US",
        time_zone="America/New_York",
        phone="(212) 555-0140",
        email="desk@larch-street.example.org",
        opening_hours="Monday to Friday, 8:00 to 18:00",
        emergency_number="911",
        crisis_line="988, Suicide and Crisis Lifeline, day and night",
        out_of_hours="Call (212) 555-0141 when the clinic is closed",
        latitude=40.71,
        longitude=-74.0,
    ),
)


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who is hired.

    Parameters
    ----------
    name : str
        The first word of it, in small letters, is their address before the ``@``.
    role : Role
        What they may do.
    title, style : str
        Of a practitioner.
    ends_in_days : int
        When a practitioner's licence ends, counted from today; below 0 it has ended.
    """

    name: str
    role: Role
    title: str = ""
    style: str = "combined"
    ends_in_days: int = 0


def _needles(name: str, title: str, style: str, ends_in_days: int) -> Worker:
    return Worker(name, Role.PRACTITIONER, title, style, ends_in_days)


OF_NETWORK = (
    Worker("Sage Summit", Role.NETWORK_MANAGER),
    Worker("Ash Tarn", Role.AUDITOR),
)
"""The first founds it."""

OF_CLINIC = (
    (
        Worker("Olive Delta", Role.CLINIC_MANAGER),
        Worker("Poppy Cove", Role.FRONT_DESK),
        _needles("Hazel Flint", "general practitioner", "western", 420),
        _needles("Linden Brook", "acupuncturist", "traditional", 500),
        _needles("Rowan Cairn", "physiotherapist", "combined", 18),
    ),
    (
        Worker("Iris Fell", Role.CLINIC_MANAGER),
        Worker("Basil Dune", Role.FRONT_DESK),
        _needles("Fern Quarry", "physical therapist", "western", 380),
        _needles("Aster Ford", "licensed acupuncturist", "combined", 610),
        _needles("Cedar Holm", "physical therapist", "combined", -20),
    ),
)
"""By clinic: who runs it, who answers the telephone, and who needles."""

CONSENT_TITLE = "Consent to needling"
CONSENT = "\n\n".join(
    (
        "This text is an example and no clinic's own.",
        "Thin sterile needles are placed into the skin and the muscles under it and stay"
        " there for a while. How often harm was seen stands beside this text, with its"
        " sources.",
        "You may stop at any time, without giving a reason, and your care goes on. Ask"
        " whatever you want to know before you agree.",
    )
)
