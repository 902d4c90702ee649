"""One treatment, from today's questions to the signature; and what the first one needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from deqi.core.facts import Speaker
from deqi.core.rules import Outcome
from deqi.core.visits import Step
from deqi.operations import (
    clock,
    consents,
    events,
    events_reads,
    facts,
    measurements,
    plans,
    sessions,
    signing,
    visits,
)
from deqi.operations.example import arriving, charts, intakes, scores
from deqi.operations.example.cases import Case, Part, after
from deqi.operations.example.scores import Truth
from deqi.operations.facts import Via
from deqi.operations.plans import Changes, NothingLeft
from deqi.operations.sessions import Charting


@dataclass(slots=True)
class Course:
    """What is known of a course while it goes on.

    Parameters
    ----------
    truth : Truth
        How it truly goes.
    began : datetime or None
        When the first session was.
    sessions : int
        How many were signed.
    line : str
        What the next session begins with; empty before a plan is signed.
    harm : UUID or None
        An adverse event that is not over.
    """

    truth: Truth
    began: datetime | None = None
    sessions: int = 0
    line: str = ""
    harm: UUID | None = None

    @property
    def weeks(self) -> float:
        """Return the weeks since the first session."""
        if self.began is None:
            return 0.0
        return (clock.now() - self.began).total_seconds() / (7 * 86400)


REVIEWED_AT = (4, 6, 8, 10, 12, 15)
"""Sessions with a review."""

FEVER_AT = 2
"""After so many sessions something changes for those for whom it does."""


def treat(case: Case, course: Course, visit: UUID) -> Part[Outcome]:
    """Ask, needle, chart and sign.

    Returns
    -------
    Outcome
        Of the questions of the day; where a doctor comes first, nobody was needled.
    """
    if course.sessions == 0:
        arriving.examine(case)
    close_harm(case, course)
    found = _asked(case, course)
    if arriving.is_led_out(found):
        yield from _sent_away(case, visit)
        return found
    if course.sessions == 0:
        _agreed(case, course)
    session = sessions.begin(case.needles(), case.episode, visit=visit)
    yield after(27)
    _signed(case, course, session)
    return found


def _asked(case: Case, course: Course) -> Outcome:
    changes = bool(case.story.kind.later) and course.sessions == FEVER_AT
    told = intakes.of_visit(case.story.kind, later=changes)
    facts.answer(
        case.needles(), case.episode, told, by=Speaker.PRACTITIONER, via=Via.SESSION
    )
    # Only where something may have changed is the whole screening looked at.
    if course.sessions == 0 or changes:
        return arriving.outcome(case)
    return Outcome.PROCEED


def _sent_away(case: Case, visit: UUID) -> Part[None]:
    visits.step(case.needles(), visit, Step.BEGUN)
    yield after(10)
    visits.step(case.needles(), visit, Step.DONE)


def _agreed(case: Case, course: Course) -> None:
    offered = consents.offered(case.reads(), case.episode)
    consents.give(case.needles(), case.episode, text=offered.text)
    measure(case, course)
    plan(case, course, case.story.terms.style)


def plan(case: Case, course: Course, style: str) -> None:
    """Sign a plan in a style, or in all where one alone leaves nothing to needle."""
    try:
        plans.sign(case.needles(), case.episode, Changes(style=style))
    except NothingLeft:
        plans.sign(case.needles(), case.episode, Changes(style="combined"))
    course.line = charts.planned(case)


def measure(case: Case, course: Course) -> None:
    """Let the patient fill in every instrument that is followed."""
    for name in scores.INSTRUMENTS:
        total = scored(case, course, name)
        if total is not None:
            taken = measurements.Taken(name, total=total)
            measurements.record(case.needles(), case.episode, taken)


def scored(case: Case, course: Course, instrument: str) -> float | None:
    """Return what the patient answers to an instrument now."""
    lot = case.lot("score", instrument, course.sessions)
    return scores.score(course.truth, instrument, course.weeks, lot)


def _signed(case: Case, course: Course, session: UUID) -> None:
    lot = case.lot("chart", course.sessions)
    harm = charts.harm(case, lot, number=course.sessions + 1)
    draft = charts.typed(charts.varied(course.line, lot), lot, harm=harm)
    charting = Charting(
        draft, _scores(case, course), _SAID.get(course.sessions, ""), 20
    )
    signing.sign(case.needles(), session, charting, revision=1)
    course.began = course.began or clock.now()
    course.sessions += 1
    if harm is not None:
        _followed(case, course, session, harm)


_SAID = {
    0: "Explained what happens, and what not to expect.",
    3: "Asks about swimming.",
    5: "Exercises done twice a week.",
}


def _scores(case: Case, course: Course) -> dict[str, float]:
    if course.sessions == 0:
        return {}
    is_review = course.sessions + 1 in REVIEWED_AT
    names = scores.INSTRUMENTS if is_review else scores.OF_EACH_SESSION
    told = {name: scored(case, course, name) for name in names}
    return {name: total for name, total in told.items() if total is not None}


def _followed(case: Case, course: Course, session: UUID, harm: charts.Harm) -> None:
    for event in events_reads.listed(case.reads(), episode=case.episode):
        if event.session == session:
            is_over = not event.is_grave
            events.follow(case.needles(), event.id, text=harm.text, is_over=is_over)
            course.harm = None if is_over else event.id


def close_harm(case: Case, course: Course) -> None:
    """Ask how an adverse event went that was not over, and write that it is."""
    if course.harm is not None:
        events.follow(
            case.needles(), course.harm, text="Healed; the doctor agrees.", is_over=True
        )
        course.harm = None
