"""Scores questionnaires and says whether a change between two scores matters.

Words
-----
score
    The one number an instrument gives, with what it was made of.
important change
    The smallest change in the better direction that patients notice; either rule of
    the record, absolute or per cent, is enough.
measurement
    One score on one day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from deqi.core.fields import shown
from deqi.core.scales import Direction, Instrument, Method, Missing, NotScored
from deqi.core.scores import Important, Score, Subscore

Answer = bool | int | float | None


class UnknownInstrument(ValueError):
    """An instrument that no record describes."""


class ItemTwice(ValueError):
    """Two answers to one item."""


class AnswerOutOfRange(ValueError):
    """An answer that the item's scale does not hold."""


class ScoreOutOfRange(ValueError):
    """A total that the instrument's range does not hold."""


class BothItemsAndTotal(ValueError):
    """Items and a total at once, which might contradict each other."""


class NothingAnswered(ValueError):
    """Neither an item nor a total."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One score on one day.

    Parameters
    ----------
    date : date
        The day it was measured.
    instrument : str
        Id of the instrument.
    score : float
        In points of the instrument.
    """

    date: date
    instrument: str
    score: float


@dataclass(frozen=True, slots=True)
class Change:
    """What lies between two scores.

    Parameters
    ----------
    baseline, latest : float or None
        The scores; None where unknown.
    absolute : float or None
        Latest less baseline: negative is better where higher is worse.
    percent : float or None
        The same in per cent of the baseline; None from a baseline of 0, and on a
        scale that does not begin at 0.
    important : bool or None
        Whether it got better by the smallest important change; None where that
        cannot be told.
    worse : bool or None
        Whether it got worse by what the record calls a worsening.
    """

    baseline: float | None
    latest: float | None
    absolute: float | None
    percent: float | None
    important: bool | None
    worse: bool | None


def find(instrument: str, catalogue: Mapping[str, Instrument]) -> Instrument:
    """Return the instrument of that id or alias; letters' case is free.

    Raises
    ------
    UnknownInstrument
        Where no record has that name.
    """
    wanted = instrument.strip().casefold()
    for each in catalogue.values():
        if wanted in (name.casefold() for name in (each.id, *each.aliases)):
            return each
    known = ", ".join(catalogue)
    raise UnknownInstrument(
        f"{shown(instrument)} is no instrument; known are: {known}."
    )


def score(
    instrument: Instrument,
    *,
    items: Mapping[str, Answer] | None = None,
    total: Answer = None,
) -> Score:
    """Score one instrument from its items or from a total.

    Parameters
    ----------
    instrument : Instrument
        Its record.
    items : mapping of str to Answer, optional
        Answers by item; None is an item seen and left open. True counts 1 and False
        0 where statements are ticked.
    total : float, optional
        The score itself, where somebody else added it up.

    Returns
    -------
    Score
        Its score is None where the missing-item rule leaves none.

    Raises
    ------
    NotScored
        Where this product gives no score for it.
    BothItemsAndTotal, NothingAnswered
        Where not exactly one of the two is given.
    UnknownItem, ItemTwice, AnswerOutOfRange, ScoreOutOfRange
        Where an answer does not fit the instrument.

    Source: knowledge ``instruments:<id>``, one record for each instrument.
    """
    if instrument.method is Method.NOT_SCORED:
        raise NotScored(f"{instrument.id} is not scored: {instrument.method_text}.")
    if items is not None and total is not None:
        raise BothItemsAndTotal(
            f"{instrument.id}: give the items or the total, not both."
        )
    if total is not None:
        return _score(instrument, _total(instrument, total), None)
    answers = _answers(instrument, items or {})
    return _score(instrument, _value(instrument, answers), answers)


def change(
    instrument: Instrument, baseline: float | None, latest: float | None
) -> Change:
    """Compare two scores of one person.

    Either rule is enough for an important change, because the source offers both:
    Ostelo 2008 proposes absolute cut-offs (pain 0-10: 2 points) and, where the
    baseline is taken into account, 30 per cent of it.

    Parameters
    ----------
    instrument : Instrument
        Its record.
    baseline, latest : float or None
        Scores; None where unknown.

    Returns
    -------
    Change
        ``important`` and ``worse`` are None where a score is unknown, where the
        record has no rule, and where only the per cent rule is left and the baseline
        is 0.

    Raises
    ------
    ScoreOutOfRange
        Where a score lies outside the instrument's range.
    NotScored
        Where the instrument gives no single score.

    Source: Ostelo2008; knowledge ``instruments:<id>``.
    """
    for value in (baseline, latest):
        if value is not None:
            _total(instrument, value, may_be_mean=True)
    if baseline is None or latest is None:
        return Change(baseline, latest, None, None, None, None)
    absolute = round(latest - baseline, 9)
    worsens = absolute if instrument.direction is Direction.WORSE else -absolute
    in_percent = baseline != 0 and instrument.low == 0
    return Change(
        baseline,
        latest,
        absolute,
        round(absolute * 100 / baseline, 1) if in_percent else None,
        instrument.improvement.reached(-worsens, baseline),
        instrument.worsening.reached(worsens, baseline),
    )


