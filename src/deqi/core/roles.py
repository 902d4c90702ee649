"""What a person may be at a clinic.

Words
-----
role
    What somebody is at a clinic or in the network; each operation says which may ask it.
"""

from enum import StrEnum


class Role(StrEnum):
    """Roles, from the one whose body it is to the one who only looks."""

    PATIENT = "patient"
    PRACTITIONER = "practitioner"
    FRONT_DESK = "front_desk"
    CLINIC_MANAGER = "clinic_manager"
    NETWORK_MANAGER = "network_manager"
    AUDITOR = "auditor"
