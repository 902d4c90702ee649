"""The charting line: what was needled, in a few words, with exact refusals.

``BL23 b 25mm deqi; GV3 15; ashi L4 R 30 twitch x3; ret 20; in 6 out 6; ae none``

Words
-----
item
    One site with its attributes, or one thing said of the whole session.
rule
    What a line must keep; each breach is an error with its place in the line.
doubt
    What is accepted and still shown as a warning.
overrule
    A cap or a restriction that a practitioner broke with a written reason.
"""

from collections.abc import Iterator, Sequence

from deqi.core.findings import Restriction
from deqi.core.needling.carrying import again, planned, recall
from deqi.core.needling.checks import Checked, check
from deqi.core.needling.drafts import Draft, Whole, whole
from deqi.core.needling.grammar import read_item
from deqi.core.needling.session import Session, read_session
from deqi.core.needling.shortcuts import expand, why_not_line, why_not_word
from deqi.core.needling.sites import is_session, part
from deqi.core.needling.tokens import cut
from deqi.core.needling.values import (
    AdverseEvent,
    Chart,
    Doubt,
    ImpossibleChart,
    Needling,
    Place,
    Problem,
    Refusal,
    Rule,
    Vocabulary,
    Words,
)
from deqi.core.needling.writing import write
from deqi.core.points import Sides

__all__ = [
    "AdverseEvent",
    "Chart",
    "Doubt",
    "Draft",
    "ImpossibleChart",
    "Needling",
    "Place",
    "Problem",
    "Refusal",
    "Rule",
    "Vocabulary",
    "Whole",
    "Words",
    "again",
    "expand",
    "planned",
    "read",
    "recall",
    "whole",
    "why_not_line",
    "why_not_word",
    "write",
]


def read(
    line: str, known: Vocabulary, *, restrictions: Sequence[Restriction] = ()
) -> Chart | Refusal:
    """Read a charting line.

    Parameters
    ----------
    line : str
        Any text; letters of either size mean the same.
    known : Vocabulary
        Points, muscles, levels and words that it may refer to.
    restrictions : sequence of Restriction
        What screening took away for this person; none where nobody was screened.

    Returns
    -------
    Chart or Refusal
        A chart where every rule is kept, else all breaches in the order of the line.
        Places are counted in characters from 0: first, and one past the last.
    """
    cuts, problems = cut(line)
    if not cuts and not problems:
        says = "Write what was needled, such as BL23 b 25mm deqi; in 2 out 2."
        return Refusal((Problem(Rule.EMPTY_LINE, says, (0, len(line))),))
    segments, parted = part(cuts, known)
    items = [read_item(each, known) for each in segments if not is_session(each)]
    checked = [check(item, known, restrictions) for item, _ in items]
    session, said = read_session(filter(is_session, segments), known)
    end = (len(line), len(line))
    found = [problem for each in checked for problem in each.problems]
    found += [*_over_all(checked, session, known, end), *said, *problems, *parted]
    found += [problem for _, unread in items for problem in unread]
    errors = [each for each in found if isinstance(each.code, Rule)]
    if errors:
        return Refusal(tuple(sorted(errors, key=lambda error: error.at)))
    return _chart(checked, session, tuple(found))


def _chart(
    checked: Sequence[Checked], session: Session, warnings: tuple[Problem, ...]
) -> Chart:
    sites = tuple(each.needling() for each in checked)
    return Chart(
        needling=sites,
        retention_minutes=session.numbers.get("ret"),
        needles={"in": session.numbers["in"], "out": session.numbers["out"]},
        lots=session.lots,
        adverse_events=session.events,
        adverse_events_charted=session.events_charted,
        warnings=(*warnings, *_repeats(sites)),
    )


def _over_all(
    checked: Sequence[Checked], session: Session, known: Vocabulary, end: Place
) -> Iterator[Problem]:
    """Yield what only the line as a whole can be told: its count and what it omits."""
    if not checked:
        says = "Add at least one site, such as BL23 b 25mm."
        yield Problem(Rule.NOTHING_NEEDLED, says, end)
    yield from _count(checked, session, known)
    if not {"in", "out"} <= session.places.keys():
        says = "Count the needles and add in and out, such as in 9 out 9."
        yield Problem(Rule.NEEDLES_MISSING, says, end)
    if "ret" not in session.places:
        says = "Add the retention in minutes, such as ret 20."
        yield Problem(Doubt.RETENTION_MISSING, says, end)
    if "ae" not in session.places:
        says = "Add what went wrong, such as ae bruise mild, or ae none."
        yield Problem(Doubt.ADVERSE_EVENTS_MISSING, says, end)


def _count(
    checked: Sequence[Checked], session: Session, known: Vocabulary
) -> Iterator[Problem]:
    went_in, came_out = session.numbers.get("in"), session.numbers.get("out")
    each = [item.needles for item in checked]
    charted = sum(count for count in each if count is not None)
    if went_in is not None and None not in each and went_in != charted:
        says = f"The sites hold {charted} needles and {went_in} went in: mend one."
        yield Problem(Rule.NEEDLE_COUNT, says, session.places["in"])
    if went_in is None or came_out is None or went_in == came_out:
        return
    kinds = {event.kind for event in session.events}
    if came_out > went_in or known.words.left_behind not in kinds:
        says = (
            f"{went_in} needles went in and {came_out} came out: count again, and if"
            f" one stayed behind add ae {known.words.left_behind}."
        )
        yield Problem(Rule.NEEDLE_COUNT, says, session.places["out"])


def _repeats(sites: Sequence[Needling]) -> Iterator[Problem]:
    seen: set[tuple[str | None, str | None, str | None, Sides]] = set()
    for site in sites:
        sides = {site.sides}
        if site.sides is Sides.BOTH:
            sides = {Sides.LEFT, Sides.RIGHT}
        keys = {(site.point, site.muscle, site.level, side) for side in sides}
        if keys & seen:
            says = f"{site.point or site.muscle} stands twice: use x2 for two needles."
            yield Problem(Doubt.POINT_TWICE, says, site.at)
        seen |= keys
