"""The body map: regions as a tree with sides."""

from collections.abc import Mapping
from functools import cache

from deqi.core.regions import BodyMap, Region
from deqi.knowledge import loader
from deqi.knowledge.schema import Provenance


@cache
def body_map() -> BodyMap:
    """Return all regions.

    Raises
    ------
    deqi.core.regions.UnknownRegion
        Where a row names a parent that is no region.
    """
    return BodyMap(
        {
            row["code"]: Region(
                row["code"], row["label"], row["parent"] or None, row["side"] or None
            )
            for row in loader.rows("regions", "regions.csv")
        }
    )


def provenance() -> Mapping[str, Provenance]:
    """Return where the map comes from."""
    records = loader.records("regions", "tables.toml")
    return {key: record.provenance for key, record in records.items()}
