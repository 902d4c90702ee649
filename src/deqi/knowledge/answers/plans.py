"""Resolves what the records of answers choose: rows, spreads, lines, published results."""

from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from deqi.core.scales import Direction
from deqi.evidence.answers import PublishedShown, ScaleShown
from deqi.evidence.dossier import Contrast, CoursePoint, Estimate
from deqi.evidence.effects import Measure
from deqi.evidence.plans import (
    ChancePlan,
    CoursePlan,
    GainPlan,
    Line,
    Other,
    Units,
)
from deqi.evidence.recipes import Basis, Recipe, SpreadFrom
from deqi.evidence.scales import Scale, Spread
from deqi.knowledge import (
    answers,
    important_changes,
    loader,
    pools,
    trajectory,
    trials,
)
from deqi.knowledge.answers.fields import Reader
from deqi.knowledge.schema import UnreadableRecord

Kept = TypeVar("Kept")


@cache
def recipes() -> Mapping[str, Recipe]:
    """Return how each effect is made, by id.

    Raises
    ------
    UnreadableRecord
        For a field of the wrong kind, or a row that no table holds.
    RowUnusable
        For a row that no pool may hold.
    """
    return {reader.id: _recipe(reader) for reader in _readers("effects.toml")}


@cache
def gains() -> Mapping[str, GainPlan]:
    """Return what each gain is made of, by id.

    Raises
    ------
    UnreadableRecord
        For a field of the wrong kind, or a record that is not there.
    """
    return {reader.id: _gain(reader) for reader in _readers("gains.toml")}


@cache
def courses() -> Mapping[str, CoursePlan]:
    """Return what each course is made of, by id.

    Raises
    ------
    UnreadableRecord
        For a field of the wrong kind, or a record that is not there.
    """
    return {reader.id: _course(reader) for reader in _readers("courses.toml")}


def published(name: str) -> PublishedShown:
    """Return one published pool as it is shown.

    Raises
    ------
    UnreadableRecord
        Where there is none of that id.
    """
    pool = _one(pools.catalogue(), name)
    return PublishedShown(
        id=pool.id,
        review=pool.review,
        year=pool.year,
        comparator=pool.comparator,
        outcome=pool.outcome,
        measure=pool.measure,
        estimate=None if pool.estimate is None else pool.estimate.value,
        ci=_ends(pool.estimate),
        shares=pool.shares and (100 * pool.shares[0], 100 * pool.shares[1]),
        of=100,
        k=pool.trials,
        n=pool.people,
        grade=pool.grade,
        note=pool.note,
        sources=pool.sources,
    )


def _readers(file: str) -> list[Reader]:
    return [Reader(record) for record in loader.records(answers.ROOM, file).values()]


def _recipe(reader: Reader) -> Recipe:
    whole = reader.pair("equal_arms")
    direction = _direction(reader)
    return Recipe(
        id=reader.id,
        label=reader.text("label"),
        contrasts=tuple(row(name) for name in reader.texts("rows")),
        basis=Basis(reader.text("basis")),
        measure=Measure(reader.text("measure")),
        direction=direction,
        into=Measure(reader.text("into")),
        spread=_spread_of_record(reader),
        spread_from=SpreadFrom(reader.text("spread_from", "")),
        points=_spread_of_control(reader, "points_row"),
        scale=_range(reader, direction),
        equal_arms=None if whole is None else (int(whole[0]), int(whole[1])),
        despite=reader.text("despite", ""),
    )


def recipe(name: str) -> Recipe:
    """Return how one effect is made.

    Raises
    ------
    UnreadableRecord
        Where there is none of that id.
    """
    return _one(recipes(), name)


def row(name: str) -> Contrast:
    """Return one row of the trials.

    Raises
    ------
    UnreadableRecord
        Where there is none of that id.
    """
    return _one(trials.catalogue(), name)


def point(key: str) -> CoursePoint:
    """Return one figure of the course, by a key such as ``trajectory:usual_...``.

    Raises
    ------
    UnreadableRecord
        Where there is none of that id.
    """
    return _one(trajectory.catalogue(), key.removeprefix("trajectory:"))


def _gain(reader: Reader) -> GainPlan:
    chance = [_chance(table) for table in reader.tables("per_100")]
    return GainPlan(
        id=reader.id,
        outcome=reader.text("outcome"),
        scale=_shown_scale(reader),
        direction=_direction(reader),
        recipes=_chosen(reader),
        others=tuple(
            Other(table.text("what"), _chosen(table))
            for table in reader.tables("variants")
        ),
        units=_units(reader),
        line=_line(reader),
        chance=next(iter(chance), None),
        chance_why=reader.text("per_100_why", ""),
        chances=tuple(_chance(table) for table in reader.tables("per_100_others")),
        steps=reader.steps(),
        published=tuple(published(name) for name in reader.texts("published")),
        warnings=reader.texts("warnings"),
        sources=reader.sources,
    )


