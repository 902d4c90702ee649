"""The normal distribution in plain Python, and what the ends of a scale make of it."""

import math

_ROOT_2, _ROOT_2_PI = math.sqrt(2), math.sqrt(2 * math.pi)


def density(z: float) -> float:
    """Return the standard normal density."""
    return math.exp(-z * z / 2) / _ROOT_2_PI


def share_below(z: float) -> float:
    """Return the share of the standard normal below z."""
    return math.erfc(-z / _ROOT_2) / 2


def quantile(share: float) -> float:
    """Return the standard normal's quantile of a share within 0 and 1, by halving."""
    low, high = -_FAR, _FAR
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if share_below(middle) < share else (low, middle)
    return (low + high) / 2


def clipped_mean(mean: float, sd: float, *, low: float, high: float) -> float:
    """Return the mean of a normal whose tails are moved to the ends of a scale."""
    a, b = (low - mean) / sd, (high - mean) / sd
    inside = share_below(b) - share_below(a)
    edges = low * share_below(a) + high * share_below(-b)
    return edges + mean * inside + sd * (density(a) - density(b))


def latent_mean(seen: float, sd: float, *, low: float, high: float) -> float:
    """Return the mean before clipping that gives the mean seen after it, by halving.

    Parameters
    ----------
    seen : float
        Strictly within the scale.
    sd : float
        Before clipping, above 0.
    low, high : float
        Ends of the scale.

    Raises
    ------
    ValueError
        Where the mean seen lies at or beyond an end, which no normal gives.
    """
    if not low < seen < high:
        raise ValueError("a mean that is seen lies within its scale")
    below, above = low - _FAR * sd, high + _FAR * sd
    for _ in range(_HALVINGS):
        middle = (below + above) / 2
        if clipped_mean(middle, sd, low=low, high=high) < seen:
            below = middle
        else:
            above = middle
    return (below + above) / 2


_FAR, _HALVINGS = 40.0, 70
# 40 standard deviations hold all that doubles can tell from 0; 70 halvings of them
# end below the spacing of doubles.
