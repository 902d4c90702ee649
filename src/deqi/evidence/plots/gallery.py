"""All plots that an answer gives: which, in which order, in which words."""

from collections.abc import Iterator

from deqi.evidence.answers import Gain
from deqi.evidence.plots.band import band
from deqi.evidence.plots.forest import forest
from deqi.evidence.plots.funnel import LEAST, funnel
from deqi.evidence.plots.icons import BETTER, icons
from deqi.evidence.plots.values import Plot
from deqi.evidence.questions import Answer

_OVER = {"usual_care": "usual care", "sham": "sham"}
_ARMS = {
    "usual_care": ("with usual care alone", "with acupuncture as well"),
    "sham": ("with pretend needles", "with real needles"),
}

# Over sham the largest trial counts responders in a way of its own.
_DOES = {"usual_care": BETTER, "sham": "do well"}


def of(answer: Answer) -> Iterator[Plot]:
    """Yield the plots of an answer: the course, then each gain; none where none is.

    Parameters
    ----------
    answer : Answer
        To one question.
    """
    if answer.usual_course is not None:
        yield band(answer.usual_course)
    for gain in (answer.over_usual_care, answer.over_sham):
        if gain is not None:
            yield from _of_gain(gain)


def _of_gain(gain: Gain) -> Iterator[Plot]:
    over = _OVER[gain.comparator]
    if gain.per_100 is not None:
        arms = _ARMS[gain.comparator]
        yield icons(gain.per_100, gain.comparator, *arms, does=_DOES[gain.comparator])
    yield forest(gain, over)
    if gain.k >= LEAST:
        yield funnel(gain, over)
