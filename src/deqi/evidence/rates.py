"""Rates of rare events, with intervals that hold for small counts."""


class ImpossibleRate(ValueError):
    """A count or a number of people that gives no rate."""


def interval(events: int, of: int, *, level: float = 0.95) -> tuple[float, float]:
    """Return the exact Poisson interval of a rate per person, treatment or needle.

    Parameters
    ----------
    events : int
        How many were counted, 0 or more.
    of : int
        Of how many, above 0.
    level : float
        Confidence, between 0 and 1.

    Returns
    -------
    tuple of float
        As a share; the lower end is 0 where nothing was counted.

    Raises
    ------
    ImpossibleRate
        For a negative count, or nobody to count in.

    Source
    ------
    Garwood 1936, doi 10.1093/biomet/28.3-4.437.
    """
    if events < 0 or of <= 0:
        raise ImpossibleRate("a rate counts events among somebody")
    # Loaded when first asked, because rooms that read answers start light.
    from scipy.special import gammaincinv

    tail = (1 - level) / 2
    low = float(gammaincinv(events, tail)) if events else 0.0
    return low / of, float(gammaincinv(events + 1, 1 - tail)) / of
