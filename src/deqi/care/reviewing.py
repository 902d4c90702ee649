"""An episode to a review: scores, screening of the day, events, cover, forecast."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from deqi.care import chain, expecting, foreseeing, pacing
from deqi.care.foreseeing import Foresight
from deqi.care.values import Cited, Expected, Wishes
from deqi.core import answers, review
from deqi.core.episodes import Episode
from deqi.core.facts import Holds, Rank, Statement
from deqi.core.findings import Finding, Question, Screening
from deqi.core.people import Facts
from deqi.core.review import Decision, Earlier, Reason, Series, Standing, Verdict
from deqi.core.rules import Outcome, Urgency
from deqi.knowledge import (
    charting,
    facts,
    instruments,
    reviews,
    sources,
)


@dataclass(frozen=True, slots=True)
class Gain:
    """Where one instrument stands.

    Parameters
    ----------
    baseline, latest : float or None
        Scores; None where there is none that counts.
    change : float or None
        Latest less baseline: negative is better where higher is worse.
    change_percent : float or None
        The same in per cent of the baseline.
    important : bool or None
        Better by the smallest important change; None where that cannot be told.
    worse : bool or None
        Worse by what the records call a worsening.
    baseline_date, latest_date : date or None
        Their days.
    decides : bool
        The rules of the review rest on it: an instrument of pain or disability with a
        baseline and a recent score.
    """

    baseline: float | None
    latest: float | None
    change: float | None
    change_percent: float | None
    important: bool | None
    worse: bool | None
    baseline_date: date | None
    latest_date: date | None
    decides: bool


@dataclass(frozen=True, slots=True)
class Today:
    """What the screening of the day says.

    Parameters
    ----------
    outcome : Outcome
        Of the screening.
    allowed : bool or None
        Whether a session may go on today; None while a question is open.
    findings : tuple of Finding
        Rules that fired, gravest first.
    questions : tuple of Question
        What must be answered before any needle.
    """

    outcome: Outcome
    allowed: bool | None
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """What to do next with a course, and why.

    Parameters
    ----------
    decision : Decision
        Of the gravest rule that holds.
    urgency : Urgency or None
        How soon somebody else has to look; None unless it is a referral.
    next_visit_days : tuple of int or None
        Least and most days to the next visit; None where none is to be booked.
    because : tuple of Reason
        The rules that call for this decision.
    progress : mapping of str to Gain
        By instrument.
    forecast : Foresight or None
        Informs, and decides nothing; None where none can be made.
    forecast_why : str
        Why there is none; empty where there is one.
    expected : Expected or None
        What the trials found, beside the forecast: what comes anyway, the gain over
        usual care and over sham, and harms. None where no gain is to be spoken of.
    expected_why : str
        Why there is none; empty where there is one.
    today : date
        The day of the review.
    sessions : int
        Sessions of the series so far.
    beside : tuple of Reason
        Milder rules that hold too.
    remarks : tuple of Reason
        What else is to be known.
    screening : Today
        What the screening of the day says.
    overruled : tuple of Earlier
        Earlier reviews of the series that a practitioner overruled, with the reason.
    overrulable : bool
        A practitioner may decide otherwise, with a written reason; never in an
        emergency of the day.
    sources : tuple of Cited
        Every source that a reason names.
    """

    decision: Decision
    urgency: Urgency | None
    next_visit_days: tuple[int, int] | None
    because: tuple[Reason, ...]
    progress: Mapping[str, Gain]
    forecast: Foresight | None
    forecast_why: str
    expected: Expected | None
    expected_why: str
    today: date
    sessions: int
    beside: tuple[Reason, ...]
    remarks: tuple[Reason, ...]
    screening: Today
    overruled: tuple[Earlier, ...]
    overrulable: bool
    sources: tuple[Cited, ...]


def decide(
    episode: Episode, *, today: date, said: Sequence[Statement] | None = None
) -> Review:
    """Review an episode.

    Parameters
    ----------
    episode : Episode
        As read from its file, in any order.
    today : date
        The day of the review; nothing dated later is looked at.
    said : sequence of Statement or None
        What is known of the patient, by whom and when; None: the facts of the file, as
        a patient's words of today.

    Returns
    -------
    Review

    Raises
    ------
    RefusedAnswer, UnknownChoice, UnknownPayer
        For a fact, style or payer that no record holds.
    UnknownDecision, UnknownEvent, ScoreOutOfRange
        For an earlier review, an adverse event or a score that cannot be.
    """
    series = review.series_of(episode, today=today)
    told_so_far = _said(episode, series) if said is None else said
    wishes = Wishes(style=episode.style, sessions_so_far=len(series.held))
    known, screened = chain.screen(told_so_far, today=today, wishes=wishes)
    settings = reviews.settings()
    standings = [review.standing_of(i, series, settings) for i in settings.judged_by]
    rhythm = pacing.rhythm(episode, series, known)
    around = review.Circumstances(
        safety=_safety(screened),
        harm=review.weigh(series, settings, _vocabulary()),
        cover=pacing.cover(episode, series, known, rhythm),
        wants_maintenance=episode.wants_maintenance,
    )
    told = review.gather(series, standings, around, settings)
    verdict = review.decide(told, reviews.rules(), rhythm)
    forecast, why = _foresee(screened, series, standings, known)
    expected = expecting.expect(known, screened.outcome)
    remark = foreseeing.remark(forecast, series, standings)
    remarks = (*verdict.remarks, *((remark,) if remark else ()))
    return Review(
        decision=verdict.decision,
        urgency=verdict.urgency,
        next_visit_days=verdict.next_visit_days,
        because=verdict.because,
        progress=_progress(series, standings),
        forecast=forecast,
        forecast_why=why,
        expected=expected,
        expected_why=_unexpected(screened) if expected is None else "",
        today=today,
        sessions=len(series.held),
        beside=verdict.beside,
        remarks=remarks,
        screening=_today(screened),
        overruled=tuple(each for each in series.reviews if each.reason),
        overrulable=_is_overrulable(verdict, screened, series),
        sources=_cited(
            (*verdict.because, *verdict.beside, *remarks), forecast, expected
        ),
    )


def _said(episode: Episode, series: Series) -> tuple[Statement, ...]:
    return answers.read(
        {"facts": episode.answers()},
        facts.catalogue(),
        facts.vocabulary,
        today=series.today,
    )


def _safety(screened: Screening) -> review.Safety:
    held = screened.session.allowed is False and not _sends_on(screened)
    open_ones = screened.session.findings if held else screened.open_findings()
    grave = [f for f in open_ones if held or f.outcome is screened.outcome]
    return review.Safety(
        screened.outcome,
        screened.session.allowed,
        " ".join(_sentence(each) for each in grave),
        tuple(dict.fromkeys(s for each in grave for s in each.sources)),
        tuple(each.text for each in _waiting(screened)),
    )


def _sends_on(screened: Screening) -> bool:
    return screened.outcome in (Outcome.REFER, Outcome.EMERGENCY)


def _sentence(found: Finding) -> str:
    return f"{found.title}: {found.action.rstrip('.')}."


def _waiting(screened: Screening) -> tuple[Question, ...]:
    return tuple(
        each
        for each in screened.questions
        if each.rank is Rank.ABSOLUTE and each.holds_up is not Holds.NOTHING
    )


def _today(screened: Screening) -> Today:
    return Today(
        screened.outcome,
        screened.session.allowed,
        (*screened.open_findings(), *screened.session.findings),
        _waiting(screened),
    )


def _vocabulary() -> review.Vocabulary:
    words, kinds = charting.words(), charting.event_kinds()
    return review.Vocabulary(
        words.events, words.grades, {key: kind.title for key, kind in kinds.items()}
    )


def _progress(series: Series, standings: Sequence[Standing]) -> Mapping[str, Gain]:
    judged = {each.instrument.id: each for each in standings}
    measured = {each.instrument for each in series.measurements}
    settings = reviews.settings()
    return {
        name: _gain(
            judged.get(name) or review.standing_of(each, series, settings),
            decides=name in judged,
        )
        for name, each in instruments.catalogue().items()
        if name in measured and each.is_outcome
    }


def _gain(standing: Standing, *, decides: bool) -> Gain:
    moved = standing.change()
    first, last = standing.baseline, standing.latest
    return Gain(
        baseline=moved.baseline,
        latest=moved.latest,
        change=moved.absolute,
        change_percent=moved.percent,
        important=moved.important,
        worse=moved.worse,
        baseline_date=first.date if first else None,
        latest_date=last.date if last else None,
        decides=decides and standing.is_fresh and first is not None,
    )


def _foresee(
    screened: Screening, series: Series, standings: Sequence[Standing], known: Facts
) -> tuple[Foresight | None, str]:
    # No gain is spoken of where a doctor comes first, by forecast or by trials.
    if _sends_on(screened):
        return None, _DOCTOR_FIRST
    return foreseeing.foresee(series, standings, known)


def _unexpected(screened: Screening) -> str:
    return _DOCTOR_FIRST if _sends_on(screened) else "The complaint is not known."


_DOCTOR_FIRST = "A doctor comes first; what to expect is told afterwards."


def _is_overrulable(verdict: Verdict, screened: Screening, series: Series) -> bool:
    if verdict.urgency is not Urgency.EMERGENCY:
        return True
    # A life-threatening event is for a doctor on its day; later on a practitioner may
    # write down why needling goes on. What the screening finds today is never waved by.
    charted = (s for s in series.sessions if s.date == series.today)
    is_past = not any(each.adverse_events for each in charted)
    return screened.outcome is not Outcome.EMERGENCY and is_past


def _cited(
    reasons: Iterable[Reason], forecast: Foresight | None, expected: Expected | None
) -> tuple[Cited, ...]:
    named = [source for each in reasons for source in each.sources]
    named += forecast.sources if forecast else ()
    named += expecting.sources(expected)
    known = sources.catalogue()
    return tuple(
        Cited(each, known[each].citation, known[each].address)
        for each in dict.fromkeys(named)
    )
