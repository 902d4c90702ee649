"""One site of a plan against all prohibitions: kept, narrowed to a side, or left out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from deqi.core.findings import Restriction
from deqi.core.points import (
    Level,
    Muscle,
    Point,
    Sides,
    bearing_on,
    site_cap,
    site_depth,
    site_regions,
)
from deqi.core.regions import BodyMap
from deqi.core.rules import Scope


@dataclass(frozen=True, slots=True)
class Sites:
    """Where needles may go at all.

    Parameters
    ----------
    points : mapping of str to Point
        The catalogue.
    muscles : mapping of str to Muscle
        The catalogue.
    levels : mapping of str to Level
        Spinal levels.
    body : BodyMap
        The regions they lie in.
    """

    points: Mapping[str, Point]
    muscles: Mapping[str, Muscle]
    levels: Mapping[str, Level]
    body: BodyMap


@dataclass(frozen=True, slots=True)
class Proposal:
    """A site put forward, before any prohibition.

    Parameters
    ----------
    point, muscle : str or None
        One of the two: a point's code or a muscle's id.
    level : str or None
        Spinal level of a tender point.
    sides : Sides
        Where.
    response, stimulation, why : str
        What is sought, how, and for what reason.
    sources : tuple of str
        Source ids.
    """

    point: str | None
    muscle: str | None
    level: str | None
    sides: Sides
    response: str
    stimulation: str
    why: str
    sources: tuple[str, ...]

    @property
    def site(self) -> str:
        """Return the point with its level, or the muscle."""
        return " ".join(filter(None, (self.point or self.muscle, self.level)))


@dataclass(frozen=True, slots=True)
class Line:
    """A site of the plan.

    Parameters
    ----------
    sides, level
        The sides that stay; the spinal level of a tender point.
    depth_mm : tuple of (float, float) or None
        Least and greatest, never over the cap; None: to the tissue named in ``angle``.
    angle, response, stimulation, why : str
        In words.
    sources : tuple of str
        Source ids.
    point, muscle : str or None
        One of the two.
    """

    sides: Sides
    level: str | None
    depth_mm: tuple[float, float] | None
    angle: str
    response: str
    stimulation: str
    why: str
    sources: tuple[str, ...]
    point: str | None = None
    muscle: str | None = None
    omitted_when_none: ClassVar = ("point", "muscle")

    @property
    def site(self) -> str:
        """Return the point with its level, or the muscle."""
        return " ".join(filter(None, (self.point or self.muscle, self.level)))

    @property
    def needles(self) -> int:
        """Return how many needles the line takes: one a side."""
        return 2 if self.sides is Sides.BOTH else 1


@dataclass(frozen=True, slots=True)
class Excluded:
    """A site, or a side of it, that is left out.

    Parameters
    ----------
    point : str
        Code or muscle id, with its level.
    sides : Sides
        The sides left out.
    why, rule : str
        In words, and the id of the rule behind it.
    """

    point: str
    sides: Sides
    why: str
    rule: str


@dataclass(frozen=True)
class Prohibitions:
    """The restrictions of a screening, sorted by what they take away."""

    points: Mapping[str, Restriction]
    muscles: Mapping[str, Restriction]
    regions: Mapping[str, Restriction]
    techniques: Mapping[str, Restriction]
    lower_end: Restriction | None

    @classmethod
    def of(cls, restrictions: Iterable[Restriction]) -> "Prohibitions":
        """Sort restrictions by scope; of several on one code the first stands."""
        by_scope: dict[Scope, dict[str, Restriction]] = {scope: {} for scope in Scope}
        for each in restrictions:
            by_scope[each.scope].setdefault(each.code, each)
        return cls(
            by_scope[Scope.POINT],
            by_scope[Scope.MUSCLE],
            by_scope[Scope.REGION],
            by_scope[Scope.TECHNIQUE],
            by_scope[Scope.DEPTH].get("lower_end"),
        )


def admit(
    proposal: Proposal, sites: Sites, prohibitions: Prohibitions
) -> tuple[Line | None, tuple[Excluded, ...]]:
    """Keep a proposal, narrow it to one side, or leave it out.

    Parameters
    ----------
    proposal : Proposal
        One site.
    sites : Sites
        Where needles may go at all.
    prohibitions : Prohibitions
        What the screening takes away.

    Returns
    -------
    tuple of (Line or None, tuple of Excluded)
        None where nothing of it stays.
    """
    whole = _whole_site(proposal, sites, prohibitions)
    if whole is not None:
        return None, (Excluded(proposal.site, proposal.sides, *whole),)
    kept: list[Sides] = []
    excluded: list[Excluded] = []
    for side in _each_side(proposal.sides):
        hit = _touching(proposal, side, sites, prohibitions)
        if hit is None:
            kept.append(side)
        else:
            excluded.append(Excluded(proposal.site, side, hit.reason, hit.rule))
    if not kept:
        first = excluded[0]
        left_out = Excluded(proposal.site, proposal.sides, first.why, first.rule)
        return None, (left_out,)
    sides = Sides.BOTH if len(kept) == 2 else kept[0]
    return _line(proposal, sides, sites, prohibitions), tuple(excluded)


def _whole_site(
    proposal: Proposal, sites: Sites, prohibitions: Prohibitions
) -> tuple[str, str] | None:
    if proposal.muscle is not None:
        muscle = sites.muscles[proposal.muscle]
        if not muscle.may_be_planned:
            risk = muscle.risk.value.replace("_", " ")
            return f"risk {risk}: charted where done, never planned", "muscle_risk"
        hit = prohibitions.muscles.get(muscle.id)
        return (hit.reason, hit.rule) if hit else None
    point = sites.points[str(proposal.point)]
    if point.forbidden:
        return "never needled", "forbidden_point"
    level = sites.levels.get(proposal.level or "")
    if level is not None and site_cap(point, sites.points, level=level) is None:
        return "no source says how deep is too deep at this level", "cap_unknown"
    hit = next(_prohibited_codes(proposal, sites, prohibitions), None)
    return (hit.reason, hit.rule) if hit else None


def _prohibited_codes(
    proposal: Proposal, sites: Sites, prohibitions: Prohibitions
) -> Iterator[Restriction]:
    code = str(proposal.point)
    if code in prohibitions.points:
        yield prohibitions.points[code]
    level = sites.levels.get(proposal.level or "")
    if level is None:
        return
    # A tender point takes over the caution of the anatomy it lies on.
    for near in _bearing(level, sites):
        if near.code in prohibitions.points:
            yield prohibitions.points[near.code]


def _bearing(level: Level, sites: Sites) -> tuple[Point, ...]:
    """Return the points of a level; those of the next ones where it has none (T8)."""
    order = list(sites.levels.values())
    place = order.index(level)
    outward = ((level,), reversed(order[:place]), order[place + 1 :])
    own, above, below = (_first_bearing(levels, sites) for levels in outward)
    return own or above + below


def _first_bearing(levels: Iterable[Level], sites: Sites) -> tuple[Point, ...]:
    found = (bearing_on(each, sites.points, beside_midline=False) for each in levels)
    return next((points for points in found if points), ())


def _each_side(sides: Sides) -> tuple[Sides, ...]:
    return (Sides.LEFT, Sides.RIGHT) if sides is Sides.BOTH else (sides,)


def _touching(
    proposal: Proposal, side: Sides, sites: Sites, prohibitions: Prohibitions
) -> Restriction | None:
    for region in _regions(proposal, side, sites):
        hit = sites.body.touches(region, prohibitions.regions)
        if hit is not None:
            return prohibitions.regions[hit]
    return None


def _regions(proposal: Proposal, side: Sides, sites: Sites) -> tuple[str, ...]:
    if proposal.muscle is not None:
        return sites.muscles[proposal.muscle].regions.on(side)
    point = sites.points[str(proposal.point)]
    level = sites.levels.get(proposal.level or "")
    return site_regions(point, sides=side, level=level)


def _line(
    proposal: Proposal, sides: Sides, sites: Sites, prohibitions: Prohibitions
) -> Line:
    gently = "strong_manual" in prohibitions.techniques
    return Line(
        point=proposal.point,
        muscle=proposal.muscle,
        sides=sides,
        level=proposal.level,
        depth_mm=_depth(proposal, sides, sites, prohibitions),
        angle=_angle(proposal, sides, sites),
        response=proposal.response,
        stimulation=f"gentle {proposal.stimulation}"
        if gently
        else proposal.stimulation,
        why=proposal.why,
        sources=proposal.sources,
    )


def _angle(proposal: Proposal, sides: Sides, sites: Sites) -> str:
    if proposal.muscle is not None:
        return f"to the muscle: {sites.muscles[proposal.muscle].needle}"
    point = sites.points[str(proposal.point)]
    level = sites.levels.get(proposal.level or "")
    if level is None or site_depth(point, sites.points, level=level, sides=sides):
        return point.angle
    # No source gives a depth at this level, but how deep is too deep is known.
    cap = site_cap(point, sites.points, level=level, sides=sides)
    return f"{point.angle}; at most {cap:g} mm"


def _depth(
    proposal: Proposal, sides: Sides, sites: Sites, prohibitions: Prohibitions
) -> tuple[float, float] | None:
    if proposal.muscle is not None:
        return sites.muscles[proposal.muscle].depth_mm
    point = sites.points[str(proposal.point)]
    level = sites.levels.get(proposal.level or "")
    usual = site_depth(point, sites.points, level=level, sides=sides)
    if usual is None or prohibitions.lower_end is None:
        return usual
    return usual[0], usual[0]
