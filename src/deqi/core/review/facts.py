"""What the rules of a review read of an episode, and the words their texts fill in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deqi.core import dates
from deqi.core.reading import Value
from deqi.core.review import in_force
from deqi.core.review.deciding import Told
from deqi.core.review.events import Harm
from deqi.core.review.in_force import SHAPING, InForce
from deqi.core.review.series import Series
from deqi.core.review.standing import Standing, Truth
from deqi.core.review.values import Decision, Settings
from deqi.core.rules import Outcome

READ: Mapping[str, tuple[str, ...]] = {
    "screening_outcome": tuple(Outcome),
    "session_allowed": (),
    "questions_open": (),
    "sessions_given": (),
    "after_discharge": (),
    "baseline_known": (),
    "progress_known": (),
    "measured_since": (),
    "instrument_changed": (),
    "no_room": (),
    "scores_on_one_day": (),
    "gain_percent": (),
    "worse": (),
    "recovered": (),
    "steps_without_change": (),
    "days_since_discharge": (),
    "gain_lost": (),
    "relapsed": (),
    "responded_before": (),
    "in_force": ("none", *SHAPING),
    "sessions_in_force": (),
    "restarts": (),
    "taper_done": (),
    "maintenance_visits": (),
    "wants_maintenance": (),
    "event_grade": (),
    "event_is_grave_kind": (),
    "event_ungraded": (),
    "event_healing": (),
    "events_repeated": (),
    "events_asked": (),
    "missed_in_row": (),
    "rows_later": (),
    "dates_reversed": (),
    "next_visit_covered": (),
    "covered_left": (),
    "cover_open": (),
}
"""Every name a rule may read, with its levels where it is a choice."""

WORDS = frozenset(
    {
        "sessions",
        "gain",
        "instrument",
        "scores",
        "age_days",
        "since",
        "finding",
        "waiting",
        "event",
        "missed",
        "covered",
        "later",
        "left",
        "discharged",
    }
)
"""Every word that the text of a rule may name in braces."""


@dataclass(frozen=True, slots=True)
class Safety:
    """What the screening of the day says.

    Parameters
    ----------
    outcome : Outcome
        Of the screening.
    allowed : bool or None
        Whether a session may go on today.
    finding : str
        What to do about the gravest finding; empty where there is none.
    sources : tuple of str
        Of that finding.
    waiting : tuple of str
        Questions, in words, that must be answered before a needle.
    """

    outcome: Outcome
    allowed: Truth
    finding: str = ""
    sources: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """What the payer says of the next visit.

    Parameters
    ----------
    covered : bool or None
        None where not known, and where nobody pays.
    left : int or None
        Visits left; None where no number is stated.
    why : str
        The payer's sentence.
    sources : tuple of str
        Of the payer's record.
    """

    covered: Truth = None
    left: int | None = None
    why: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known besides the scores.

    Parameters
    ----------
    safety : Safety
        The screening of the day.
    harm : Harm
        Adverse events.
    cover : Cover
        The payer.
    wants_maintenance : bool or None
        Whether the patient wants to go on at a low rate.
    """

    safety: Safety
    harm: Harm
    cover: Cover
    wants_maintenance: Truth


def gather(
    series: Series,
    standings: Sequence[Standing],
    around: Circumstances,
    settings: Settings,
) -> Told:
    """Return what the rules read of an episode.

    Parameters
    ----------
    series : Series
        The series under review.
    standings : sequence of Standing
        Of the instruments that decide, in any order.
    around : Circumstances
        Screening, events, cover, wishes.
    settings : Settings
        How an episode is read.

    Returns
    -------
    Told
        A fact that cannot be told is None.
    """
    best = _best(standings)
    values: dict[str, Value] = {
        **_of_series(series, settings),
        **_of_scores(standings, best),
        **_of_end(series, standings, best, settings),
        **_around(around),
    }
    cited = {"finding": around.safety.sources, "covered": around.cover.sources}
    return Told(values, _words(series, standings, best, around), cited)


def _best(standings: Iterable[Standing]) -> Standing | None:
    """Return the instrument that shows most gain, of those that can show any."""
    showing = [s for s in standings if s.is_fresh and s.gain_percent() is not None]
    return max(showing, key=lambda s: (s.gain_percent(), s.instrument.id), default=None)


def _of_series(series: Series, settings: Settings) -> dict[str, Value]:
    force = in_force.of(series)
    return {
        "sessions_given": len(series.held),
        "after_discharge": series.discharged is not None,
        "days_since_discharge": (
            (series.today - series.discharged).days if series.discharged else None
        ),
        "in_force": force.decision.value if force.decision else "none",
        "sessions_in_force": force.sessions,
        "restarts": in_force.restarts(series, settings),
        "taper_done": _is_through(force, series, settings),
        "maintenance_visits": force.sessions_of(Decision.MAINTAIN),
        "missed_in_row": series.missed_in_row(),
        "rows_later": series.later,
        "dates_reversed": series.is_reversed,
    }


