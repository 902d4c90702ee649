"""Reviews: decided by the rules, at times otherwise, and what follows from them."""

from __future__ import annotations

from deqi.care.reviewing import Review
from deqi.core.review import Decision
from deqi.operations import episodes, reviews
from deqi.operations.example import arriving, treating
from deqi.operations.example.cases import Case
from deqi.operations.example.treating import Course

WEEKLY = (6, 8)


def is_due(course: Course, last: Decision | None) -> bool:
    """Return whether a session is followed by a review."""
    return course.sessions in treating.REVIEWED_AT or last in (
        Decision.TAPER,
        Decision.MAINTAIN,
        Decision.PAUSE,
        Decision.CHANGE,
    )


def decide(case: Case, course: Course) -> tuple[Decision, tuple[int, int]]:
    """Decide a review.

    Returns
    -------
    tuple of (Decision, tuple of int)
        What was decided, and in how many days the next visit fits.
    """
    found = reviews.propose(case.reads(), case.episode)
    if found.decision is Decision.TAPER:
        _ask_what_is_wanted(case)
    taken = _taken(case, course, found)
    return taken, found.next_visit_days or WEEKLY


def _ask_what_is_wanted(case: Case) -> None:
    wants = case.lot("maintenance").random() < 0.3
    terms = arriving.terms(case, wants_maintenance=wants)
    episodes.change(case.needles(), case.episode, terms)


def _taken(case: Case, course: Course, found: Review) -> Decision:
    wish = _OTHERWISE.get(found.decision)
    if wish and case.lot("otherwise", course.sessions).random() < 0.12:
        decision, reason = wish
        reviews.decide(case.needles(), case.episode, decision=decision, reason=reason)
        return decision
    reviews.decide(case.needles(), case.episode)
    return found.decision


_OTHERWISE = {
    Decision.CONTINUE: (
        Decision.CHANGE,
        "Two sessions without a difference for the patient; treating elsewhere.",
    ),
    Decision.TAPER: (
        Decision.CONTINUE,
        "Starts a heavy month at work; wants two more weekly sessions first.",
    ),
    Decision.CHANGE: (
        Decision.CONTINUE,
        "Was ill for two weeks; the last score says little.",
    ),
}
