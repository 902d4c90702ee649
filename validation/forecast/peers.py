"""How forecasts are scored, and lme4 as a peer that learns from the same people."""

import json
import math
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
from validation.forecast.cohorts import Cohort

from deqi.core.forecast import models, populations
from deqi.core.forecast.models import share_below
from deqi.core.forecast.panels import Outlooks, Panel
from deqi.core.forecast.priors import Prior

Floats = npt.NDArray[np.float64]
STEP = 1e-6
FIT = Path(__file__).parent / "fit.R"


def scored(cohort: Cohort, found: Outlooks, prior: Prior) -> float:
    """Return the mean log score by the first horizon."""
    sd = found.latent_sd
    z = (cohort.later - found.latent_mean) / sd
    width = (found.shape.straight(z + STEP) - found.shape.straight(z - STEP)) / 2 / STEP
    return logged(
        cohort.later[:, 0], found.shape.straight(z)[:, 0], (width / sd)[:, 0], prior
    )


def logged(later: Floats, z: Floats, slope: Floats, prior: Prior) -> float:
    """Return the mean log score of a spread that the ends of the scale cut.

    ``z`` is where a standard normal has the share below the score, and ``slope`` how
    fast it grows with the score.
    """
    low, high = prior.range
    inner = -z * z / 2 + np.log(slope / math.sqrt(2 * math.pi))
    floor, ceiling = np.log(share_below(z)), np.log(share_below(-z))
    each = np.where(later == low, floor, np.where(later == high, ceiling, inner))
    return round(float(each.mean()), 4)


def lme4(panel: Panel, prior: Prior) -> populations.Population | None:
    """Return what lme4 learns of a panel; None where R or lme4 is not at hand."""
    if shutil.which("Rscript") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scores.csv"
        write(panel, prior, path)
        ran = subprocess.run(("Rscript", FIT, path), capture_output=True, text=True)
    if ran.returncode:
        return None
    return read(json.loads(ran.stdout), prior)


def read(told: dict[str, list[float]], prior: Prior) -> populations.Population:
    beta, weeks = np.array(told["beta"]), len(prior.weeks)
    gain = float(beta[weeks]) if prior.gain else None
    spread = np.array(told["spread"]).reshape(2, 2)
    return populations.Population(
        beta[:weeks], gain, populations.possible(spread), told["noise"][0]
    )


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
