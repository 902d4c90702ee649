"""When the next visit of an episode fits, and whether its payer covers it."""

from collections.abc import Sequence
from datetime import timedelta
from math import floor

from deqi.core import courses, coverage, review
from deqi.core.conditions import stage
from deqi.core.episodes import Episode
from deqi.core.people import Facts
from deqi.core.review import Decision, Series
from deqi.knowledge import conditions, reviews
from deqi.knowledge import courses as cadences
from deqi.knowledge import coverage as payers


def rhythm(episode: Episode, series: Series, known: Facts) -> review.Rhythm:
    """Return in how many days the next visit fits, by decision.

    Parameters
    ----------
    episode : Episode
        Its payer's cadence counts, or else the usual one.
    series : Series
        How far the course has come.
    known : Facts
        For how long the complaint has lasted.
    """
    cadence = cadence_of(episode.payer)
    phases = cadence.phases(stage(known.values_read, conditions.stages()))
    steps = [p for p in phases for _ in range(p.visits) if p.name == "induction"]
    usual = steps[min(len(series.held), len(steps) - 1)]
    monthly = next((p for p in phases if p.name == "maintenance"), None)
    taper = review.step(series, reviews.settings())
    own = dict(reviews.rhythm())
    own[Decision.CONTINUE] = around(usual)
    own[Decision.TAPER] = taper or own[Decision.TAPER]
    if monthly is not None:
        own[Decision.MAINTAIN] = around(monthly)
    return own


def cover(
    episode: Episode, series: Series, known: Facts, rhythm: review.Rhythm
) -> review.Cover:
    """Return what the payer says of the next visit.

    Parameters
    ----------
    episode : Episode
        With its visits and measurements.
    series : Series
        The day of the review.
    known : Facts
        What the payer's criteria read.
    rhythm : Rhythm
        Says how soon the next visit may be.

    Raises
    ------
    UnknownPayer
        For a payer that no record holds.
    """
    if episode.payer is None:
        return review.Cover()
    policy = payers.find(episode.payer)
    ledger = coverage.ledger(
        policy,
        episode.visits,
        values=known.values_read,
        measurements=episode.measurements,
        today=series.today,
    )
    soonest, _ = rhythm[Decision.CONTINUE] or (0, 0)
    (ahead,) = coverage.covers(
        policy,
        ledger,
        [series.today + timedelta(days=soonest)],
        values=known.values_read,
        measurements=episode.measurements,
    )
    held = [each for each in ledger.visits if each.took_place]
    if held and all(each.covered is False for each in held):
        # Cover that never was cannot end: that patient pays already, and knows it.
        return review.Cover()
    return review.Cover(ahead.covered, ledger.left, ahead.why, policy.sources)


def cadence_of(payer: str | None) -> courses.Cadence:
    """Return the cadence of a payer, or else the usual one."""
    known = cadences.catalogue()
    name = (payer or "").strip().casefold()
    return known[name if name in known else cadences.DEFAULT]


def outline_note(course: Sequence[courses.PlannedVisit]) -> str:
    """Return how far a course is an outline only: what its reviews put in its place.

    Parameters
    ----------
    course : sequence of PlannedVisit
        As planned.

    Returns
    -------
    str
        Empty where nothing waits for a review.
    """
    first = next((each.visit for each in course if each.purpose == "review"), None)
    if first is None or not any(each.conditional for each in course):
        return ""
    taper = " then ".join(map(spaced, reviews.settings().taper))
    return (
        f"An outline: the review at visit {first} decides what follows. After a response"
        f" visits are spaced out at once, {taper}, and measured again; monthly visits"
        " come only for those who want them. Without a response the treatment is"
        " changed, or the course ends."
    )


def spaced(step: review.Step) -> str:
    """Return one step of a taper in words."""
    least, most = step.days
    visits = "one visit" if step.visits == 1 else f"{step.visits} visits"
    return f"{visits} after {least} to {most} days"


def around(phase: courses.Phase) -> tuple[int, int]:
    """Return least and most days from one visit of a phase to the next."""
    days = floor(phase.every_days)
    return days - phase.slack_days, days + phase.slack_days
