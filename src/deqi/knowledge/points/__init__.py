"""The 162 points, their measures and channels, and what lies under them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from deqi.core.points import (
    Channel,
    Hazard,
    Laterality,
    Level,
    Point,
    Pregnancy,
    regions_of,
)
from deqi.knowledge import loader
from deqi.knowledge.schema import (
    Certainty,
    Provenance,
    Record,
    SourceUse,
    UnreadableRecord,
    Use,
)

_ROOM = "points"


@dataclass(frozen=True, slots=True)
class Measure:
    """One proportional measure of the body, or one landmark.

    Parameters
    ----------
    region, start, end : str
        Part of the body, and the two ends in words.
    cun : float or None
        Length in the person's own cun; None for a landmark.
    note : str
        Where it fails; empty where nothing is known against it.
    """

    region: str
    start: str
    end: str
    cun: float | None
    note: str


@dataclass(frozen=True, slots=True)
class SiteHazard:
    """What can go wrong at a part of the body, and the points that lie there.

    Parameters
    ----------
    id, title, harm, rule : str
        Its key, its name, the harm, and what to do against it.
    points, muscles : tuple of str
        Codes and ids; codes of the WHO standard also where the catalogue has no row.
    hazards : tuple of Hazard
        Structures at risk.
    cap_mm : float or None
        Millimetres never passed; None where the record sets none.
    forbidden, needs_training : bool
        Never needled at all; only by specially trained hands.
    """

    id: str
    title: str
    harm: str
    rule: str
    points: tuple[str, ...]
    muscles: tuple[str, ...]
    hazards: tuple[Hazard, ...]
    cap_mm: float | None
    forbidden: bool
    needs_training: bool


@cache
def catalogue() -> Mapping[str, Point]:
    """Return the points by code, with the hazards of their sites."""
    return read_points(loader.rows(_ROOM, "points.csv"))


def read_points(rows: Iterable[Mapping[str, str]]) -> Mapping[str, Point]:
    """Read rows of points.csv.

    Raises
    ------
    UnreadableRecord
        For a code that stands twice.
    """
    found: dict[str, Point] = {}
    for row in rows:
        if row["code"] in found:
            raise UnreadableRecord(f"{_ROOM}:{row['code']} stands twice")
        found[row["code"]] = _point(row)
    return found


@cache
def channels() -> Mapping[str, Channel]:
    """Return the fourteen channels by code."""
    return {
        row["code"]: Channel(
            row["code"], row["name"], int(row["last"]), Laterality(row["laterality"])
        )
        for row in loader.rows(_ROOM, "channels.csv")
    }


@cache
def measures() -> tuple[Measure, ...]:
    """Return the proportional measures and landmarks, in the order of the table."""
    return tuple(
        Measure(row["region"], row["from"], row["to"], _number(row["cun"]), row["note"])
        for row in loader.rows(_ROOM, "cun.csv")
    )


@cache
def levels() -> Mapping[str, Level]:
    """Return the spinal levels by code, from the head down, with their own caps."""
    caps = {
        code: _mm(record, "cap_mm")
        for record in loader.records(_ROOM, "level_caps.toml").values()
        for code in _level_range(record.text("levels"))
    }
    return {
        row["code"]: Level(
            row["code"],
            regions_of(row["regions"].split(";"), Laterality.VARIABLE),
            caps.get(row["code"]),
        )
        for row in loader.rows(_ROOM, "levels.csv")
    }


@cache
def site_hazards() -> Mapping[str, SiteHazard]:
    """Return the hazards of the parts of the body, by id."""
    records = loader.records(_ROOM, "site_hazards.toml")
    return {key: read_site_hazard(record) for key, record in records.items()}


@cache
def forbidden() -> frozenset[str]:
    """Return the codes that are never needled, with or without a catalogue row."""
    return frozenset(
        code
        for site in site_hazards().values()
        if site.forbidden
        for code in site.points
    )


@cache
def hazards() -> Mapping[str, tuple[Hazard, ...]]:
    """Return what lies under every point that is known to be dangerous, by code.

    Codes of the WHO standard stand here also where the catalogue has no row, so that
    whoever takes points away by hazard can take those away too.
    """
    found = {code: point.hazards for code, point in catalogue().items()}
    for site in site_hazards().values():
        for code in site.points:
            both = (*found.get(code, ()), *site.hazards)
            found[code] = tuple(dict.fromkeys(both))
    return {code: beneath for code, beneath in found.items() if beneath}


@cache
def provenance() -> Mapping[str, Provenance]:
    """Return where every row and record of the room comes from, by id.

    Rows of points.csv stand under their code, all else under the id of its record.
    """
    found = {
        key: record.provenance
        for file in ("tables.toml", "level_caps.toml", "site_hazards.toml")
        for key, record in loader.records(_ROOM, file).items()
    }
    about = found["points"]
    for row in loader.rows(_ROOM, "points.csv"):
        found[row["code"]] = replace(
            about,
            id=row["code"],
            sources=tuple(_use(text) for text in row["sources"].split(";")),
            certainty=Certainty(row["certainty"]),
        )
    return found


def read_site_hazard(record: Record) -> SiteHazard:
    """Read one record of site_hazards.toml.

    Raises
    ------
    UnreadableRecord
        Where a field is missing or of the wrong kind.
    """
    points = (code for text in record.texts("points") for code in _code_range(text))
    return SiteHazard(
        id=record.provenance.id,
        title=record.text("title"),
        harm=record.text("harm"),
        rule=record.text("rule"),
        points=tuple(points),
        muscles=record.texts("muscles"),
        hazards=tuple(Hazard(name) for name in record.texts("hazards")),
        cap_mm=_mm(record, "cap_mm") if "cap_mm" in record.fields else None,
        forbidden=record.fields.get("forbidden") is True,
        needs_training=record.fields.get("needs_training") is True,
    )


def _point(row: Mapping[str, str]) -> Point:
    code = row["code"]
    laterality = Laterality(row["laterality"])
    origin = provenance()[code]
    sites = [site for site in site_hazards().values() if code in site.points]
    hazards = [Hazard(name) for name in _split(row["hazards"])]
    hazards += [hazard for site in sites for hazard in site.hazards]
    return Point(
        code=code,
        pinyin=row["pinyin"],
        chinese=row["chinese_trad"],
        channel=row["channel"],
        laterality=laterality,
        level=row["level"] or None,
        levels=_level_range(row["levels"]) if row["levels"] else (),
        regions=regions_of(_split(row["regions"]), laterality),
        location=row["location"],
        depth_mm=_depth(row),
        cap_mm=_cap(row, sites),
        angle=row["angle"],
        hazards=tuple(dict.fromkeys(hazards)),
        caution=row["caution"],
        pregnancy=Pregnancy(row["pregnancy"]),
        pregnancy_text=row["pregnancy_text"],
        forbidden=any(site.forbidden for site in sites),
        needs_training=any(site.needs_training for site in sites),
        used_in=tuple(_split(row["used_in"], "; ")),
        sources=origin.source_ids,
        reviewed=origin.is_reviewed,
    )


def _depth(row: Mapping[str, str]) -> tuple[float, float] | None:
    least = _number(row["depth_mm_min_derived"])
    most = _number(row["depth_mm_max_derived"])
    return None if least is None or most is None else (least, most)


def _cap(row: Mapping[str, str], sites: list[SiteHazard]) -> float | None:
    own = _number(row["hard_limit_mm"] or row["depth_mm_max_derived"])
    caps = [own, *(site.cap_mm for site in sites)]
    return min((cap for cap in caps if cap is not None), default=None)


def _code_range(text: str) -> Iterator[str]:
    """Spread ``BL11-BL21``; the hyphen of an extra point (``EX-B1``) is no range."""
    first, _, last = text.partition("-")
    channel = first[:2]
    if channel not in channels() or not last:
        yield text
        return
    for number in range(int(first[2:]), int(last.removeprefix(channel)) + 1):
        yield f"{channel}{number}"


def _level_range(text: str) -> tuple[str, ...]:
    order = [row["code"] for row in loader.rows(_ROOM, "levels.csv")]
    first, _, last = text.partition("-")
    return tuple(order[order.index(first) : order.index(last) + 1])


def _mm(record: Record, name: str) -> float:
    value = record[name]
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise UnreadableRecord(f"{record.provenance.key}: {name} is no number")
    return float(value)


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _split(cell: str, by: str = ";") -> list[str]:
    return cell.split(by) if cell else []


def _use(text: str) -> SourceUse:
    name, how, *clause = text.split(" ", 2)
    return SourceUse(name, Use(how), " ".join(clause))
