"""What holds where one needle goes: how deep, in which region, over what."""

from collections.abc import Iterable, Mapping

from deqi.core.points.values import (
    Hazard,
    Laterality,
    Level,
    Muscle,
    Point,
    Sides,
)


def bearing_on(
    level: Level, points: Mapping[str, Point], *, beside_midline: bool
) -> tuple[Point, ...]:
    """Return the points that tell how dangerous a site at a spinal level is.

    Parameters
    ----------
    level : Level
        Where the site lies.
    points : mapping of str to Point
        The catalogue.
    beside_midline : bool
        True for a tender point with a side: bladder points alone bear on it. False for
        jiaji and for a midline site: governor points bear on it too.

    Returns
    -------
    tuple of Point
        Of that level, in the order of the catalogue; may be empty.
    """
    channels = ("BL",) if beside_midline else ("BL", "GV")
    return tuple(
        point
        for point in points.values()
        if point.level == level.code and point.channel in channels
    )


def is_beside_midline(point: Point, sides: Sides) -> bool:
    """Return True for a tender point with a side; jiaji is near enough to the midline."""
    return point.laterality is Laterality.VARIABLE and sides is not Sides.MIDLINE


def site_cap(
    point: Point,
    points: Mapping[str, Point],
    *,
    level: Level | None = None,
    sides: Sides = Sides.MIDLINE,
) -> float | None:
    """Return the cap of a point where it is needled.

    Parameters
    ----------
    point : Point
        Any row of the catalogue.
    points : mapping of str to Point
        The catalogue.
    level : Level or None
        For jiaji and ashi; points that have a place of their own ignore it.
    sides : Sides
        Tells a tender point beside the midline from one on it.

    Returns
    -------
    float or None
        Millimetres. At a level: the smallest of its own cap, the level's, and those of
        the points that bear on it. None where nothing does: the cap is unknown then,
        and no depth is safe because of it.
    """
    if level is None or not point.levels:
        return point.cap_mm
    beside = is_beside_midline(point, sides)
    caps = [near.cap_mm for near in bearing_on(level, points, beside_midline=beside)]
    known = [cap for cap in (*caps, level.cap_mm, point.cap_mm) if cap is not None]
    return min(known, default=None)


def site_depth(
    point: Point,
    points: Mapping[str, Point],
    *,
    level: Level | None = None,
    sides: Sides = Sides.MIDLINE,
) -> tuple[float, float] | None:
    """Return the usual depth of a point where it is needled, cut off at its cap.

    Parameters
    ----------
    point, points, level, sides
        As for `site_cap`.

    Returns
    -------
    tuple of (float, float) or None
        Least and greatest, in millimetres. A tender point has none of its own: at a
        level it takes the shallowest of the bladder points beside it. None where no
        source gives one.
    """
    usual = point.depth_mm
    if usual is None and level is not None and point.levels:
        near = bearing_on(level, points, beside_midline=True)
        depths = [other.depth_mm for other in near if other.depth_mm is not None]
        if depths:
            usual = min(depth[0] for depth in depths), min(depth[1] for depth in depths)
    cap = site_cap(point, points, level=level, sides=sides)
    if usual is None or cap is None:
        return usual
    return min(usual[0], cap), min(usual[1], cap)


def site_regions(
    point: Point, *, sides: Sides, level: Level | None = None
) -> tuple[str, ...]:
    """Return the regions that are touched; those of the level where one is named."""
    if level is not None and point.levels:
        return level.regions.on(sides)
    return point.regions.on(sides)


def site_hazards(
    point: Point, points: Mapping[str, Point], *, level: Level | None = None
) -> tuple[Hazard, ...]:
    """Return the structures at risk: those of the point, and of its level's points.

    A tender point has none of its own, so that at a level it takes over what the
    bladder and governor points of that level are known to endanger.
    """
    found = dict.fromkeys(point.hazards)
    if level is not None and point.levels:
        for near in bearing_on(level, points, beside_midline=False):
            found.update(dict.fromkeys(near.hazards))
    return tuple(found)


def with_hazard(
    sites: Mapping[str, Point] | Mapping[str, Muscle], hazards: Iterable[Hazard]
) -> tuple[str, ...]:
    """Return the codes of the points (or ids of the muscles) that any hazard is under.

    Parameters
    ----------
    sites : mapping of str to Point, or of str to Muscle
        A catalogue.
    hazards : iterable of Hazard
        ``pleura``, ``spinal_canal``, ...

    Returns
    -------
    tuple of str
        In the order of the catalogue.
    """
    wanted = frozenset(hazards)
    return tuple(code for code, site in sites.items() if wanted & set(site.hazards))
