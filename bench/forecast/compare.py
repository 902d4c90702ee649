"""Measure reviews and forecasts of many people, and a fit beside lme4's."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from validation.forecast import cohorts, peers

from bench.clock import quickest
from bench.forecast.people import draw
from bench.forecast.reviews import Work, different
from deqi.core.conditions import Stage
from deqi.core.forecast import panels, populations
from deqi.core.forecast.panels import Panel
from deqi.core.forecast.priors import Prior
from deqi.knowledge import forecasts

PEOPLE = 100_000
SEED, MOST_SECONDS, GOAL = 20261121, 10, 10
WEEKS, HORIZONS = (0.0, 2.0, 4.0, 8.0, 26.0, 52.0), (4.0, 8.0, 13.0, 26.0)
HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "reference" / "bench-forecast.md"
FIT = HERE.parents[1] / "validation" / "forecast" / "fit.R"


def main(people: int) -> int:
    """Measure; return 1 where a goal is missed, or a review or a fit differs."""
    prior = forecasts.catalogue()["NRS", Stage.CHRONIC]
    panel = simulate(prior, people)
    forecast = quickest(lambda: panels.forecast(panel, prior, horizons=HORIZONS))
    fit = quickest(lambda: populations.learn(panel, prior))
    peer = lme4(panel, prior)
    found = {"people": people, "forecast": forecast, "fit": fit, "peer": peer}
    found |= review(prior, people)
    if peer is not None:
        ours, theirs = populations.learn(panel, prior), peers.read(peer, prior)
        found["apart"] = apart(ours, theirs)
    PAGE.write_text(page(found), encoding="utf-8")
    print(page(found))
    missed = max(forecast, found["both"]) > MOST_SECONDS or found["different"] > 0
    if peer is None:
        return int(missed)
    return int(missed or peer["seconds"] < GOAL * fit or found["apart"] > 0.05)


def review(prior: Prior, people: int) -> dict:
    """Forecast and review people in the middle of a series, apart and together."""
    work = Work(draw(prior, people, seed=SEED), prior)
    swept = work.both()
    looked_at, unlike = different(work, swept)
    return {
        "ahead": quickest(work.forecast),
        "review": quickest(work.review),
        "both": quickest(work.both),
        "decisions": swept.verdicts.counted(),
        "looked_at": looked_at,
        "different": unlike,
    }


def simulate(prior: Prior, people: int) -> Panel:
    """Draw people with six scores in the same weeks of a year; half are treated."""
    whole = cohorts.draw(
        prior, cohorts.TRUTHS["as the model has it"], people, seed=SEED, horizons=_AFTER
    )
    treated = np.where(whole.treated, 52.0, 0.0)
    return Panel(
        np.tile(WEEKS, (people, 1)), whole.later, np.full(people, 52.0), treated
    )


_AFTER = tuple(week - cohorts.NOW for week in WEEKS)


def lme4(panel: Panel, prior: Prior) -> dict | None:
    """Return what lme4 finds and its seconds; None where it is not at hand."""
    if shutil.which("Rscript") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scores.csv"
        peers.write(panel, prior, path)
        ran = subprocess.run(("Rscript", FIT, path), capture_output=True, text=True)
    return None if ran.returncode else json.loads(ran.stdout)


def apart(ours: populations.Population, theirs: populations.Population) -> float:
    """Return the largest distance of two fits: means in points, spreads as roots."""
    distances = [
        np.abs(ours.course - theirs.course).max(),
        abs((ours.gain or 0) - (theirs.gain or 0)),
        np.abs(np.sqrt(np.diag(ours.spread)) - np.sqrt(np.diag(theirs.spread))).max(),
        abs(ours.noise_variance**0.5 - theirs.noise_variance**0.5),
    ]
    return float(max(distances))


def page(found: dict) -> str:
    peer = found["peer"]
    lines = [
        "# Reviews and forecasts of many people",
        "",
        f"{found['people']:,} virtual people with six scores each, pain from 0 to 10, in one run",
        "(`python -m bench.forecast.compare`); how it is measured stands in",
        "[bench/forecast](../../bench/forecast/README.md). The machine has two cores and was",
        "not idle.",
        "",
        *reviewed(found),
        "",
        "| what, of people followed for a year | seconds |",
        "| --- | --- |",
        f"| forecasts of all, {len(HORIZONS)} horizons, with treatment and without | "
        f"{found['forecast']:.2f} |",
        f"| fit of the population, deqi | {found['fit']:.2f} |",
    ]
    if peer is None:
        return "\n".join([*lines, "", "lme4 was not at hand.", ""])
    times = peer["seconds"] / found["fit"]
    lines += [
        f"| fit of the population, lme4 {peer['lme4']} on R {peer['r']} | "
        f"{peer['seconds']:.1f} |",
        "",
        f"Ours takes lme4's time divided by {times:.0f} (the goal is {GOAL}); means and",
        f"standard deviations of both lie at most {found['apart']:.0e} points apart.",
        "",
    ]
    return "\n".join(lines)


def reviewed(found: dict) -> list[str]:
    counted = found["decisions"].items()
    lines = [
        "| what, of people in a series of ten sessions | seconds |",
        "| --- | --- |",
        f"| forecasts of all, as a review shows them | {found['ahead']:.2f} |",
        f"| reviews of all | {found['review']:.2f} |",
        f"| both in one sweep (the goal is under {MOST_SECONDS}) | {found['both']:.2f} |",
        "",
        f"{found['looked_at']} of them were also reviewed and forecast one by one:",
        f"{found['different']} came out otherwise.",
        "",
        "| decision | people |",
        "| --- | --- |",
    ]
    return lines + [f"| {decision} | {people:,} |" for decision, people in counted]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE))
