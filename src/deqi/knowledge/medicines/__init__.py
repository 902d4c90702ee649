"""Conversion of opioids to milligrams of oral morphine a day."""

import re
from collections.abc import Mapping
from functools import cache

from deqi.core.medicines import Conversion, Edition, Factor
from deqi.knowledge import loader
from deqi.knowledge.schema import Provenance, UnreadableRecord


@cache
def conversions() -> Mapping[str, Conversion]:
    """Return the conversion of every opioid by name.

    Raises
    ------
    UnreadableRecord
        Where a row holds no factors that can be read.
    """
    rows = loader.rows("medicines", "mme.csv")
    return {row["opioid"]: read(row) for row in rows}


def provenance() -> Mapping[str, Provenance]:
    """Return the provenance of the table."""
    records = loader.records("medicines", "tables.toml")
    return {key: record.provenance for key, record in records.items()}


def read(row: Mapping[str, str]) -> Conversion:
    """Read one row of the table.

    Raises
    ------
    UnreadableRecord
        Where a factor cannot be read.
    """
    return Conversion(
        opioid=row["opioid"],
        unit=row["unit"],
        rxnorm=row["rxnorm_ingredient"],
        factors={
            Edition.CDC2022: _factors(row, "factor_2022"),
            Edition.CDC2016: _factors(row, "factors_2016"),
        },
    )


def _factors(row: Mapping[str, str], column: str) -> tuple[Factor, ...]:
    return tuple(_factor(row, text) for text in row[column].split("|") if text)


def _factor(row: Mapping[str, str], text: str) -> Factor:
    found = re.fullmatch(r"([0-9.]+)(?: to ([0-9.]+))?", text)
    if found is None:
        raise UnreadableRecord(f"medicines:mme: {row['opioid']}: {text!r} is no factor")
    return Factor(float(found[1]), float(found[2]) if found[2] else None)
