"""How much trials truly differ: tau² by four models, for many pools at once.

All arrays have the shape (pools, k); a pool with fewer than k trials is padded, and the
padding weighs nothing. Units: tau² has those of the estimates, squared.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_CLOSE = 1e-13
"""A step this small against tau² and the sampling variances has arrived."""

_RUNGS = np.linspace(0, 1, 14)[:, None]
"""Places between very small and very large that the climb may start from."""

_PORTION = 128
_MOST_STEPS = 200
_MOST_HALVINGS = 60


class Model(StrEnum):
    """What is assumed of the true effects, and how their spread is estimated."""

    FIXED = "fixed"
    DL = "dl"
    PM = "pm"
    REML = "reml"


class NotConverged(ArithmeticError):
    """An iteration that did not arrive; the figures are outside of anything sensible."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The effects of many pools.

    Parameters
    ----------
    estimates, variances : ndarray
        Shape (pools, k); what stands under the padding must be finite, and the
        variances above 0 there too.
    present : ndarray
        Shape (pools, k), 1 for an effect and 0 for padding.
    """

    estimates: Array
    variances: Array
    present: Array

    @property
    def k(self) -> Array:
        """Return how many effects each pool has, shape (pools,)."""
        return np.asarray(self.present.sum(axis=1))

    def take(self, which: NDArray[np.intp]) -> "Tables":
        """Return some of the pools."""
        return Tables(self.estimates[which], self.variances[which], self.present[which])


@dataclass(frozen=True, slots=True)
class Fit:
    """The weighted means of many pools at one tau² each.

    Parameters
    ----------
    weights : ndarray
        Inverse total variances, 0 for padding, shape (pools, k).
    total : ndarray
        Their sums, shape (pools,).
    mean : ndarray
        Weighted means, shape (pools,).
    squares : ndarray
        Squared distances from the mean, shape (pools, k).
    q : ndarray
        Their weighted sums: the generalised Q, shape (pools,).
    """

    weights: Array
    total: Array
    mean: Array
    squares: Array
    q: Array


def fit(tables: Tables, tau2: Array) -> Fit:
    """Return the weighted means at a tau² for each pool.

    Parameters
    ----------
    tables : Tables
        The effects.
    tau2 : ndarray
        Not below 0, shape (pools,).
    """
    weights = tables.present / (tables.variances + tau2[:, None])
    total = weights.sum(axis=1)
    mean = (weights * tables.estimates).sum(axis=1) / total
    squares = (tables.estimates - mean[:, None]) ** 2
    return Fit(weights, total, mean, squares, (weights * squares).sum(axis=1))


def estimate(tables: Tables, model: Model) -> Array:
    """Return tau² of each pool, not below 0, shape (pools,).

    Parameters
    ----------
    tables : Tables
        Each pool with at least two effects.
    model : Model
        Which estimator; FIXED gives zeros.

    Raises
    ------
    NotConverged
        Where an iteration does not arrive.

    Source
    ------
    DerSimonian and Laird 1986, doi 10.1016/0197-2456(86)90046-2; Paule and Mandel 1982,
    doi 10.6028/jres.087.022; REML by Fisher scoring: Viechtbauer 2005,
    doi 10.3102/10769986030003261.
    """
    return _ESTIMATORS[model](tables)


def typical_variance(tables: Tables) -> Array:
    """Return the sampling variance that I² compares tau² with, shape (pools,).

    Source
    ------
    Higgins and Thompson 2002, doi 10.1002/sim.1186.
    """
    weights = tables.present / tables.variances
    total = weights.sum(axis=1)
    return np.asarray((tables.k - 1) / (total - (weights**2).sum(axis=1) / total))


def _none(tables: Tables) -> Array:
    return np.zeros(len(tables.estimates))


def _dersimonian_laird(tables: Tables) -> Array:
    excess = fit(tables, _none(tables)).q - (tables.k - 1)
    return np.maximum(0.0, excess * typical_variance(tables) / (tables.k - 1))


def _paule_mandel(tables: Tables) -> Array:
    """Solve Q(tau²) = k - 1 by Newton's steps from below.

    Q falls and is convex, so they never overshoot; and no weight is below that of the
    largest variance, so the root is not below the plain variance less that one.
    """
    largest = (tables.variances * tables.present).max(axis=1)
    below = np.maximum(0.0, _spread(tables) - largest)

    def step(some: Tables, tau2: Array) -> Array:
        now = fit(some, tau2)
        slope = (now.weights**2 * now.squares).sum(axis=1)
        # Where all estimates are one number, nothing differs and nothing is to divide.
        safe = np.where(slope > 0, slope, 1.0)
        return np.maximum(0.0, tau2 + (now.q - (some.k - 1)) / safe)

    return _iterate(tables, below, step)


def _restricted_likelihood(tables: Tables) -> Array:
    """Climb from the best of several starts.

    Fisher scoring alone swings around a sharp top for hundreds of steps, so the observed
    information replaces the expected one wherever the likelihood bends downward.
    """
    # A portion at a time stays in the processor's cache: several times faster.
    portions = np.array_split(
        np.arange(len(tables.estimates)), 1 + len(tables.estimates) // _PORTION
    )
    parts = [tables.take(portion) for portion in portions]
    return np.concatenate([_iterate(part, _best_start(part), _climb) for part in parts])


def height(tables: Tables, tau2: Array) -> Array:
    """Return the restricted log-likelihood but for a constant, shape (pools,).

    Parameters
    ----------
    tables : Tables
        The effects.
    tau2 : ndarray
        Not below 0, shape (pools,).
    """
    now = fit(tables, tau2)
    spreads = np.log(tables.variances + tau2[:, None]) * tables.present
    return np.asarray(-0.5 * (spreads.sum(axis=1) + np.log(now.total) + now.q))


def slope(tables: Tables, tau2: Array) -> tuple[Array, Array, Array]:
    """Return the likelihood's slope, expected and observed information, each (pools,).

    Parameters
    ----------
    tables : Tables
        The effects.
    tau2 : ndarray
        Not below 0, shape (pools,).
    """
    now = fit(tables, tau2)
    second = (now.weights**2).sum(axis=1)
    third = (now.weights**3).sum(axis=1)
    trace = now.total - second / now.total
    squared_trace = second - 2 * third / now.total + (second / now.total) ** 2
    pulls = now.weights**2 * now.squares
    pull = now.weights**2 * (tables.estimates - now.mean[:, None])
    bent = (now.weights * pulls).sum(axis=1) - pull.sum(axis=1) ** 2 / now.total
    expected = 0.5 * squared_trace
    return 0.5 * (pulls.sum(axis=1) - trace), expected, bent - expected


def _best_start(tables: Tables) -> Array:
    """Return the highest of several places: the likelihood may have several tops."""
    variance, sampling = _spread(tables), _typical(tables)
    low = 0.1 * np.where(tables.present > 0, tables.variances, np.inf).min(axis=1)
    ladder = low * ((4 * variance + sampling) / low) ** _RUNGS
    rungs = np.vstack([_none(tables), _dersimonian_laird(tables), ladder])
    everywhere = np.tile(np.arange(len(low)), len(rungs))
    heights = height(tables.take(everywhere), rungs.ravel()).reshape(rungs.shape)
    return np.asarray(rungs[heights.argmax(axis=0), np.arange(len(low))])


def _spread(tables: Tables) -> Array:
    k = tables.k
    mean = (tables.estimates * tables.present).sum(axis=1) / k
    apart = (tables.estimates - mean[:, None]) ** 2 * tables.present
    return np.asarray(apart.sum(axis=1) / (k - 1))


def _typical(tables: Tables) -> Array:
    return np.asarray((tables.variances * tables.present).sum(axis=1) / tables.k)


def _climb(tables: Tables, tau2: Array) -> Array:
    """Take one step up; a step that would lead down is halved."""
    rise, expected, observed = slope(tables, tau2)
    step = rise / np.where(observed > 0, observed, expected)
    here = height(tables, tau2)
    # Rounding makes a flat top rough; a loss below it is no loss.
    floor = here - 1e-14 * (1 + np.abs(here))
    found = np.maximum(0.0, tau2 + step)
    for _ in range(_MOST_HALVINGS):
        low = height(tables, found) < floor
        if not low.any():
            break
        found = np.where(low, (tau2 + found) / 2, found)
    return found


def _iterate(
    tables: Tables, tau2: Array, step: Callable[[Tables, Array], Array]
) -> Array:
    """Repeat a step for the pools that have not arrived yet."""
    found = tau2.copy()
    size = _typical(tables)
    open_pools = np.arange(len(found))
    some = tables
    for _ in range(_MOST_STEPS):
        before = found[open_pools]
        after = step(some, before)
        found[open_pools] = after
        moves = np.abs(after - before) > _CLOSE * (after + size[open_pools])
        if not moves.any():
            return found
        if not moves.all():
            open_pools = open_pools[moves]
            some = tables.take(open_pools)
    raise NotConverged(f"tau² still moves after {_MOST_STEPS} steps")


_ESTIMATORS: MappingProxyType[Model, Callable[[Tables], Array]] = MappingProxyType(
    {
        Model.FIXED: _none,
        Model.DL: _dersimonian_laird,
        Model.PM: _paule_mandel,
        Model.REML: _restricted_likelihood,
    }
)
