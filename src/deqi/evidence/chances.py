"""The chance of a clear improvement, from means or from responders, and per 100 people.

Words
-----
course
    Mean scores of one arm at the start and later, with their spreads.
clear improvement
    Better by a share of one's own starting score, such as 30 per cent.
"""

import math
from dataclasses import dataclass

from deqi.core.scales import Direction


class ImpossibleCourse(ValueError):
    """Scores or shares that no group of people can have, and why."""


@dataclass(frozen=True, slots=True)
class Course:
    """One arm at two times.

    Parameters
    ----------
    before, after : tuple of float
        Mean and standard deviation, in points of the scale, at the start and later.
    r : float
        Correlation of both scores, -1 to 1.
    direction : Direction
        What a higher score says; the scale's best is 0 where higher is worse.

    Raises
    ------
    ImpossibleCourse
        For a spread that is not above 0, or a correlation outside -1 to 1.
    """

    before: tuple[float, float]
    after: tuple[float, float]
    r: float
    direction: Direction

    def __post_init__(self) -> None:
        """Refuse what no group of people can have."""
        if not (self.before[1] > 0 and self.after[1] > 0):
            raise ImpossibleCourse("a spread is above 0")
        if not -1 <= self.r <= 1:
            raise ImpossibleCourse("a correlation lies between -1 and 1")


def correlation(slope: float, before_sd: float, after_sd: float) -> float:
    """Return the correlation that a regression slope of later on earlier scores means.

    Raises
    ------
    ImpossibleCourse
        Where slope and spreads do not go together.
    """
    found = slope * before_sd / after_sd
    if not -1 <= found <= 1:
        raise ImpossibleCourse(f"a slope of {slope:g} gives a correlation of {found:g}")
    return found


def of_improving(course: Course, share: float, *, shift: float = 0.0) -> float:
    """Return the chance that a person improves by a share of their starting score.

    Earlier and later score are taken as bivariate normal: what counts is whether the
    later score, less what the share leaves of the earlier one, is on the better side.
    Scores have ends and are lumpy, so the chance is an approximation.

    Parameters
    ----------
    course : Course
        What happens without the gain.
    share : float
        Of the starting score, above 0 to 1.
    shift : float
        Points that a treatment moves the later mean by, on the printed scale; spreads
        and correlation stay as they are.

    Returns
    -------
    float
        0 to 1.

    Raises
    ------
    ImpossibleCourse
        For a share outside 0 to 1.
    """
    if not 0 < share <= 1:
        raise ImpossibleCourse("a share lies above 0, up to 1")
    sign = -1 if course.direction is Direction.WORSE else 1
    kept = 1 + sign * share
    (start, start_sd), (later, later_sd) = course.before, course.after
    mean = later + shift - kept * start
    shared = 2 * kept * course.r * start_sd * later_sd
    spread = math.sqrt(later_sd**2 + (kept * start_sd) ** 2 - shared)
    if spread == 0:
        raise ImpossibleCourse("nothing varies, so there is no chance to speak of")
    return below(sign * mean / spread)


def below(z: float) -> float:
    """Return the standard normal chance of a value below z, 0 to 1."""
    return (1 + math.erf(z / math.sqrt(2))) / 2
