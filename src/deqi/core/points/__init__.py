"""Where needles may go: points, muscles, spinal levels, and how deep is too deep.

Words
-----
cap
    The depth in millimetres that no needle passes at a site; None where no source
    gives one, which is never read as "any depth".
level
    A vertebra or sacral foramen (``L2``, ``S1``) that a point lies at.
site
    A point, a muscle, or a spinal level on one side: where one needle goes.
pattern
    A region with a star for the side: ``low_back_*``.
"""

from deqi.core.points.sites import (
    bearing_on,
    is_beside_midline,
    site_cap,
    site_depth,
    site_hazards,
    site_regions,
    with_hazard,
)
from deqi.core.points.values import (
    ASHI,
    Channel,
    Hazard,
    ImpossibleSite,
    Laterality,
    Level,
    Muscle,
    Point,
    Pregnancy,
    Risk,
    SidedRegions,
    Sides,
    is_who_code,
    regions_of,
)

__all__ = [
    "ASHI",
    "Channel",
    "Hazard",
    "ImpossibleSite",
    "Laterality",
    "Level",
    "Muscle",
    "Point",
    "Pregnancy",
    "Risk",
    "SidedRegions",
    "Sides",
    "bearing_on",
    "is_beside_midline",
    "is_who_code",
    "regions_of",
    "site_cap",
    "site_depth",
    "site_hazards",
    "site_regions",
    "with_hazard",
]
