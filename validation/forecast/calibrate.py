"""Measures the forecast on virtual people; writes results.json and the page of tables.

Run from the root: ``.venv/bin/python -m validation.forecast.calibrate``.
"""

import json
import math
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from validation.forecast import cohorts, page, plots
from validation.forecast.cohorts import Cohort

from deqi.core.forecast import models, normal, panels, populations
from deqi.core.forecast.panels import Outlooks, Panel
from deqi.core.forecast.priors import Prior
from deqi.core.forecast.values import LEVELS
from deqi.knowledge import forecasts

Floats = npt.NDArray[np.float64]
SEED, PEOPLE, TRAINED = 20261121, 20_000, 4_000
HERE = Path(__file__).parent
TABLES = HERE.parents[1] / "docs" / "explanation" / "forecast-calibration.md"


def main() -> None:
    """Measure everything once."""
    priors = {each.id: each for each in forecasts.catalogue().values()}
    found = {
        "people": PEOPLE,
        "trained": TRAINED,
        "coverage": [
            {"prior": name, "truth": title, **coverage(prior, title, place)}
            for place, (name, prior) in enumerate(priors.items())
            for title in cohorts.TRUTHS
        ],
        "scores": [
            contest(priors[name], title)
            for name in ("nrs_chronic", "rmdq_chronic")
            for title in cohorts.TRUTHS
        ],
        "responses": responses(priors),
    }
    text = json.dumps(found, indent=1) + "\n"
    (HERE / "results.json").write_text(text, encoding="utf-8")
    TABLES.write_text(page.write(found), encoding="utf-8")
    TABLES.with_suffix(".svg").write_text(
        plots.write(found["coverage"]), encoding="utf-8"
    )


def coverage(prior: Prior, title: str, place: int) -> dict[str, object]:
    """Return which shares of people the bands hold, in per cent, by horizon."""
    cohort = cohorts.draw(prior, cohorts.TRUTHS[title], PEOPLE, seed=SEED + place)
    found = cohorts.outlooks(cohort, prior)
    ranks = rank(cohort, found, prior)
    inside = {
        str(level): (100 * (np.abs(ranks - 0.5) <= level / 2).mean(axis=0)).round(1)
        for level in LEVELS
    }
    plain = {
        str(level): (
            100 * ((low <= cohort.later) & (cohort.later <= high)).mean(axis=0)
        ).round(1)
        for level, (low, high) in found.bands.items()
    }
    bias = (cohort.later - found.mean).mean(axis=0).round(2)
    return {
        "held": {level: list(each) for level, each in inside.items()},
        "plain": {level: list(each) for level, each in plain.items()},
        "bias": list(bias),
    }


def rank(cohort: Cohort, found: Outlooks, prior: Prior) -> Floats:
    """Return each later score's place in its forecast, 0 to 1.

    A score at an end of the scale stands anywhere in what the forecast puts there:
    without that no band could hold half of the people where most are at the floor.
    """
    low, high = prior.range
    chance = np.random.default_rng(SEED)
    place = below((cohort.later - found.latent_mean) / found.latent_sd)
    lot = chance.random(place.shape)
    place = np.where(cohort.later == low, lot * place, place)
    return np.where(cohort.later == high, place + lot * (1 - place), place)


def contest(prior: Prior, title: str) -> dict[str, object]:
    """Return mean log scores by week 12 of ours, the last value and lme4.

    All learn from the same people, and are tried on others.
    """
    truth = cohorts.TRUTHS[title]
    taught = cohorts.draw(
        prior, truth, TRAINED, seed=SEED + 1000, horizons=cohorts.FOLLOWED
    )
    tried = cohorts.draw(prior, truth, PEOPLE, seed=SEED + 2000)
    whole = followed(taught)
    learnt = populations.learn(whole, prior)
    wide = replace(prior, instrument=replace(prior.instrument, low=-1e9, high=1e9))
    told: dict[str, float | None] = {
        "records": scored(tried, cohorts.outlooks(tried, prior), prior),
        "learnt": scored(tried, cohorts.outlooks(tried, learnt.onto(prior)), prior),
        "last": last_value(taught, tried, prior),
        "lme4": None,
    }
    peer = lme4(whole, prior)
    if peer is not None:
        theirs = cohorts.outlooks(tried, peer.onto(wide))
        told["lme4"] = scored(tried, theirs, prior)
    return {"prior": prior.id, "truth": title, **told}


def followed(cohort: Cohort) -> Panel:
    """Return a cohort with its later scores, as one who looks back has it."""
    people = len(cohort.later)
    weeks = [cohorts.NOW + each for each in cohorts.FOLLOWED]
    return Panel(
        np.hstack([cohort.panel.weeks, np.tile(weeks, (people, 1))]),
        np.hstack([cohort.panel.scores, cohort.later]),
        np.full(people, max(weeks)),
        np.where(cohort.treated, max(weeks), 0.0),
    )