def _is_through(force: InForce, series: Series, settings: Settings) -> bool:
    if force.decision is Decision.TAPER:
        return in_force.step(series, settings) is None
    return force.decision is Decision.MAINTAIN


def _of_scores(
    standings: Sequence[Standing], best: Standing | None
) -> dict[str, Value]:
    fresh = [s for s in standings if s.is_fresh]
    compared = [s for s in fresh if s.baseline is not None]
    return {
        "baseline_known": any(s.baseline is not None for s in standings),
        "progress_known": best is not None,
        "measured_since": any(s.baseline and s.latest for s in standings),
        "instrument_changed": bool(fresh) and not compared,
        "no_room": bool(compared) and best is None,
        "scores_on_one_day": any(s.scores_on_one_day for s in standings),
        "gain_percent": best.gain_percent() if best else None,
        "worse": _any(s.change().worse for s in compared),
        "steps_without_change": min(
            (s.steps_without_change() for s in compared), default=0
        ),
    }


def _of_end(
    series: Series,
    standings: Sequence[Standing],
    best: Standing | None,
    settings: Settings,
) -> dict[str, Value]:
    fresh = [s for s in standings if s.is_fresh]
    gains = [g for s in standings if (g := s.gain_at_end()) is not None]
    before = max(gains) >= settings.response_percent if gains else None
    gain = best.gain_percent() if best else None
    under = None if gain is None else bool(gain < settings.response_percent)
    worse = _any(s.is_worse_since_end() for s in fresh)
    # What lies within the error of a score is no loss; where the score to compare
    # with is not known, a gain under the line is one.
    lost = under and worse is not False
    unseen = None if before is False else under
    ended = series.discharged is not None
    spaced = in_force.of(series).spaced_since is not None
    return {
        "recovered": _is_recovered(fresh, settings),
        "gain_lost": lost if ended or spaced else None,
        "relapsed": (unseen if worse is None else worse) if ended else None,
        "responded_before": before if ended else None,
    }


def _is_recovered(fresh: Sequence[Standing], settings: Settings) -> Truth:
    told = [
        each.latest.score <= settings.recovered[each.instrument.id]
        for each in fresh
        if each.latest is not None and each.instrument.id in settings.recovered
    ]
    return all(told) if told else None


def _around(around: Circumstances) -> dict[str, Value]:
    safety, harm, cover = around.safety, around.harm, around.cover
    return {
        "screening_outcome": safety.outcome.value,
        "session_allowed": safety.allowed,
        "questions_open": len(safety.waiting),
        "event_grade": harm.grade,
        "event_is_grave_kind": harm.is_grave_kind,
        "event_ungraded": harm.is_ungraded,
        "event_healing": harm.is_healing,
        "events_repeated": harm.repeated,
        "events_asked": harm.is_asked,
        "next_visit_covered": cover.covered,
        "covered_left": cover.left,
        "cover_open": cover.covered is None and bool(cover.why),
        "wants_maintenance": around.wants_maintenance,
    }


def _any(claims: Iterable[Truth]) -> Truth:
    """Return True where one holds, None where nothing is known of any."""
    known = [each for each in claims if each is not None]
    return any(known) if known else None


def _words(
    series: Series,
    standings: Sequence[Standing],
    best: Standing | None,
    around: Circumstances,
) -> Mapping[str, str]:
    latest = [s.latest.date for s in standings if s.latest]
    begun = [s.instrument.id for s in standings if s.baseline]
    event = around.harm.worst
    return {
        "sessions": _counted(len(series.held), "session"),
        "gain": f"{best.gain_percent() or 0:.0f}" if best else "",
        "instrument": best.instrument.id if best else " or ".join(begun),
        "scores": "; ".join(_moved(s) for s in standings if s.latest),
        "age_days": str((series.today - max(latest)).days) if latest else "",
        "since": dates.said(series.first or series.today),
        "finding": around.safety.finding,
        "waiting": _counted(len(around.safety.waiting), "safety question"),
        "event": f"{event.title} on {dates.said(event.date)}" if event else "",
        "missed": _counted(series.missed_in_row(), "visit"),
        "covered": around.cover.why,
        "later": _counted(series.later, "entry", "entries"),
        "left": _counted(around.cover.left or 0, "visit"),
        "discharged": dates.said(series.discharged) if series.discharged else "",
    }


def _moved(standing: Standing) -> str:
    last = standing.latest
    if last is None or standing.baseline is None:
        return f"{standing.instrument.id} {last.score if last else 0:g}"
    return (
        f"{standing.instrument.id} from {standing.baseline.score:g} to {last.score:g}"
    )


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
