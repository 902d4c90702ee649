"""Adds up a day's opioids in milligrams of oral morphine.

Words
-----
factor
    What a day's amount of one opioid is multiplied by.
MME
    Milligrams of oral morphine that a day's opioids compare with.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from deqi.core.reading import Item, Medicine


class Edition(StrEnum):
    """The table that the factors come from."""

    CDC2022 = "cdc2022"
    CDC2016 = "cdc2016"


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor, and up to which dose it holds.

    Parameters
    ----------
    value : float
        MME for one unit.
    up_to : float or None
        Greatest daily amount, in the opioid's unit; None: without end.
    """

    value: float
    up_to: float | None = None


@dataclass(frozen=True, slots=True)
class Conversion:
    """One opioid of the table.

    Parameters
    ----------
    opioid : str
        Its name, with the way in where that matters.
    unit : str
        ``mg/day``; for patches ``mcg/h``.
    rxnorm : str
        RxNorm ingredient.
    factors : mapping of Edition to tuple of Factor
        By rising dose; empty where the table leaves the opioid out.
    """

    opioid: str
    unit: str
    rxnorm: str
    factors: Mapping[Edition, tuple[Factor, ...]]

    def mme(self, daily: float, edition: Edition) -> float | None:
        """Return the MME of a day's amount; None where the table leaves it out."""
        for factor in self.factors[edition]:
            if factor.up_to is None or daily <= factor.up_to:
                return daily * factor.value
        return None


def daily_mme(
    medicines: Iterable[Item] | None,
    table: Mapping[str, Conversion],
    *,
    edition: Edition = Edition.CDC2022,
) -> float | None:
    """Add up the opioids of a day.

    Parameters
    ----------
    medicines : iterable of Item or None
        What is taken now; None where unknown.
    table : mapping of str to Conversion
        By name of the opioid, which ``Medicine.ingredient`` holds.
    edition : Edition
        Whose factors.

    Returns
    -------
    float or None
        Milligrams of oral morphine a day; 0 without an opioid. None where any opioid's
        amount is unknown, the table has no factor for it, or a medicine is known by
        name only: a sum with a gap would read as a small dose.

    Source: knowledge ``medicines:mme``; CDC2022, OMTK.
    """
    if medicines is None:
        return None
    total = 0.0
    for medicine in medicines:
        part = _part(medicine, table, edition)
        if part is None:
            return None
        total += part
    return round(total, 2)


def _part(
    item: Item, table: Mapping[str, Conversion], edition: Edition
) -> float | None:
    if not isinstance(item, Medicine):
        # A bare word does not say whether it is an opioid.
        return None
    if item.ingredient is None:
        return None if _may_be_opioid(item, table) else 0.0
    conversion = table.get(item.ingredient.casefold())
    if conversion is None or item.daily is None or item.daily < 0:
        return None
    return conversion.mme(item.daily, edition)


def _may_be_opioid(item: Medicine, table: Mapping[str, Conversion]) -> bool:
    """Return True where code or name is missing, or the name tells of an opioid.

    A bare code that no table of opioids holds may still be a product with one.
    """
    name = item.name.casefold()
    return not (item.code and name) or any(
        opioid.split()[0] in name for opioid in table
    )
