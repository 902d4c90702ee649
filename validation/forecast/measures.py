"""What the bands hold, for everybody and by kind of people, and what chances are worth."""

import numpy as np
import numpy.typing as npt
from validation.forecast import cohorts
from validation.forecast.cohorts import Cohort

from deqi.core.forecast import panels
from deqi.core.forecast.models import share_below
from deqi.core.forecast.panels import Outlooks
from deqi.core.forecast.priors import Prior
from deqi.core.forecast.values import LEVELS

Floats = npt.NDArray[np.float64]
Groups = dict[str, npt.NDArray[np.bool_]]
LOT, PARTS = 20261121, 5


def measure(cohort: Cohort, prior: Prior, truth: Prior) -> dict[str, object]:
    """Return what bands hold in per cent by horizon, and by how much chances miss."""
    found = cohorts.outlooks(cohort, prior)
    ranks = rank(cohort, found, truth)
    return {
        "held": held(ranks),
        "plain": {
            str(level): told((low <= cohort.later) & (cohort.later <= high))
            for level, (low, high) in found.bands.items()
        },
        "bias": list((cohort.later - found.mean).mean(axis=0).round(2)),
        "groups": {name: miss(ranks[who]) for name, who in groups(cohort).items()},
        "chances": chances(cohort, found, prior),
    }


def rank(cohort: Cohort, found: Outlooks, prior: Prior) -> Floats:
    """Return each later score's place in its forecast, 0 to 1.

    A score at an end of the scale stands anywhere in what the forecast puts there:
    without that no band could hold half of the people where most are at the floor.
    """
    low, high = prior.range
    chance = np.random.default_rng(LOT)
    z = (cohort.later - found.latent_mean) / found.latent_sd
    place = share_below(found.shape.straight(z))
    lot = chance.random(place.shape)
    place = np.where(cohort.later == low, lot * place, place)
    return np.where(cohort.later == high, place + lot * (1 - place), place)


def held(ranks: Floats) -> dict[str, list[float]]:
    """Return which shares of people each band holds."""
    return {str(level): told(np.abs(ranks - 0.5) <= level / 2) for level in LEVELS}


def miss(ranks: Floats) -> float:
    """Return by how many points the band misses that misses most, by any horizon."""
    gaps = [
        share - 100 * float(level)
        for level, shares in held(ranks).items()
        for share in shares
    ]
    return round(float(max(gaps, key=abs)), 1)


def told(inside: npt.NDArray[np.bool_]) -> list[float]:
    return list((100 * inside.mean(axis=0)).round(1))


def groups(cohort: Cohort) -> Groups:
    """Return who is who: thirds of the first score, arms, and how many scores."""
    first, count = cohort.panel.scores[:, 0], np.isfinite(cohort.panel.scores).sum(1)
    low, high = np.nanquantile(first, (1 / 3, 2 / 3))
    found = {
        "third: lowest": first <= low,
        "third: middle": (first > low) & (first <= high),
        "third: highest": first > high,
        "scores: 3 or fewer": count <= 3,
        "scores: 4 or 5": count > 3,
    }
    if cohort.treated.any():
        found |= {"arm: treated": cohort.treated, "arm: usual care": ~cohort.treated}
    return found


def chances(cohort: Cohort, found: Outlooks, prior: Prior) -> list[float]:
    """Return by how many points the chance of a response misses, by horizon.

    People are parted in fifths by their chance; the fifth that misses most counts.
    """
    baseline = panels.forecast(cohort.panel, prior, horizons=(0,)).baseline
    goal = baseline * (1 - prior.responder_percent / 100)
    came = cohort.later <= goal[:, None] + 1e-9
    return [
        farthest(found.probability_30_percent[:, place], came[:, place])
        for place in range(came.shape[1])
    ]


def farthest(chance: Floats, came: npt.NDArray[np.bool_]) -> float:
    known = np.isfinite(chance)
    order = np.argsort(chance[known], kind="stable")
    gaps = [
        abs(chance[known][part].mean() - came[known][part].mean())
        for part in np.array_split(order, PARTS)
    ]
    return round(100 * float(max(gaps)), 1)
