"""What anybody may know of a clinic: where it is, and when it is open.

Words
-----
signpost
    What a clinic says of itself to whoever has no account yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from deqi.records.clinics.models import Clinic


@dataclass(frozen=True, slots=True)
class Signpost:
    """One clinic that takes patients.

    Parameters
    ----------
    id : UUID
        Of the clinic.
    name, kind, street, postcode, city, phone, opening_hours : str
        All but the name may be empty.
    """

    id: UUID
    name: str
    kind: str
    street: str
    postcode: str
    city: str
    phone: str
    opening_hours: str

    @property
    def address(self) -> str:
        """Return where it is, in one line; empty where it does not say."""
        town = f"{self.postcode} {self.city}".strip()
        return ", ".join(each for each in (self.street, town) if each)


def every() -> tuple[Signpost, ...]:
    """Return every clinic that is open, by town and name; no permission is asked."""
    rows = Clinic.objects.filter(closed_at=None).order_by("city", "name")
    fields = ("id", "name", "kind", "street", "postcode", "city", "phone")
    return tuple(Signpost(*row) for row in rows.values_list(*fields, "opening_hours"))
