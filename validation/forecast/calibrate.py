"""Measures the forecast on virtual people; writes results.json and the page of tables.

Run from the root: ``.venv/bin/python -m validation.forecast.calibrate [HEADACHE.csv]``.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from validation.forecast import cohorts, headache, measures, page, plots
from validation.forecast.cohorts import Cohort, Truth
from validation.forecast.peers import lme4, logged, scored

from deqi.core.forecast import panels, places, populations
from deqi.core.forecast.panels import Panel
from deqi.core.forecast.priors import Prior
from deqi.knowledge import forecasts

Floats = npt.NDArray[np.float64]
SEED, PEOPLE, TRAINED = 20261121, 20_000, 4_000
FEWER, CONTESTED = (500, 1_000, 2_000), ("nrs_chronic", "rmdq_chronic")
SUPPOSED = "rmdq_chronic_older", 13
HERE = Path(__file__).parent
TABLES = HERE.parents[1] / "docs" / "explanation" / "forecast-calibration.md"


def main(patients: Path | None) -> None:
    """Measure everything once; patients' data only where a file of them is given."""
    priors = dict(forecasts.by_id())
    found = {
        "people": PEOPLE,
        "trained": TRAINED,
        "coverage": everywhere(priors, coverage),
        "learnt": everywhere(priors, learnt_coverage),
        "fewer": [
            fewer(list(priors).index(name), priors[name], title, people)
            for people in FEWER
            for name in CONTESTED
            for title in cohorts.TRUTHS
            if title.endswith("strong")
        ],
        "scores": [
            contest(priors[name], title)
            for name in CONTESTED
            for title in cohorts.TRUTHS
        ],
        "responses": responses(priors),
        "headache": kept_headache() if patients is None else headache.try_on(patients),
    }
    (HERE / "results.json").write_text(printed(found), encoding="utf-8")
    TABLES.write_text(page.write(found), encoding="utf-8")
    TABLES.with_suffix(".svg").write_text(
        plots.write(found["coverage"], found["learnt"]), encoding="utf-8"
    )


def printed(found: dict[str, object]) -> str:
    """Return what was found as JSON, one row of a table on a line."""
    parts = []
    for name, rows in found.items():
        told = json.dumps(rows)
        if isinstance(rows, list):
            told = "[\n " + ",\n ".join(json.dumps(row) for row in rows) + "\n]"
        parts.append(f"{json.dumps(name)}: {told}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def everywhere(
    priors: dict[str, Prior], look: Callable[[Prior, str, int], dict[str, object]]
) -> list[dict[str, object]]:
    """Return a measurement of every prior under every truth."""
    return [
        {"prior": name, "truth": title, **look(prior, title, place)}
        for place, (name, prior) in enumerate(priors.items())
        for title in cohorts.TRUTHS
    ]


def kept_headache() -> list[dict[str, object]]:
    """Return what was measured when the patients' data were last at hand."""
    found = json.loads((HERE / "results.json").read_text(encoding="utf-8"))
    return found["headache"]


def coverage(prior: Prior, title: str, place: int) -> dict[str, object]:
    """Return what the bands and chances of the records alone come to."""
    cohort = cohorts.draw(prior, cohorts.TRUTHS[title], PEOPLE, seed=SEED + place)
    return measures.measure(cohort, prior, prior)


def learnt_coverage(prior: Prior, title: str, place: int) -> dict[str, object]:
    """Return the same where bands are drawn as others of the same truth taught."""
    truth = cohorts.TRUTHS[title]
    cohort = cohorts.draw(prior, truth, PEOPLE, seed=SEED + place)
    return measures.measure(cohort, taught(prior, truth, place).onto(prior), prior)


def fewer(place: int, prior: Prior, title: str, people: int) -> dict[str, object]:
    """Return what bands hold that fewer people taught."""
    truth = cohorts.TRUTHS[title]
    cohort = cohorts.draw(prior, truth, PEOPLE, seed=SEED + place)
    learnt = taught(prior, truth, place, people).onto(prior)
    ranks = measures.rank(cohort, cohorts.outlooks(cohort, learnt), prior)
    told = {"trained": people, "prior": prior.id, "truth": title}
    return {**told, "held": measures.held(ranks)}


def taught(
    prior: Prior, truth: Truth, place: int, people: int = TRAINED
) -> populations.Population:
    """Return what people who were followed for a year teach."""
    others = cohorts.draw(
        prior, truth, people, seed=SEED + 4000 + place, horizons=cohorts.FOLLOWED
    )
    return places.learn(
        followed(others), prior, nows=(cohorts.NOW,), horizons=sorted(cohorts.FOLLOWED)
    )


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
    learnt = places.learn(
        whole, prior, nows=(cohorts.NOW,), horizons=sorted(cohorts.FOLLOWED)
    )
    plain = replace(learnt, bends=()).onto(prior)
    wide = replace(prior, instrument=replace(prior.instrument, low=-1e9, high=1e9))
    told: dict[str, float | None] = {
        "records": scored(tried, cohorts.outlooks(tried, prior), prior),
        "learnt": scored(tried, cohorts.outlooks(tried, plain), prior),
        "bent": scored(tried, cohorts.outlooks(tried, learnt.onto(prior)), prior),
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
    z = (tried.later[:, 0] - middle) / sd
    return logged(tried.later[:, 0], z, np.full_like(middle, 1 / sd), prior)


def carried(panel: Panel) -> Floats:
    """Return each person's last score; NaN without any."""
    place = np.where(np.isfinite(panel.scores), panel.weeks, -np.inf).argmax(axis=1)
    return np.take_along_axis(panel.scores, place[:, None], axis=1)[:, 0]


def responses(priors: dict[str, Prior]) -> list[dict[str, object]]:
    """Return shares of responders that trials printed beside those forecast."""
    printed = json.loads((HERE / "responses.json").read_text(encoding="utf-8"))
    rows = [{**row, **expected(priors[row["prior"]], row["weeks"])} for row in printed]
    for row in rows:
        if (row["prior"], row["weeks"]) == SUPPOSED:
            told = expected(begun_at(priors[SUPPOSED[0]], page.SUPPOSED_START), 13)
            row["supposed_usual"] = told["forecast_usual"]
            row["supposed_treated"] = told["forecast_treated"]
    return rows


def begun_at(prior: Prior, start: float) -> Prior:
    """Return a prior whose people begin elsewhere and change as they did."""
    apart = start - prior.course[0]
    return replace(prior, course=tuple(value + apart for value in prior.course))


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


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
