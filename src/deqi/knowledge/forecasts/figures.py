"""Finds the figures that the records of forecasts name, in points of one instrument."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from deqi.core.forecast import normal, priors
from deqi.core.forecast.priors import Curve, Gain, Published
from deqi.core.scales import Instrument
from deqi.evidence.dossier import Baseline, Contrast, CoursePoint, Estimate, Topic
from deqi.evidence.effects import LEVEL
from deqi.knowledge import baselines, loader, pools, trajectory, trials
from deqi.knowledge.schema import Fields, Record, UnreadableRecord

Kept = TypeVar("Kept")
Ends = tuple[float | None, float | None] | None

_QUARTER = 13
"""Weeks of the three months by which the studies of persistence count."""


@dataclass(frozen=True, slots=True)
class Told:
    """The figures of a prior and whose they are.

    Parameters
    ----------
    published : Published
        In points of the instrument.
    sources : tuple of str
        Source ids of the rows.
    """

    published: Published
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Finder:
    """Looks rows up for one record, moves them to its scale and keeps their sources."""

    record: Record
    instrument: Instrument
    sources: dict[str, None] = field(default_factory=dict)

    def cite(self, sources: Iterable[str]) -> None:
        self.sources.update(dict.fromkeys(sources))

    def moved(self, value: float | None, scale: Ends, name: str) -> float:
        """Return a figure in points of the instrument, moved by the range."""
        low, high = scale or (None, None)
        own_low, own_high = self.instrument.range
        # Scores and differences move alike only where both scales begin alike.
        if value is None or high is None or low != own_low:
            raise self.wrong(f"{name} has no figure on a scale that begins like ours")
        return value * (own_high - own_low) / (high - own_low)

    def wrong(self, why: str) -> UnreadableRecord:
        return UnreadableRecord(f"{self.record.provenance.key}: {why}")

    def row(self, name: str) -> CoursePoint | Baseline:
        """Return a row of the course or of the baselines, by ``room:id``."""
        room, _, key = name.partition(":")
        found: CoursePoint | Baseline
        if room == "baselines":
            found = self.one(baselines.catalogue(), key)
        else:
            found = self.one(trajectory.catalogue(), key)
        self.cite(found.sources)
        return found

    def contrast(self, name: str) -> Contrast:
        found = self.one(trials.catalogue(), name)
        self.cite(found.sources)
        return found

    def one(self, records: Mapping[str, Kept], name: str) -> Kept:
        if name not in records:
            raise self.wrong(f"there is no row {name!r}")
        return records[name]

    def start(self, name: str) -> float:
        found = self.row(name)
        value = found.mean if isinstance(found, Baseline) else found.value
        return self.moved(value, found.scale, name)

    def spread(self, name: str) -> float:
        """Return the spread between people that a row or a record of spreads gives."""
        if ":" not in name:
            return spread(name)
        found = self.row(name)
        if isinstance(found, Baseline) or found.topic is not Topic.SPREAD:
            return self.moved(found.sd, found.scale, name)
        return self.moved(found.value, found.scale, name)


def read(record: Record, instrument: Instrument) -> Told:
    """Read the figures of one prior.

    Raises
    ------
    UnreadableRecord
        For a row that is not there, has no figure, or stands on no scale.
    """
    finder = _Finder(record, instrument)
    start_sd = finder.spread(record.text("start_sd"))
    end_sd = finder.spread(record.text("end_sd"))
    published = Published(
        starts=tuple(finder.start(name) for name in record.texts("starts")),
        start_sd=start_sd,
        end_sd=end_sd,
        noise_share=_noise(finder, record.text("noise")),
        slopes=tuple(
            _slope(finder, name, start_sd, end_sd) for name in record.texts("slopes")
        ),
        curves=_curves(finder, record),
        doubted=_doubted(finder, record),
        gain=_gain(finder, start_sd),
    )
    return Told(published, tuple(finder.sources))


def spread(name: str) -> float:
    """Return a spread in points, the middle of the range that its record gives.

    Raises
    ------
    UnreadableRecord
        Where there is no such record, or it lacks a figure.
    """
    record = _spreads(name)
    middle = (_number(record, "low") + _number(record, "high")) / 2
    return middle / _number(record, "share")


def _noise(finder: _Finder, name: str) -> float:
    record = _spreads(name)
    finder.cite(record.provenance.source_ids)
    error, whole = spread(record.text("error")), spread(record.text("spread"))
    return (error / whole) ** 2


def _slope(
    finder: _Finder, name: str, start_sd: float, end_sd: float
) -> tuple[float, float]:
    """Return week and slope; a correlation is turned by the spreads of the prior."""
    found = finder.row(name)
    if isinstance(found, Baseline) or found.value is None or found.weeks is None:
        raise finder.wrong(f"{name} is no slope")
    is_correlation = found.statistic.startswith("Pearson")
    return found.weeks, found.value * (end_sd / start_sd if is_correlation else 1)


def _curves(finder: _Finder, record: Record) -> tuple[Curve, ...]:
    return tuple(_curve(finder, told) for told in record.tables("curves"))


def _doubted(finder: _Finder, record: Record) -> tuple[Curve, ...]:
    if "doubt" not in record.fields:
        return ()
    other = finder.one(loader.records("forecasts", "priors.toml"), record.text("doubt"))
    return _curves(finder, other)


def _curve(finder: _Finder, told: Fields) -> Curve:
    """Return mean changes by week: of a trial's control arm, or of a study's course."""
    if "row" in told:
        points = list(_control_changes(finder, str(told["row"])))
    else:
        points = list(_course_changes(finder, told))
    if not points:
        raise finder.wrong(f"{told} has no course")
    return ((0.0, 0.0), *sorted(points))


def _control_changes(finder: _Finder, begins: str) -> Iterable[tuple[float, float]]:
    for name in trials.catalogue():
        if name.startswith(begins):
            found = finder.contrast(name)
            change = finder.moved(found.control_arm.mean, found.scale, name)
            yield found.weeks or 0.0, change


def _course_changes(finder: _Finder, told: Fields) -> Iterable[tuple[float, float]]:
    rows = [each for each in trajectory.catalogue().values() if _is_told(each, told)]
    begun = [each for each in rows if each.weeks == 0]
    start = finder.moved(begun[0].value, begun[0].scale, begun[0].id) if begun else 0
    for each in rows:
        if each.weeks:
            finder.cite(each.sources)
            value = finder.moved(each.value, each.scale, each.id)
            yield each.weeks, value - start


def _is_told(point: CoursePoint, told: Fields) -> bool:
    return (
        point.topic is Topic.USUAL_COURSE
        and point.study == told["study"]
        and point.population.startswith(str(told.get("population", "")))
        and point.arm.startswith(str(told.get("arm", "")))
    )


def _gain(finder: _Finder, start_sd: float) -> Gain | None:
    record = finder.record
    if "gain_full" not in record.fields:
        return None
    if "gain_pool" in record.fields:
        points, sd = _pooled(finder, record.text("gain_pool"))
    else:
        points, sd = _of_trials(finder, start_sd)
    full = finder.contrast(record.text("gain_full")).weeks
    lost = finder.row(record.text("fade"))
    if full is None or isinstance(lost, Baseline) or lost.value is None:
        raise finder.wrong("a gain needs weeks, and how it fades")
    fade = lost.value * start_sd / abs(points) / _QUARTER
    return Gain(points, sd, full, fade)


def _pooled(finder: _Finder, name: str) -> tuple[float, float]:
    found = finder.one(pools.catalogue(), name)
    finder.cite(found.sources)
    error = None if found.estimate is None else _standard_error(found.estimate)
    if found.estimate is None or error is None:
        raise finder.wrong(f"{name} has no estimate with an interval")
    # A published pool has its scale in words only.
    scale = _number(finder.record, "gain_low"), _number(finder.record, "gain_high")
    return (
        finder.moved(found.estimate.value, scale, name),
        finder.moved(error, scale, name),
    )


def _of_trials(finder: _Finder, start_sd: float) -> tuple[float, float]:
    """Return the mean of the groups of rows, and its doubt for people yet to come.

    Rows of a group share their control arm, so their error is not made smaller by
    being several; how far groups lie apart is added.
    """
    groups = finder.record.fields["gain_rows"]
    if not isinstance(groups, list):
        raise finder.wrong("gain_rows are groups of rows")
    means, errors = [], []
    for group in groups:
        rows = [_difference(finder, name, start_sd) for name in group]
        means.append(priors.mean([points for points, _ in rows]))
        errors.append(priors.mean([error for _, error in rows]))
    doubt = math.hypot(priors.mean(errors), priors.deviation(means))
    return priors.mean(means), doubt


def _difference(finder: _Finder, name: str, start_sd: float) -> tuple[float, float]:
    found = finder.contrast(name)
    treated, control = found.treatment_arm.mean, found.control_arm.mean
    if found.difference is not None:
        points: float | None = found.difference.value
        error = _standard_error(found.difference)
    else:
        points = None if treated is None or control is None else treated - control
        error = None
    if error is not None:
        error = finder.moved(error, found.scale, name)
    else:
        error = start_sd * math.sqrt(2 * _arms(finder) / _people(finder, found))
    return finder.moved(points, found.scale, name), error


def _standard_error(estimate: Estimate) -> float | None:
    if estimate.low is None or estimate.high is None:
        return None
    return (estimate.high - estimate.low) / 2 / normal.quantile((1 + LEVEL) / 2)


def _arms(finder: _Finder) -> float:
    return _number(finder.record, "gain_arms")


def _people(finder: _Finder, found: Contrast) -> int:
    if found.total is None:
        raise finder.wrong(f"{found.id} has neither an interval nor a count")
    return found.total


def _spreads(name: str) -> Record:
    records = loader.records("forecasts", "spreads.toml")
    if name not in records:
        raise UnreadableRecord(f"forecasts: there is no spread {name!r}")
    return records[name]


def _number(record: Record, name: str) -> float:
    value = record[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnreadableRecord(f"{record.provenance.key}: {name} is no number")
    return float(value)