def _total(
    instrument: Instrument, total: Answer, *, may_be_mean: bool = False
) -> float:
    low, high = instrument.range
    kind = "a whole number" if instrument.whole and not may_be_mean else "a number"
    if isinstance(total, int | float) and not isinstance(total, bool):
        fits = low <= total <= high if may_be_mean else instrument.holds(total)
        if fits:
            return total
    raise ScoreOutOfRange(
        f"{instrument.id} is {kind} from {low:g} to {high:g}, not {shown(total)}."
    )


def _answers(
    instrument: Instrument, items: Mapping[str, Answer]
) -> Mapping[str, float | None]:
    answers: dict[str, float | None] = {}
    for key, answer in items.items():
        item = instrument.item(key)
        if item in answers:
            raise ItemTwice(f"{instrument.id}: item {item} is answered twice.")
        answers[item] = None if answer is None else _answer(instrument, item, answer)
    if all(answer is None for answer in answers.values()):
        raise NothingAnswered(f"{instrument.id}: no item is answered and no total.")
    return answers


def _answer(instrument: Instrument, item: str, answer: Answer) -> float:
    if isinstance(answer, bool) and instrument.method is Method.COUNT:
        return int(answer)
    low, high = instrument.item_low, instrument.item_high
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        fits = low <= answer <= high
        if fits and (not instrument.item_whole or answer == int(answer)):
            return answer
    kind = "a whole number" if instrument.item_whole else "a number"
    raise AnswerOutOfRange(
        f"{instrument.id}: {item} is {kind} from {low:g} to {high:g}, not {shown(answer)}."
    )


def _value(instrument: Instrument, answers: Mapping[str, float | None]) -> float | None:
    given = [answer for answer in answers.values() if answer is not None]
    if len(given) < len(instrument.items) and instrument.missing is Missing.NO_SCORE:
        return None
    if instrument.method is Method.MEAN:
        return round(sum(given) / len(given), 2)
    if instrument.method is Method.SHARE:
        low, high = instrument.range
        most = instrument.item_high * len(given)
        return round(low + (high - low) * sum(given) / most, 1)
    return sum(given)


def _score(
    instrument: Instrument,
    value: float | None,
    answers: Mapping[str, float | None] | None,
) -> Score:
    given = {k: v for k, v in (answers or {}).items() if v is not None}
    missing = tuple(item for item in instrument.items if item not in given)
    if answers is None or instrument.missing is Missing.COUNTS_AS_ZERO:
        missing = ()
    subscores = _subscores(instrument, given)
    low, high = instrument.range
    positive = instrument.positive_from
    important = instrument.improvement
    return Score(
        instrument=instrument.id,
        score=value,
        range=(low, high),
        direction=instrument.direction or Direction.WORSE,
        items_answered=None if answers is None else len(given),
        items=len(instrument.items),
        method="total as given" if answers is None else instrument.method_text,
        important_change=Important(
            important.absolute, important.percent, important.source
        ),
        missing=missing,
        band=None if value is None else _band(instrument, value, subscores),
        positive=None if value is None or positive is None else value >= positive,
        subscores=subscores,
    )


def _subscores(
    instrument: Instrument, given: Mapping[str, float]
) -> Mapping[str, Subscore]:
    found: dict[str, Subscore] = {}
    for part in instrument.subscales:
        if all(item in given for item in part.items):
            value = sum(given[item] for item in part.items)
            cut = part.positive_from
            found[part.id] = Subscore(value, None if cut is None else value >= cut)
    return found


def _band(
    instrument: Instrument, value: float, subscores: Mapping[str, Subscore]
) -> str | None:
    strata = instrument.strata
    if strata is None:
        held = (band for band in instrument.bands if band.low <= value <= band.high)
        return next((band.name for band in held), None)
    if value <= strata.low_to:
        return "low"
    if strata.subscale not in subscores:
        return None
    part = subscores[strata.subscale].score
    return "medium" if part <= strata.medium_to else "high"