def last_value(taught: Cohort, tried: Cohort, prior: Prior) -> float:
    """Return the score of the last value, spread as it missed in those taught."""
    last, mean = carried(taught.panel), float(np.nanmean(taught.panel.scores))
    sd = float(np.nanstd(taught.later[:, 0] - np.where(np.isnan(last), mean, last)))
    own = carried(tried.panel)
    middle = np.where(np.isnan(own), mean, own)
    return logged(tried.later[:, 0], middle, np.full_like(middle, sd), prior)


def carried(panel: Panel) -> Floats:
    """Return each person's last score; NaN without any."""
    place = np.where(np.isfinite(panel.scores), panel.weeks, -np.inf).argmax(axis=1)
    return np.take_along_axis(panel.scores, place[:, None], axis=1)[:, 0]


def scored(cohort: Cohort, found: Outlooks, prior: Prior) -> float:
    first = found.latent_mean[:, 0], found.latent_sd[:, 0]
    return logged(cohort.later[:, 0], *first, prior)


def logged(later: Floats, middle: Floats, sd: Floats, prior: Prior) -> float:
    """Return the mean log score of a normal that the ends of the scale cut."""
    low, high = prior.range
    z = (later - middle) / sd
    inner = -z * z / 2 - np.log(sd * math.sqrt(2 * math.pi))
    floor, ceiling = np.log(below(z)), np.log(below(-z))
    each = np.where(later == low, floor, np.where(later == high, ceiling, inner))
    return round(float(each.mean()), 4)


def lme4(panel: Panel, prior: Prior) -> populations.Population | None:
    """Return what lme4 learns of a panel; None where R or lme4 is not at hand."""
    if shutil.which("Rscript") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scores.csv"
        write(panel, prior, path)
        ran = subprocess.run(
            ("Rscript", HERE / "fit.R", path), capture_output=True, text=True
        )
    if ran.returncode:
        return None
    return read(json.loads(ran.stdout), prior)


def read(told: dict[str, list[float]], prior: Prior) -> populations.Population:
    beta, weeks = np.array(told["beta"]), len(prior.weeks)
    gain = float(beta[weeks]) if prior.gain else None
    spread = np.array(told["spread"]).reshape(2, 2)
    return populations.Population(beta[:weeks], gain, spread, told["noise"][0])


def write(panel: Panel, prior: Prior, path: Path) -> None:
    """Write one row a score: person, score, pace, and the columns of the mean."""
    known = np.isfinite(panel.scores)
    person = np.repeat(np.arange(len(known)), known.sum(axis=1))
    weeks = panel.weeks[known]
    columns = [person, panel.scores[known], np.interp(weeks, prior.weeks, prior.pace)]
    columns += [np.interp(weeks, prior.weeks, row) for row in np.eye(len(prior.weeks))]
    if prior.gain is not None:
        treated = panel.treated[person]
        exposed = np.clip(weeks, 0, treated)
        idle = np.maximum(weeks - exposed, 0)
        columns.append(models.gain_share(prior, exposed, idle))
    names = ["person", "score", "pace"]
    names += [f"x{place}" for place in range(len(columns) - len(names))]
    table = np.column_stack(columns)
    np.savetxt(
        path, table, fmt="%.10g", delimiter=",", header=",".join(names), comments=""
    )


def responses(priors: dict[str, Prior]) -> list[dict[str, object]]:
    """Return shares of responders that trials printed beside those forecast."""
    printed = json.loads((HERE / "responses.json").read_text(encoding="utf-8"))
    return [{**row, **expected(priors[row["prior"]], row["weeks"])} for row in printed]


def expected(prior: Prior, weeks: float) -> dict[str, float]:
    """Return the mean chance of a response of people with one score at the start."""
    truth = cohorts.TRUTHS["as the model has it"]
    start = cohorts.draw(prior, truth, PEOPLE, seed=SEED + 3000).panel
    nobody = np.zeros(PEOPLE)
    known = np.isfinite(start.scores[:, 0]) & (start.scores[:, 0] > prior.range[0])
    panel = Panel(
        nobody[known, None], start.scores[known, :1], nobody[known], nobody[known]
    )
    found = panels.forecast(panel, prior, horizons=(weeks,))
    treated = found.with_treatment or found.usual_course
    return {
        "forecast_usual": round(
            100 * float(found.usual_course.probability_30_percent.mean()), 1
        ),
        "forecast_treated": round(
            100 * float(treated.probability_30_percent.mean()), 1
        ),
    }


def below(z: Floats) -> Floats:
    return np.vectorize(normal.share_below, otypes=[float])(z)


if __name__ == "__main__":
    main()
