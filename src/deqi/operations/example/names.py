"""Invented people: plants for given names, landscapes for family names.

Addresses end in ``example.org``. Telephone numbers are those that the regulators of the
two countries keep for films and books, so that they never ring at anybody's home.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product

from deqi.operations.example import chance
from deqi.operations.patients import Doctor, Identity

GIVEN = (
    *("Acacia", "Alder", "Anise", "Ash", "Aspen", "Aster", "Basil", "Bay", "Birch"),
    *("Bryony", "Cedar", "Cicely", "Clover", "Cypress", "Dahlia", "Elder", "Fern"),
    *("Flax", "Hazel", "Heather", "Holly", "Iris", "Ivy", "Jasmine", "Juniper"),
    *("Larch", "Laurel", "Lavender", "Linden", "Maple", "Marigold", "Myrtle"),
    *("Oak", "Olive", "Poppy", "Reed", "Rowan", "Saffron", "Sage", "Sorrel"),
    *("Tansy", "Thistle", "Violet", "Willow", "Yarrow"),
)
FAMILY = (
    *("Basalt", "Beacon", "Boulder", "Brook", "Causeway", "Cliff", "Coppice", "Cove"),
    *("Delta", "Dune", "Estuary", "Fell", "Fjord", "Foothill", "Geyser", "Glacier"),
    *("Gorge", "Granite", "Headland", "Hillock", "Island", "Lagoon", "Limestone"),
    *("Marsh", "Meadow", "Moorland", "Oxbow", "Pasture", "Peninsula", "Plateau"),
    *("Quarry", "Ravine", "Sandstone", "Shingle", "Summit", "Tarn", "Valley"),
)
STREETS = ("Invented Lane", "Sample Street", "Example Road", "Specimen Way")


def drawn(count: int, seed: int) -> Sequence[tuple[str, str]]:
    """Return given and family names, none of them twice."""
    return chance.of(seed, "names").sample(list(product(GIVEN, FAMILY)), count)


def identity(
    index: int, name: tuple[str, str], *, born: date, sex: str, country: str
) -> Identity:
    """Return somebody who does not exist.

    Parameters
    ----------
    index : int
        Among all patients: their telephone and house number.
    name : tuple of str
        Given name and family name.
    born : date
        Their birth date.
    sex : str
        At birth; may be empty.
    country : str
        Of their clinic.
    """
    given, family = name
    return Identity(
        family_name=family,
        given_name=given,
        birth_date=born,
        sex_at_birth=sex,
        email=f"{given}.{family}@example.org".lower(),
        phone=_phone(index, country),
        street=f"{index % 90 + 1} {STREETS[index % len(STREETS)]}",
        city="Exampleton" if country == "GB" else "Sampleville",
        postcode="",
    )


_US_AREAS = (212, 315, 518, 607, 716, 845, 914)


def _phone(index: int, country: str) -> str:
    if country == "GB":
        # Ofcom: numbers for use in TV and radio drama programmes.
        return f"07700 900{index % 1000:03}"
    # North American Numbering Plan: 555-0100 to 555-0199 are for fiction.
    area = _US_AREAS[index // 100 % len(_US_AREAS)]
    return f"({area}) 555-01{index % 100:02}"


def born(index: int, seed: int, *, age: int, on: date) -> date:
    """Return a birth date of somebody of an age on a day."""
    days = chance.of(seed, index, "born").randrange(1, 364)
    return date(on.year - age, on.month, 1) - timedelta(days=days - 1)


DOCTORS = (
    Doctor(
        "Dr Sorrel Example",
        "Example Practice\n1 Sample Street\nExampleton",
        "sorrel@practice.example.org",
    ),
    Doctor(
        "Dr Tansy Specimen",
        "Specimen Surgery\n2 Invented Lane\nExampleton",
        "tansy@surgery.example.org",
    ),
)
