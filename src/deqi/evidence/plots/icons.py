"""A hundred little people: who gets better anyway, who only with treatment, who not."""

from deqi.evidence.answers import PerHundred
from deqi.evidence.plots import drawing, grammar
from deqi.evidence.plots.grammar import Part, layer, mark
from deqi.evidence.plots.values import CELADON, INK, MARK, PAPER, VERMILION, Plot

_STANDING = (
    "M-0.28,-0.68A0.28,0.28,0,1,1,0.28,-0.68A0.28,0.28,0,1,1,-0.28,-0.68Z"
    "M-0.42,-0.32L0.42,-0.32L0.42,0.3L0.24,0.3L0.24,1L-0.24,1L-0.24,0.3L-0.42,0.3Z"
)
_CHEERING = (
    "M-0.26,-0.66A0.26,0.26,0,1,1,0.26,-0.66A0.26,0.26,0,1,1,-0.26,-0.66Z"
    "M-0.98,-0.7L-0.78,-0.88L-0.3,-0.34L0.3,-0.34L0.78,-0.88L0.98,-0.7L0.42,-0.06"
    "L0.24,0.3L0.24,1L-0.24,1L-0.24,0.3L-0.42,-0.06Z"
)
_BESIDE = 10

BETTER = "get clearly better"


def icons(
    told: PerHundred, name: str, control: str, treated: str, *, does: str = BETTER
) -> Plot:
    """Return the array of a hundred people.

    Parameters
    ----------
    told : PerHundred
        With both arms.
    name : str
        Of the file.
    control, treated : str
        What people had, in words: ``with usual care``, ``with acupuncture as well``.
    does : str
        What counts, in words.

    Raises
    ------
    ValueError
        Where only one arm is known.
    """
    groups = _groups(told, control, treated, does)
    title = _title(told, control, treated, does)
    chart = layer(
        _people(groups),
        mark("point", filled=True, size=400, strokeWidth=1.2, opacity=1),
        x=grammar.place("x", axis=None),
        y=grammar.place("y", axis=None),
        fill=_coded(groups, 2),
        stroke=_coded(groups, 3),
        shape=_coded(groups, 4),
    )
    return Plot(
        name=f"icons-{name}",
        title=title,
        description=f"{told.of} people, {told.outcome}, after {told.weeks:g} weeks: "
        + "; ".join(f"{group[1]}" for group in groups)
        + ".",
        spec=drawing.specify(chart, title, 460),
        headings=("People of 100", does[:1].upper() + does[1:]),
        rows=tuple((str(group[0]), group[1]) for group in groups),
    )


Group = tuple[int, str, str, str, str]


def _groups(told: PerHundred, control: str, treated: str, does: str) -> list[Group]:
    with_it, more = told.people.treated, told.people.more
    if with_it is None or more is None:
        raise ValueError("a hundred people are drawn for two arms")
    anyway = min(told.people.control, with_it)
    rest = told.of - anyway - abs(more)
    if more >= 0:
        extra = f"{more} more {treated}"
        shown = (more, extra, CELADON, CELADON, _CHEERING)
    else:
        extra = f"{-more} fewer {treated}"
        shown = (-more, extra, VERMILION, VERMILION, "cross")
    return [
        (anyway, f"{anyway} {control}", INK, INK, _STANDING),
        shown,
        (rest, f"{rest} do not {does}", PAPER, MARK, _STANDING),
    ]


def _title(told: PerHundred, control: str, treated: str, does: str) -> str:
    people = told.people
    sure = "" if told.clear else "; the gap may be chance"
    return (
        f"{people.treated} of {told.of} {does} {treated},"
        f" {people.control} {control}{sure}"
    )


def _people(groups: list[Group]) -> list[dict[str, object]]:
    names = [group[1] for group in groups for _ in range(group[0])]
    return [
        {"x": place % _BESIDE, "y": place // _BESIDE, "group": name}
        for place, name in enumerate(names)
    ]


def _coded(groups: list[Group], place: int) -> Part:
    looks = [group[place] for group in groups]
    scale = {"domain": [group[1] for group in groups], "range": looks}
    return grammar.name("group", scale=scale)
