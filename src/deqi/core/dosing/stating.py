"""Says in words what a study found; every word is computed from its figures."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from deqi.core.dosing.findings import Contrast, Findings, Relief
from deqi.core.dosing.values import OURS, Design

_GAINS = {"usual_care": "over usual care", "sham": "as small as over sham"}
_SPEEDS = {"alike": "all alike", "mixed": "fast and slow"}
_TOLD = (Relief.EQUAL, Relief.BETTER, Relief.WORSE, Relief.OPEN)


@dataclass(frozen=True, slots=True)
class Line:
    """A policy of ours against one course, over all speeds and drop-outs.

    Parameters
    ----------
    ours, against : str
        Ids of the policies.
    dose, gain : str
        What is assumed.
    relief, visits : str
        How they compare, in words.
    """

    ours: str
    against: str
    dose: str
    gain: str
    relief: str
    visits: str


def is_met(found: Findings, design: Design) -> bool:
    """Return whether our policy meets the goal against each course it names."""
    return all(each.met for each in _central(found, design, OURS))


def statement(
    found: Findings, design: Design, titles: Mapping[str, str]
) -> tuple[str, ...]:
    """Return what was found, sentence by sentence.

    Parameters
    ----------
    found : Findings
        Of the whole grid.
    design : Design
        Goal and courses.
    titles : mapping of str to str
        Ids of policies to their names.
    """
    return tuple(
        f"{titles[ours][:1].upper()}{titles[ours][1:]}: {told}"
        for ours in dict.fromkeys(each.ours for each in found.contrasts)
        for told in (
            _verdict(_central(found, design, ours), design, titles),
            _over_the_grid(_contrasts(found, design, ours), design),
        )
    )


def lines(found: Findings, design: Design) -> Iterator[Line]:
    """Yield how relief and visits compare, for each dose response, gain and course."""
    keys = dict.fromkeys(
        (each.ours, each.policy, each.assumed["dose"], each.assumed["gain"])
        for each in found.contrasts
        if each.policy in design.goal.against
    )
    for key in keys:
        own = [
            each
            for each in found.contrasts
            if (each.ours, each.policy, each.assumed["dose"], each.assumed["gain"])
            == key
        ]
        yield Line(*key, _reliefs(own), _visits(own))


def _central(found: Findings, design: Design, ours: str) -> list[Contrast]:
    central = design.goal.central.names()
    own = _contrasts(found, design, ours)
    return [each for each in own if dict(each.assumed) == central]


def _contrasts(found: Findings, design: Design, ours: str) -> list[Contrast]:
    return [
        each
        for each in found.contrasts
        if each.ours == ours and each.policy in design.goal.against
    ]


def _verdict(
    central: Sequence[Contrast], design: Design, titles: Mapping[str, str]
) -> str:
    held = sum(each.met for each in central)
    told = "; ".join(
        f"against {titles[each.policy]} relief is {each.relief} (mean score"
        f" {_signed(each.mean_nrs.value)}, standard error {each.mean_nrs.se:.4f}) with"
        f" {_visits([each])}"
        for each in central
    )
    return (
        f"under the central assumptions {told}. Equal or better relief for at least"
        f" {design.goal.fewer_percent:g} % fewer visits holds against {held} of"
        f" {len(central)} courses."
    )


def _over_the_grid(own: Sequence[Contrast], design: Design) -> str:
    courses = len(design.goal.against)
    counted = Counter(each.relief for each in own)
    told = ", ".join(f"{each} in {counted[each]}" for each in _TOLD)
    where = "".join(
        f" {relief[:1].upper()}{relief[1:]} {_where(each.assumed for each in found)}."
        for relief in _TOLD[1:]
        if (found := [each for each in own if each.relief is relief])
    )
    met = _met(own, courses)
    return (
        f"over all {len(own) // courses} sets of assumptions, against {courses} courses"
        f" each, relief is {told}.{where} There are {_visits(own)}. The goal holds"
        f" against all {courses} in {len(met)} of {len(own) // courses} sets"
        f"{': ' if met else ''}{_where(met)}."
    )


def _met(own: Sequence[Contrast], courses: int) -> list[Mapping[str, str]]:
    """Return the sets of assumptions in which the goal holds against every course."""
    sets = {tuple(each.assumed.values()): each.assumed for each in own}
    counted = Counter(tuple(each.assumed.values()) for each in own if each.met)
    return [told for key, told in sets.items() if counted[key] == courses]


def _where(sets: Iterable[Mapping[str, str]]) -> str:
    found = Counter((each["dose"], each["gain"], each["responders"]) for each in sets)
    return "; ".join(
        f"where the dose response is {dose}, the gain {_GAINS.get(gain, gain)} and"
        f" responders {_SPEEDS.get(speeds, speeds)} ({count})"
        for (dose, gain, speeds), count in found.items()
    )


def _reliefs(own: Sequence[Contrast]) -> str:
    counted = Counter(each.relief for each in own)
    return ", ".join(f"{each} {counted[each]}" for each in _TOLD if counted[each])


def _visits(own: Sequence[Contrast]) -> str:
    shares = [each.fewer_percent or 0.0 for each in own]
    low, high = round(min(shares)), round(max(shares))
    if low < 0 < high:
        return f"from {-low} % more to {high} % fewer visits"
    ends = sorted({abs(low), abs(high)})
    return f"{' to '.join(map(str, ends))} % {'more' if low < 0 else 'fewer'} visits"


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("-", "\N{MINUS SIGN}")
