"""An answer as three bars and a hundred little figures; every number is the answer's.

Words
-----
bar
    One of the three parts: what happens anyway, over usual care, over sham.
figure
    One of a hundred people: better anyway, better with the treatment, or not better.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deqi.evidence.answers import Gain, PerHundred
from deqi.evidence.bands import Course
from deqi.evidence.dossier import Stance
from deqi.evidence.grading import Level
from deqi.evidence.plots.values import figure, interval
from deqi.evidence.questions import Answer, Harm
from deqi.web.harms import HarmShown, often

_A_ROW = 20
_BESIDE, _BELOW = 10, 22


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of the answer; without ``base`` there is no share to draw."""

    heading: str
    sentence: str
    base: int | None
    more: int
    beside: str
    is_clear: bool
    certainty: str
    because: tuple[str, ...]

    @property
    def total(self) -> int:
        return (self.base or 0) + self.more

    @property
    def solid(self) -> int:
        """People who do well either way."""
        return min(self.base or 0, self.total)

    @property
    def gap(self) -> int:
        return abs(self.more)


@dataclass(frozen=True, slots=True)
class Figure:
    """One little person at their place."""

    x: int
    y: int
    kind: str


@dataclass(frozen=True, slots=True)
class GuideShown:
    """What one guideline, or one payer, says."""

    body: str
    date: str
    country: str
    said: str
    strength: str
    note: str
    is_replaced: bool


def of(answer: Answer) -> list[Bar]:
    """Return the three bars, always all three."""
    return [
        _course(answer.usual_course, answer.why.get("usual_course", "")),
        _gain(
            answer.over_usual_care,
            answer.why.get("over_usual_care", ""),
            heading=_("What acupuncture adds to usual care"),
            told=_(
                "About {treated} of 100 with acupuncture as well, {control} without."
            ),
        ),
        _gain(
            answer.over_sham,
            answer.why.get("over_sham", ""),
            heading=_("What is left compared with pretend needles"),
            told=_("About {treated} of 100 with real needles, {control} with pretend."),
        ),
    ]


def _course(course: Course | None, why: str) -> Bar:
    heading = _("What tends to happen anyway")
    if course is None:
        return _unknown(heading, why)
    reasons = tuple(step.reason for step in course.certainty_reasons)
    sure = sureness(course.certainty)
    share = course.per_100
    if share is None:
        return Bar(heading, course.opening, None, 0, "", True, sure, reasons)
    told = _(
        "About {n} of 100 are {outcome}, after {weeks} weeks with usual care alone."
    )
    sentence = told.format(
        n=share.people.control, outcome=_after(share.outcome), weeks=f"{share.weeks:g}"
    )
    return Bar(heading, sentence, share.people.control, 0, "", True, sure, reasons)


def _after(outcome: str) -> str:
    return outcome[:1].lower() + outcome[1:]


def _gain(gain: Gain | None, why: str, *, heading: str, told: str) -> Bar:
    if gain is None:
        return _unknown(heading, why)
    reasons = tuple(step.reason for step in gain.certainty_reasons)
    sure, share = sureness(gain.certainty), gain.per_100
    if share is None or share.people.treated is None:
        chance = _chance(gain.clear)
        return Bar(
            heading, _in_points(gain), None, 0, chance, gain.clear, sure, reasons
        )
    sentence = told.format(treated=share.people.treated, control=share.people.control)
    more = share.people.treated - share.people.control
    base, beside = share.people.control, _beside(share)
    return Bar(heading, sentence, base, more, beside, share.clear, sure, reasons)


def _unknown(heading: str, why: str) -> Bar:
    return Bar(heading, why, None, 0, "", True, "", ())


def _beside(share: PerHundred) -> str:
    range_ = ""
    if share.ci is not None:
        range_ = _("The difference may lie between {low} and {high} in 100.").format(
            low=_whole(share.ci[0]), high=_whole(share.ci[1])
        )
    when = _("Counted: {outcome}, after {weeks} weeks.").format(
        outcome=share.outcome, weeks=f"{share.weeks:g}"
    )
    return " ".join(each for each in (_chance(share.clear), range_, when) if each)


def _whole(value: float) -> str:
    return f"{value:.0f}".replace("-", "\u2212")


def _chance(is_clear: bool) -> str:
    return "" if is_clear else _("The gap is so small that it may be chance.")


def _in_points(gain: Gain) -> str:
    told = _("{benefit} better on average ({low} to {high}), in {scale}; {outcome}.")
    low, high = interval(gain.benefit_ci).split(" to ")
    return told.format(
        benefit=figure(gain.benefit),
        low=low,
        high=high,
        scale=gain.scale.name,
        outcome=gain.outcome,
    )


def sureness(level: Level) -> str:
    """Return how sure an estimate is, in words."""
    return {
        Level.HIGH: _("We are sure of this."),
        Level.MODERATE: _("We are fairly sure of this; new studies may change it."),
        Level.LOW: _("We are not very sure: new studies may well change it."),
        Level.VERY_LOW: _("We are very unsure of this."),
    }[level]


def figures(answer: Answer) -> list[Figure]:
    """Return a hundred people with usual care, and who of them gains; none unknown."""
    gain = answer.over_usual_care or answer.over_sham
    share = gain.per_100 if gain else None
    if share is None or share.people.treated is None:
        return []
    kinds = list(_kinds(share.people.control, share.people.treated, share.of))
    return [
        Figure(at % _A_ROW * _BESIDE, at // _A_ROW * _BELOW, kind)
        for at, kind in enumerate(kinds)
    ]


def _kinds(control: int, treated: int, of: int) -> Iterator[str]:
    both = min(control, treated)
    yield from ["is-anyway"] * both
    yield from ["is-more" if treated > control else "is-fewer"] * abs(treated - control)
    yield from ["is-rest"] * (of - max(control, treated))


def harms(answer: Answer) -> list[HarmShown]:
    """Return the harms, the commonest first."""
    return [
        HarmShown(each.event, _often(each), each.serious, each.source, each.note)
        for each in answer.harms
    ]


def _often(harm: Harm) -> str:
    told = often(harm.rate, harm.per, harm.unit)
    if harm.ci is None:
        return told
    low, high = (f"{end:.2g}" for end in harm.ci)
    return f"{told} ({low} to {high})"


def guidelines(answer: Answer) -> list[GuideShown]:
    """Return the guidelines, the newest first."""
    said = {
        Stance.FOR: _("for it"),
        Stance.AGAINST: _("against it"),
        Stance.OPEN: _("leaves it open"),
        Stance.NOT_ADDRESSED: _("does not speak of it"),
        Stance.COVERED: _("pays for it"),
        Stance.NOT_COVERED: _("does not pay for it"),
        Stance.UNKNOWN: _("not known"),
    }
    return [
        GuideShown(
            each.body,
            each.date,
            each.country,
            said[each.stance],
            each.strength,
            each.note,
            each.superseded,
        )
        for each in answer.guidelines
    ]
