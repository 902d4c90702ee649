"""What the policy study compares, assumes and counts."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import TypeVar

from deqi.core.conditions import Stage
from deqi.core.dosing.values import (
    NOBODY,
    Counted,
    Course,
    Design,
    Dose,
    DropOut,
    Goal,
    Grid,
    Rate,
    Reference,
    Responders,
    Size,
    Stretch,
)
from deqi.core.fields import Fields, whole
from deqi.core.forecast.priors import Gain, Prior
from deqi.knowledge import (
    adverse_events,
    courses,
    forecasts,
    instruments,
    loader,
    trajectory,
)
from deqi.knowledge.answers import packaged
from deqi.knowledge.forecasts import figures
from deqi.knowledge.schema import Provenance, Record, UnreadableRecord

ROOM = "dosing"
_FILES = ("courses.toml", "assumptions.toml")

Kind = TypeVar("Kind", Dose, Size, Responders, DropOut)


@cache
def design() -> Design:
    """Return the whole study.

    Raises
    ------
    UnreadableRecord
        For a field of the wrong kind, or a record that is not there.
    StudyImpossible
        Where the parts do not fit together.
    """
    known = {each.id: each for each in map(_course, _records("courses.toml").values())}
    reference = _record("reference")
    grid = Grid(
        _all("dose", _dose),
        _all("gain", _size),
        _all("responders", _responders),
        _all("drop_out", _drop_out),
    )
    return Design(
        prior=_prior(),
        courses=(*known.values(), Course(NOBODY, "usual care")),
        grid=grid,
        reference=Reference(
            known[reference.text("course")], _number(reference, "week")
        ),
        goal=_goal(grid),
        counted=_counted(),
        full_weeks=_gain(_prior()).full_weeks,
    )


@cache
def ours() -> tuple[Record, ...]:
    """Return what our policies are run with: cadence, wishes, days of follow-up."""
    records = _records("assumptions.toml").values()
    return tuple(each for each in records if each.fields.get("kind") == "ours")


@cache
def provenance() -> Mapping[str, Provenance]:
    """Return where each record of the room comes from, by id."""
    return {
        key: record.provenance
        for file in _FILES
        for key, record in loader.records(ROOM, file).items()
    }


def _records(file: str) -> Mapping[str, Record]:
    return loader.records(ROOM, file)


def _record(name: str) -> Record:
    return _records("assumptions.toml")[name]


def _course(record: Record) -> Course:
    name, title = record.provenance.id, record.text("title")
    if "cadence" in record.fields:
        return Course(name, title, cadence(record.text("cadence")))
    told = [
        whole(dict(each), record.provenance.key) for each in record.tables("stretch")
    ]
    return Course(name, title, tuple(_stretch(record, each) for each in told))


def _stretch(record: Record, told: Fields) -> Stretch:
    match told.get("visits"):
        case [int(least), int(most)]:
            return Stretch((least, most), told.number("weeks") or 0.0)
    raise UnreadableRecord(f"{record.provenance.key}: visits are a pair of numbers")


def cadence(name: str) -> tuple[Stretch, ...]:
    """Return every visit of a cadence for lasting pain, whatever it waits for."""
    phases = courses.catalogue()[name].phases(Stage.CHRONIC)
    before = (phases[0], *phases)
    return tuple(
        Stretch(
            (phase.visits, phase.visits),
            phase.visits * phase.every_days / 7,
            # The first visit of a phase comes after the interval of that phase.
            phase.every_days - last.every_days,
        )
        for phase, last in zip(phases, before, strict=False)
    )


def _all(kind: str, read: Callable[[Record], Kind]) -> tuple[Kind, ...]:
    records = _records("assumptions.toml").values()
    return tuple(read(each) for each in records if each.fields.get("kind") == kind)


def _dose(record: Record) -> Dose:
    """Read a dose response; how much faster it fades is told by the ends of one row."""
    row = trajectory.catalogue()[_record("fade").text("row")]
    lost = {"value": row.value, "high": row.high}[record.text("fade")]
    if lost is None or not row.value:
        raise UnreadableRecord(f"{record.provenance.key}: {row.id} does not say it")
    fade = _gain(_prior()).fade_per_week * lost / row.value
    return Dose(
        record.text("name"), record.text("title"), _number(record, "by_visits"), fade
    )


def _size(record: Record) -> Size:
    name, title = record.text("name"), record.text("title")
    if "prior" in record.fields:
        return Size(name, title, _gain(_prior()).points)
    over_sham = packaged.read(record.text("answer"))["over_sham"]
    told = whole(over_sham, record.provenance.key)
    estimate = told.get("estimate")
    if told.text("measure") != "smd" or not isinstance(estimate, float):
        raise UnreadableRecord(f"{record.provenance.key}: no standard deviations")
    return Size(name, title, estimate * _spread())


def _spread() -> float:
    """Return the spread between people at the start, in points of the prior."""
    record = loader.records(forecasts.ROOM, "priors.toml")[_prior().id]
    return figures.read(record, _prior().instrument).published.start_sd


def _responders(record: Record) -> Responders:
    factors = Fields(record.fields, record.provenance.key).items("factors") or ()
    numbers = tuple(float(str(each)) for each in factors)
    return Responders(record.text("name"), record.text("title"), numbers)


def _drop_out(record: Record) -> DropOut:
    trial = _record("drop_out_trial")
    stayed = _number(trial, "stayed") / _number(trial, "people")
    per_visit = 1 - stayed ** (1 / _number(trial, "visits"))
    return DropOut(
        record.text("name"), record.text("title"), _number(record, "fold") * per_visit
    )


def _goal(grid: Grid) -> Goal:
    told, central = _record("goal"), _record("central")
    (chosen,) = (
        each
        for each in grid
        if all(central.text(key) == word for key, word in each.names().items())
    )
    return Goal(
        margin_points=_number(told, "margin_points"),
        fewer_percent=_number(told, "fewer_percent"),
        against=told.texts("against"),
        central=chosen,
    )


def _counted() -> Counted:
    horizon = _record("horizon")
    weeks = Fields(horizon.fields, horizon.provenance.key).items("responders_at") or ()
    return Counted(
        weeks=int(_number(horizon, "weeks")),
        responders_at=tuple(int(str(each)) for each in weeks),
        response_percent=instruments.battery().responder_percent,
        pain_above=_number(_record("pain_day"), "above"),
        harms=tuple(_rate(each) for each in _record("harms").texts("rows")),
    )


def _rate(name: str) -> Rate:
    row = adverse_events.catalogue()[name]
    if row.rate is None or row.per is None or row.unit != "treatments":
        raise UnreadableRecord(f"{ROOM}:harms: {name} has no rate per treatment")
    return Rate(row.id, row.event, row.rate / row.per, row.sources)


def _prior() -> Prior:
    name = _record("gain_usual_care").text("prior")
    (found,) = (each for each in forecasts.catalogue().values() if each.id == name)
    return found


def _gain(prior: Prior) -> Gain:
    if prior.gain is None:
        raise UnreadableRecord(f"{ROOM}: {prior.id} has no gain to study")
    return prior.gain


def _number(record: Record, name: str) -> float:
    found = Fields(record.fields, record.provenance.key).number(name)
    if found is None:
        raise UnreadableRecord(f"{record.provenance.key} lacks {name}")
    return found
