"""Quantiles and tails of three distributions; SciPy loads when the first is asked for.

Effects are read by rooms that must start light, and most of them need no quantile.
"""


def normal(probability: float) -> float:
    """Return the standard normal quantile of a lower-tail probability in (0, 1)."""
    from scipy.special import ndtri

    return float(ndtri(probability))


def student(probability: float, df: float | None) -> float:
    """Return the t quantile of a lower-tail probability in (0, 1).

    Parameters
    ----------
    probability : float
        In the open interval from 0 to 1.
    df : float or None
        Degrees of freedom above 0; None asks for the normal quantile.
    """
    from scipy.special import stdtrit

    return normal(probability) if df is None else float(stdtrit(df, probability))


def two_sided(statistic: float, df: float | None) -> float:
    """Return the two-sided P value of a z (df None) or t statistic, 0 to 1."""
    from scipy.special import ndtr, stdtr

    below = -abs(statistic)
    return 2 * float(ndtr(below) if df is None else stdtr(df, below))


def chi_square_above(statistic: float, df: float) -> float:
    """Return the chance of a chi-square value above the statistic, 0 to 1.

    With no degrees of freedom there is nothing to differ, and the chance is 1.
    """
    from scipy.special import chdtrc

    return float(chdtrc(df, statistic)) if df > 0 else 1.0
