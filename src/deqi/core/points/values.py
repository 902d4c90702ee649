"""Points, muscles, channels and levels as values, and the sides they lie on."""

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