def _course(reader: Reader) -> CoursePlan:
    contrast = row(reader.text("row")) if reader.has("row") else None
    chance = [_chance(table) for table in reader.tables("per_100")]
    return CoursePlan(
        id=reader.id,
        outcome=reader.text("outcome"),
        opening=reader.text("opening"),
        basis=reader.text("basis"),
        scale_name=reader.text("scale_name"),
        labels=reader.words("labels"),
        points=() if contrast else _points(reader),
        contrast=contrast,
        r=point(reader.text("r")).value if reader.has("r") else None,
        weeks=reader.number("weeks"),
        later_weeks=reader.number("later_weeks"),
        chance=next(iter(chance), None),
        steps=reader.steps(),
        sources=reader.sources,
    )


def _points(reader: Reader) -> tuple[CoursePoint, ...]:
    """Return the figures of the studies named: of a population, or of an arm."""
    studies = reader.texts("studies")
    found = [
        each
        for each in trajectory.catalogue().values()
        if each.study in studies
        and each.topic == "usual_course"
        and each.population.startswith(reader.text("population", ""))
        and (not reader.has("arm") or each.arm == reader.text("arm"))
    ]
    missing = set(studies) - {each.study for each in found}
    if missing:
        raise UnreadableRecord(f"{reader.id}: nothing of {', '.join(sorted(missing))}")
    return tuple(found)


def _chance(reader: Reader) -> ChancePlan:
    contrast = row(reader.text("row"))
    named = [reader.text(key) for key in _POINTS if reader.has(key)]
    told = [point(key) for key in named]
    sources = [source for each in (contrast, *told) for source in each.sources]
    return ChancePlan(
        basis=reader.text("basis"),
        contrast=contrast,
        outcome=reader.text("outcome"),
        share=answers.setting("clear_improvement") / 100,
        slope=point(reader.text("slope")).value if reader.has("slope") else None,
        shares=_shares(reader),
        sources=tuple(dict.fromkeys(sources)),
    )


_POINTS = ("slope", "treated", "control")


def _shares(reader: Reader) -> tuple[float, float] | None:
    if not reader.has("treated"):
        return None
    return (
        _value(point(reader.text("treated"))),
        _value(point(reader.text("control"))),
    )


def _chosen(reader: Reader) -> tuple[Recipe, ...]:
    return tuple(recipe(name) for name in reader.texts("effects"))


def _line(reader: Reader) -> Line | None:
    if not reader.has("relevance"):
        return None
    settings = loader.records(answers.ROOM, "settings.toml")
    drawn = Reader(_one(settings, reader.text("relevance")))
    record = _one(important_changes.catalogue(), drawn.text("record"))
    scale = _shown_scale(reader)
    width = _width(record.scale) / _width((scale.low, scale.high))
    # Rounded, because 15 of 100 in 24 points is 3.6 to a person, not to a float.
    return Line(round(record.value / width, 9), drawn.text("why"), drawn.sources)


def _width(scale: tuple[float | None, float | None] | None) -> float:
    low, high = scale or (None, None)
    if low is None or high is None:
        raise UnreadableRecord("a line needs a scale with two ends")
    return high - low


def _units(reader: Reader) -> Units | None:
    spread = _spread_of_control(reader, "also_row")
    if spread is None:
        return None
    if not reader.has("also_scale"):
        unit = ScaleShown("standard deviations", None, None, _direction(reader))
        return Units(spread, unit)
    low, high = reader.pair("also_scale") or (0, 0)
    name = reader.text("also_name")
    return Units(spread, ScaleShown(name, low, high, _direction(reader)))


def _spread_of_record(reader: Reader) -> Spread | None:
    if not reader.has("spread_record"):
        return None
    key = reader.text("spread_record")
    return Spread(_value(point(key)), key.removeprefix("trajectory:"))


def _spread_of_control(reader: Reader, name: str) -> Spread | None:
    """Return the spread of a row's control arm; None where the record names no row."""
    if not reader.has(name):
        return None
    found = row(reader.text(name))
    if found.control_arm.sd is None:
        raise UnreadableRecord(f"{found.id} prints no spread of its control arm")
    return Spread(found.control_arm.sd, found.id)


def _shown_scale(reader: Reader) -> ScaleShown:
    low, high = reader.pair("scale") or (None, None)
    return ScaleShown(reader.text("scale_name"), low, high, _direction(reader))


def _range(reader: Reader, direction: Direction) -> Scale | None:
    ends = reader.pair("scale")
    return None if ends is None else Scale(ends[0], ends[1], direction)


def _direction(reader: Reader) -> Direction:
    return trials.DIRECTIONS[reader.text("direction")]


def _ends(estimate: Estimate | None) -> tuple[float, float] | None:
    if estimate is None or estimate.low is None or estimate.high is None:
        return None
    return estimate.low, estimate.high


def _value(found: CoursePoint) -> float:
    if found.value is None:
        raise UnreadableRecord(f"{found.id} has no figure")
    return found.value


def _one(records: Mapping[str, Kept], name: str) -> Kept:
    try:
        return records[name]
    except KeyError as missing:
        raise UnreadableRecord(f"no record {name!r}") from missing
