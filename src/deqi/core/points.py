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

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

ASHI = "ASHI"
"""Code of the tender point, which lies wherever palpation finds it."""


class Laterality(StrEnum):
    """Whether a point exists once, twice, or wherever it is found."""

    BILATERAL = "bilateral"
    MIDLINE = "midline"
    VARIABLE = "variable"


class Sides(StrEnum):
    """Where a point is needled."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    MIDLINE = "midline"


class Hazard(StrEnum):
    """A structure under a site that a needle can harm."""

    PLEURA = "pleura"
    PERITONEUM = "peritoneum"
    KIDNEY = "kidney"
    SPINAL_CANAL = "spinal_canal"
    BRAINSTEM = "brainstem"
    ORGAN = "organ"
    VESSEL = "vessel"
    NERVE = "nerve"
    JOINT = "joint"
    EYE = "eye"
    FONTANELLE = "fontanelle"


class Pregnancy(StrEnum):
    """What the sources say of a point in pregnancy."""

    NONE = "none"
    CAUTION = "caution"
    AVOID = "avoid"


class Risk(StrEnum):
    """How dangerous it is to needle a muscle; high and above is never planned."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"


class ImpossibleSite(ValueError):
    """A point, muscle, level or channel whose parts contradict each other."""


@dataclass(frozen=True, slots=True)
class SidedRegions:
    """The region codes that a site lies in, by side.

    Parameters
    ----------
    left, right, centre : tuple of str
        Codes of the body map; empty where the site does not exist on that side.
    """

    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    centre: tuple[str, ...] = ()

    def on(self, sides: Sides) -> tuple[str, ...]:
        """Return the regions touched when these sides are needled, each once."""
        if sides is Sides.BOTH:
            return tuple(dict.fromkeys(self.left + self.right))
        chosen = {
            Sides.LEFT: self.left,
            Sides.RIGHT: self.right,
            Sides.MIDLINE: self.centre,
        }
        return chosen[sides]

    def all(self) -> tuple[str, ...]:
        """Return the regions of every side, each once."""
        return tuple(dict.fromkeys(self.left + self.right + self.centre))


