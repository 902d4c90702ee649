"""Tries what is learnt on real patients: the trial of headache by Vickers and others.

Its patient-level data are public and are not kept here: give a CSV with the columns
group (1 is acupuncture), pk1, pk2 and pk5, the weekly headache score at the start, after
3 months and after a year. One person in ten is forecast from what the others teach.
"""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from validation.forecast import cohorts, peers
from validation.forecast.cohorts import Cohort

from deqi.core.forecast import panels, populations
from deqi.core.forecast.panels import Outlooks, Panel
from deqi.core.forecast.priors import Gain, Prior
from deqi.core.forecast.values import LEVELS
from deqi.knowledge import forecasts

Floats = npt.NDArray[np.float64]
WEEKS, TREATED, FOLDS, ENDLESS = (0.0, 13.0, 52.0), 13.0, 10, 1e9
STEPS = ((0.0, 13.0), (13.0, 52.0))
"""From the first score to the second, and from both to the third."""


def try_on(path: Path) -> list[dict[str, object]]:
    """Return coverage and log scores, one row for each step."""
    scores, treated = read(path)
    return [step(scores, treated, now, then) for now, then in STEPS]


def read(path: Path) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return the three scores and the arm of all who have the three."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = ("pk1", "pk2", "pk5")
    scores = np.array([[float(row[name] or "nan") for name in names] for row in rows])
    treated = np.array([row["group"] == "1" for row in rows])
    whole = np.isfinite(scores).all(axis=1)
    return scores[whole], treated[whole]


def step(
    scores: Floats, treated: npt.NDArray[np.bool_], now: float, then: float
) -> dict[str, object]:
    fold = np.arange(len(scores)) % FOLDS
    prior = shape()
    inside: dict[float, list[Floats]] = {level: [] for level in LEVELS}
    logs: dict[str, list[float]] = {"learnt": [], "lme4": [], "last": []}
    for each in range(FOLDS):
        others = panel(scores[fold != each], treated[fold != each], WEEKS[-1])
        cohort = held_out(scores[fold == each], treated[fold == each], now, then)
        found = outlooks(cohort, populations.learn(others, prior).onto(prior), then)
        peer = peers.lme4(others, prior)
        logs["learnt"].append(peers.scored(cohort, found, prior))
        logs["last"].append(last(others, cohort, now, then))
        if peer is not None:
            theirs = outlooks(cohort, peer.onto(prior), then)
            logs["lme4"].append(peers.scored(cohort, theirs, prior))
        for level, (low, high) in found.bands.items():
            inside[level].append((low <= cohort.later) & (cohort.later <= high))
    return {
        "now": now,
        "then": then,
        "people": len(scores),
        "held": {
            str(level): round(100 * float(np.vstack(rows).mean()), 1)
            for level, rows in inside.items()
        },
        **{
            name: round(float(np.mean(found)), 3) if found else None
            for name, found in logs.items()
        },
    }


def shape() -> Prior:
    """Return the shape of course and gain; no size of it is used.

    How fast people get there is that of pain; the score has a floor and no ceiling.
    """
    pain = forecasts.by_id()["nrs_chronic"]
    gain = pain.gain or Gain(0.0, 0.0, TREATED, 0.0)
    return replace(
        pain,
        instrument=replace(pain.instrument, low=0.0, high=ENDLESS),
        weeks=WEEKS,
        course=(0.0,) * len(WEEKS),
        course_sd=(0.0,) * len(WEEKS),
        pace=tuple(float(x) for x in np.interp(WEEKS, pain.weeks, pain.pace)),
        gain=replace(gain, full_weeks=TREATED),
    )


def panel(scores: Floats, treated: npt.NDArray[np.bool_], now: float) -> Panel:
    """Return what is seen of people up to a week."""
    count, seen = len(scores), np.array(WEEKS) <= now
    return Panel(
        np.tile(np.array(WEEKS)[seen], (count, 1)),
        scores[:, seen],
        np.full(count, now),
        np.where(treated, min(now, TREATED), 0.0),
    )


def held_out(
    scores: Floats, treated: npt.NDArray[np.bool_], now: float, then: float
) -> Cohort:
    later = scores[:, [WEEKS.index(then)]]
    return Cohort(panel(scores, treated, now), later, treated & (then <= TREATED))


def outlooks(cohort: Cohort, prior: Prior, then: float) -> Outlooks:
    """Return each person's forecast; treatment goes on to its third month."""
    ahead = then - float(cohort.panel.now[0])
    found = panels.forecast(cohort.panel, prior, horizons=(ahead,))
    return cohorts.merged(found, cohort.treated)


def last(others: Panel, cohort: Cohort, now: float, then: float) -> float:
    """Return the log score of the last value, spread as it missed in the others."""
    before, after = WEEKS.index(now), WEEKS.index(then)
    sd = float(np.std(others.scores[:, after] - others.scores[:, before]))
    middle = cohort.panel.scores[:, before]
    later = cohort.later[:, 0]
    return peers.logged(
        later, (later - middle) / sd, np.full_like(later, 1 / sd), shape()
    )
