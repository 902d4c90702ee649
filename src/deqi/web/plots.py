"""Plots as images of a page; each is drawn once and kept for a while."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse

from deqi.care import prospects
from deqi.care.plots import tracks

if TYPE_CHECKING:
    from deqi.care.reviewing import Review
    from deqi.core.episodes import Episode
    from deqi.evidence.plots.values import Plot

KEPT = 128
"""Drawings that one worker keeps, some 30 kB each."""


def image(plot: Plot) -> HttpResponse:
    """Return a plot as an image that follows the theme of its page."""
    return HttpResponse(_drawn(_Key(repr(plot), plot)), content_type="image/svg+xml")


def course(request: HttpRequest, told: Episode, found: Review) -> HttpResponse:
    """Return the course of one person as an image; ``?wide`` is for a desk.

    Raises
    ------
    Http404
        Where nothing has been measured that could be drawn.
    """
    # Loaded here alone: the library of the plots is large, and few pages need it.
    from deqi.care.plots import course as courses

    try:
        track = tracks.of(told, found)
    except tracks.NothingMeasured:
        raise Http404 from None
    beneath = prospects.briefly(found)
    return image(courses.course(track, beneath=beneath, is_wide="wide" in request.GET))


def has_course(told: Episode, found: Review) -> bool:
    """Return whether anything has been measured that a course could show."""
    try:
        tracks.of(told, found)
    except tracks.NothingMeasured:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Key:
    """A plot by all that it says: the same words are the same drawing."""

    told: str
    plot: Plot = field(compare=False)


@lru_cache(maxsize=KEPT)
def _drawn(key: _Key) -> str:
    from deqi.evidence.plots import drawing

    return drawing.svg(key.plot, is_themed=True)