def regions_of(patterns: Iterable[str], laterality: Laterality) -> SidedRegions:
    """Spread region patterns over the sides on which a site exists.

    Parameters
    ----------
    patterns : iterable of str
        ``low_back_*`` for a sided region, ``sacrum`` for one that is the same for both
        sides, ``low_back_centre`` for one side named outright.
    laterality : Laterality
        A bilateral site has no centre, a midline one nothing else.

    Returns
    -------
    SidedRegions
    """
    wanted = tuple(patterns)
    left, right, centre = (
        tuple(pattern.replace("*", side) for pattern in wanted)
        for side in ("left", "right", "centre")
    )
    if laterality is Laterality.BILATERAL:
        return SidedRegions(left, right)
    if laterality is Laterality.MIDLINE:
        return SidedRegions(centre=centre)
    return SidedRegions(left, right, centre)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One acupuncture point.

    Parameters
    ----------
    code : str
        WHO code (``BL23``, ``GV3``, ``EX-B2``) or ``ASHI``.
    pinyin, chinese : str
        Its names; Chinese in traditional characters.
    channel : str
        Code of its channel (``BL``), ``EX`` for extra points.
    laterality : Laterality
        Bilateral, midline, or variable for the tender point.
    level : str or None
        Vertebra (lower edge of its spinous process) or sacral foramen; None elsewhere.
    levels : tuple of str
        The levels one may choose from where the point needs one named (jiaji, ashi);
        empty for all others.
    regions : SidedRegions
        Where it lies on the body map.
    location, angle, caution, pregnancy_text : str
        In words; empty where the sources are silent.
    depth_mm : tuple of (float, float) or None
        Usual depth, least and greatest, in millimetres (nominal, from cun).
    cap_mm : float or None
        Millimetres that are never passed; 0 for a forbidden point; None: unknown.
    hazards : tuple of Hazard
        Structures at risk, its own and those of its site.
    pregnancy : Pregnancy
        ``avoid`` for everything beyond mere caution.
    forbidden : bool
        Never needled, whatever reason is given.
    needs_training : bool
        Named by the sources among the points for specially trained hands.
    used_in : tuple of str
        Trials and traditions that use it, in words.
    sources : tuple of str
        Source ids.
    reviewed : bool
        True once a clinician has signed the row.
    """

    code: str
    pinyin: str
    chinese: str
    channel: str
    laterality: Laterality
    level: str | None
    regions: SidedRegions
    location: str
    depth_mm: tuple[float, float] | None
    cap_mm: float | None
    angle: str
    hazards: tuple[Hazard, ...]
    caution: str
    pregnancy: Pregnancy
    pregnancy_text: str
    sources: tuple[str, ...]
    reviewed: bool
    forbidden: bool = False
    needs_training: bool = False
    levels: tuple[str, ...] = ()
    used_in: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a depth that runs backwards and a forbidden point with a cap."""
        if self.depth_mm and not 0 < self.depth_mm[0] <= self.depth_mm[1]:
            raise ImpossibleSite(f"{self.code}: depth runs from least to greatest")
        if self.cap_mm is not None and self.cap_mm < 0:
            raise ImpossibleSite(f"{self.code}: no cap lies above the skin")
        if self.forbidden != (self.cap_mm == 0):
            raise ImpossibleSite(
                f"{self.code}: forbidden means a cap of 0, and only so"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Muscle:
    """One muscle needled at a trigger point.

    Parameters
    ----------
    id, name : str
        Its id (``gluteus_medius``) and plain name.
    regions : SidedRegions
        Where the needle enters.
    refers : tuple of str
        Where its pain is taught to be felt: a teaching model, no proof of a cause.
    position, needle : str
        How the person lies; how the needle goes. Millimetres in ``needle`` are needle
        lengths, never depths.
    hazards : tuple of Hazard
        Structures at risk.
    risk : Risk
        ``high`` and ``very_high`` are charted, never planned.
    caution : str
        The hazards in words.
    depth_mm : tuple of (float, float) or None
        None until a source gives one.
    sources : tuple of str
        Source ids.
    reviewed : bool
        True once a clinician has signed the record.
    """

    id: str
    name: str
    regions: SidedRegions
    refers: tuple[str, ...]
    position: str
    needle: str
    hazards: tuple[Hazard, ...]
    risk: Risk
    caution: str
    sources: tuple[str, ...]
    reviewed: bool
    depth_mm: tuple[float, float] | None = None

    @property
    def may_be_planned(self) -> bool:
        """Return True for a risk below high."""
        return self.risk in (Risk.LOW, Risk.MEDIUM)


@dataclass(frozen=True, slots=True)
class Channel:
    """One of the fourteen channels with points of its own.

    Parameters
    ----------
    code, name : str
        ``BL``, and its plain name.
    last : int
        Number of its last point; the first is 1.
    laterality : Laterality
        Of all its points.
    """

    code: str
    name: str
    last: int
    laterality: Laterality

    def __post_init__(self) -> None:
        """Refuse a channel without points."""
        if self.last < 1:
            raise ImpossibleSite(f"{self.code}: a channel has at least one point")


@dataclass(frozen=True, slots=True)
class Level:
    """One vertebra or sacral foramen, as a place beside or on the midline.

    Parameters
    ----------
    code : str
        ``C7``, ``T12``, ``L4``, ``S1``.
    regions : SidedRegions
        Where it lies on the body map.
    cap_mm : float or None
        Millimetres that are never passed at this level, whatever its points allow;
        None where the points alone decide.
    """

    code: str
    regions: SidedRegions
    cap_mm: float | None = None


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


def is_who_code(code: str, channels: Mapping[str, Channel]) -> bool:
    """Return True where channel and number name one of the 361 points of the WHO.

    Source: WHO2008.
    """
    letters, digits = code[:2], code[2:]
    channel = channels.get(letters)
    if channel is None or not digits.isascii() or not digits.isdigit():
        return False
    number = int(digits[:4])
    return digits == str(number) and 1 <= number <= channel.last
