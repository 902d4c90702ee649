"""What may be expected, in sentences: a gain never stands without the rest.

With and without treatment, what comes anyway, what trials found over usual care and over
sham, and harms: the five lines that pages, plots and letters show together.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from deqi.care import expecting
from deqi.care.foreseeing import Foresight, Outlook
from deqi.care.reviewing import Review
from deqi.care.values import Expected, Part
from deqi.core.forecast.values import Anyway


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to expect.

    Parameters
    ----------
    title, text : str
        What it is about, and what is to be said.
    """

    title: str
    text: str


def tell(review: Review) -> tuple[Line, ...]:
    """Return the lines of a review, in the order in which they are to be read."""
    if review.forecast_why and review.forecast_why == review.expected_why:
        return (Line("Forecast, gains, harms", review.forecast_why),)
    return (*_of_forecast(review), *_of_trials(review))


def briefly(review: Review) -> str:
    """Return in two lines what must stand with a drawn forecast; empty without one."""
    seen, found = review.forecast, review.expected
    if seen is None:
        return ""
    told = ["Lean on it little: see the caution."] if seen.caution else []
    if seen.anyway is not None and seen.baseline is not None:
        by_then = seen.baseline + seen.anyway.change
        told.append(f"Had nobody treated: {by_then:.1f} by then.")
    if found is None:
        return " ".join((*told, review.expected_why))
    part = cast("Mapping[str, Any] | None", found.over_sham)
    told.append(f"Over sham needles: {_briefly(part)}.")
    worst = _harms(_commonest_and_serious(found))
    told.append(f"Harms: {worst[:1].lower()}{worst[1:]}")
    return " ".join(told)


def _briefly(part: Mapping[str, Any] | None) -> str:
    if part is None:
        return "not known"
    return f"{_VERDICT[part['favours']].lower()}, certainty {part['certainty']}"


def sources(review: Review) -> tuple[str, ...]:
    """Return the ids of the sources behind the lines, each once."""
    own = review.forecast.sources if review.forecast else ()
    return tuple(dict.fromkeys((*own, *expecting.sources(review.expected))))


def expect(outlook: Outlook, chance: float | None) -> str:
    """Return an outlook in words, with its chance of a response where that is known."""
    told = (
        f"{outlook.mean:.1f} (8 of 10 people: {outlook.low:.1f} to {outlook.high:.1f})"
    )
    if chance is None:
        return told
    return f"{told}; 30 % better than at the start: {_chance(chance)}"


def without_treatment(anyway: Anyway, instrument: str) -> str:
    """Return in words what comes anyway, and which part is regression to the mean."""
    whole, part = round(-anyway.change, 1), round(-anyway.regression, 1)
    if whole <= 0:
        return f"Had nobody treated, {instrument} was not likely to be lower by then."
    fall = f"{whole:.1f} points by which {instrument} was likely to be lower by then,"
    if part <= 0:
        return f"The {fall} had nobody treated, are no benefit of treatment."
    return (
        f"Of the {fall} had nobody treated, about {min(part, whole):.1f} is regression"
        " to the mean: who comes on a bad day is likely to be better next time. None"
        " of it is a benefit of treatment."
    )


def over_sham(expected: Expected) -> str:
    """Return in words what trials found over sham, or why nothing is known."""
    return _gain(expected, "over_sham", expected.over_sham, "sham")


def over_usual_care(expected: Expected) -> str:
    """Return in words what trials found over usual care, or why nothing is known."""
    part = expected.over_usual_care
    return _gain(expected, "over_usual_care", part, "usual care")


def harms(expected: Expected) -> str:
    """Return in words how often each harm was seen."""
    return _harms(expected.harms)


def _of_forecast(review: Review) -> Iterator[Line]:
    seen = review.forecast
    if seen is None:
        yield Line("Forecast", review.forecast_why)
        return
    yield Line("If treatment goes on", _treated(seen))
    yield Line(
        "If treatment stops",
        expect(seen.usual_course, seen.probability_30_percent_usual),
    )
    if seen.anyway is not None:
        yield Line("Anyway", without_treatment(seen.anyway, seen.instrument))
    if seen.caution:
        yield Line("Caution", seen.caution)


def _treated(seen: Foresight) -> str:
    if seen.with_treatment is None:
        return "No record gives a gain in points at this stage, so none is forecast."
    return expect(seen.with_treatment, seen.probability_30_percent)


def _of_trials(review: Review) -> Iterator[Line]:
    found = review.expected
    if found is None:
        yield Line("Gains and harms", review.expected_why)
        return
    yield Line("Over usual care", over_usual_care(found))
    yield Line("Over sham needles", over_sham(found))
    yield Line("Harms", harms(found))


def _gain(expected: Expected, name: str, part: Part | None, control: str) -> str:
    if part is None:
        return expected.why[name]
    shown = cast("Mapping[str, Any]", part)
    told = f"{_VERDICT[shown['favours']]}: {shown['outcome']}, {_size(shown)}"
    people = (shown["per_100"] or {}).get("people", {})
    if people.get("treated") is not None:
        told += (
            f"; of 100 people {people['treated']} do well with acupuncture,"
            f" {people['control']} with {control}"
        )
    return f"{told}. Certainty {shown['certainty']}."


_VERDICT = {
    "treatment": "A gain in trials",
    "neither": "No clear gain in trials",
    "control": "Worse in trials",
}


def _size(shown: Mapping[str, Any]) -> str:
    digits = 1 if shown["measure"] == "md" else 2
    size, low, high = (
        f"{each:.{digits}f}" for each in (shown["benefit"], *shown["benefit_ci"])
    )
    scale, span = shown["scale"], f"({low} to {high})"
    if shown["measure"] in _RATIOS:
        return f"{size} {scale['name']} {span}"
    if shown["measure"] == "smd":
        return f"{size} standard deviations better {span}"
    most = "" if scale["high"] is None else f" of {scale['high']:g}"
    return f"{size}{most} points better {span}"


_RATIOS = frozenset({"rr", "or", "hr"})


def _commonest_and_serious(found: Expected) -> Iterator[Part]:
    for is_serious in (False, True):
        yield next(each for each in found.harms if each["serious"] is is_serious)


def _harms(parts: Iterable[Part]) -> str:
    told = "; ".join(map(_harm, parts))
    return f"{told[:1].upper()}{told[1:]}."


def _harm(part: Part) -> str:
    shown = cast("Mapping[str, Any]", part)
    return f"{shown['event']} {shown['rate']:.2g} in {shown['per']:,}"


def _chance(share: float) -> str:
    # No forecast is sure: a chance next to 0 or 1 is told as such.
    ends = {0: "under 1 of 100", 100: "over 99 of 100"}
    percent = round(share * 100)
    return ends.get(percent, f"{percent} of 100")
