"""One day of the diary as its page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from deqi.core.visits import MOVABLE, Purpose, Step, may_follow
from deqi.operations.operation import fresh_key
from deqi.operations.visits_reads import Day, Line
from deqi.web.visits.words import PURPOSES, STEPS, TONES, VERBS, Tag, Words, tag


@dataclass(frozen=True, slots=True)
class Button:
    """One step that is a button; its key makes it count once."""

    to: Step
    words: Words
    key: UUID


@dataclass(frozen=True, slots=True)
class Shown:
    """One visit of the list."""

    line: Line
    purpose: Words
    step: Words
    tone: str
    tags: tuple[Tag, ...]
    buttons: tuple[Button, ...]
    may_move: bool
    may_cancel: bool
    may_begin: bool
    scores: tuple[float, ...]

    @property
    def is_here(self) -> bool:
        """Return whether the patient waits."""
        return self.line.step is Step.ARRIVED

    @property
    def is_off(self) -> bool:
        """Return whether nobody comes any more."""
        return self.line.step in (Step.CANCELLED, Step.MISSED)


@dataclass(frozen=True, slots=True)
class Page:
    """A day, and the days beside it."""

    day: Day
    lines: tuple[Shown, ...]

    @property
    def before(self) -> date:
        """Return the day before."""
        return self.day.on - timedelta(days=1)

    @property
    def after(self) -> date:
        """Return the day after."""
        return self.day.on + timedelta(days=1)

    @property
    def is_today(self) -> bool:
        """Return whether it is the day that it is at the clinic."""
        return self.day.on == self.day.today

    @property
    def expected(self) -> int:
        """Return how many visits stand."""
        return sum(not each.is_off for each in self.lines)


def page(day: Day, *, treats: bool) -> Page:
    """Return a day as it is shown, to one who treats or to the desk."""
    return Page(day, tuple(_shown(each, day, treats=treats) for each in day.lines))


def _shown(line: Line, day: Day, *, treats: bool) -> Shown:
    ready = line.step in (Step.BOOKED, Step.ARRIVED) and day.on == day.today
    return Shown(
        line=line,
        purpose=PURPOSES[Purpose(line.purpose)],
        step=STEPS[line.step],
        tone=TONES[line.step],
        tags=tuple(_tags(line)),
        buttons=tuple(Button(to, VERBS[to], fresh_key()) for to in line.steps),
        may_move=line.step in MOVABLE and day.on >= day.today,
        may_cancel=may_follow(Step.CANCELLED, line.step) and day.on >= day.today,
        may_begin=treats and ready and line.session is None,
        scores=tuple(map(plain, line.trend.scores if line.trend else ())),
    )


def plain(score: float) -> float:
    """Return a whole score without its point, as the instrument gives it."""
    return int(score) if score.is_integer() else score


def _tags(line: Line) -> Iterator[Tag]:
    if line.step is not Step.CANCELLED:
        yield from (tag(each) for each in line.cues)
