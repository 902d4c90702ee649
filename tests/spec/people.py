"""Builds the persons of the spec tables: harmless in everything but what a row names.

The harmless person is a woman of 47 with low back pain for 20 weeks. ``None`` in a row
takes a fact away, so that nobody has said anything about it.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from deqi.care import chain
from deqi.care.values import Care, Wishes
from deqi.core.facts import Speaker, Statement
from deqi.core.findings import Finding, Screening
from deqi.core.people import Facts
from deqi.core.reading import Value
from deqi.knowledge import facts

TODAY = date(2026, 11, 21)
YESTERDAY = TODAY - timedelta(days=1)

OWN: Mapping[str, Value] = {
    "birth_date": date(1979, 3, 1),
    "sex_at_birth": "female",
    "condition": "low_back_pain",
    "onset_date": TODAY - timedelta(weeks=20),
    "onset_kind": "gradual",
    "trigger": ("none",),
    "pain_regions": ("low_back_centre",),
    "radiates_below_knee": False,
    "pain_now": 4,
    "pain_average": 5,
    "pain_worst": 7,
    "previous_episodes": 0,
    "goals": ("garden again",),
    "had_acupuncture_before": True,
    "style_preference": "traditional",
    "medicines": (),
    "sleep": 3,
    "peg_pain": 5,
    "peg_enjoyment": 4,
    "peg_activity": 6,
    "rmdq24": 9,
    "clearances": (),
}
"""What the harmless person says of facts that have no harmless value."""


def born(age: int) -> date:
    """Return the birthday of a person of that age."""
    return date(TODAY.year - age, 3, 1)


@cache
def harmless() -> Mapping[str, Value]:
    """Return every answer of the harmless person.

    What only an examination can find stays unsaid, as do the facts that do not apply.
    """
    said = {
        spec.id: spec.safe
        for spec in facts.catalogue().specs.values()
        if spec.safe is not None and "examined" not in spec.ask_when.names()
    }
    return {**said, **OWN}


def said(
    values: Mapping[str, Value],
    *,
    by: Speaker = Speaker.PATIENT,
    at: date | None = TODAY,
) -> tuple[Statement, ...]:
    """Return one speaker's statements; a value None is not said."""
    return tuple(
        Statement(fact, value, by, at)
        for fact, value in values.items()
        if value is not None
    )


def person(changes: Mapping[str, Value]) -> tuple[Statement, ...]:
    """Return the statements of the harmless person with these changes."""
    return said({**harmless(), **changes})


def know(changes: Mapping[str, Value], wishes: Wishes | None = None) -> Facts:
    """Return what is known of the harmless person with these changes."""
    return chain.screen(person(changes), today=TODAY, wishes=wishes)[0]


def screen(changes: Mapping[str, Value], wishes: Wishes | None = None) -> Screening:
    """Screen the harmless person with these changes."""
    return chain.screen(person(changes), today=TODAY, wishes=wishes)[1]


def decide(changes: Mapping[str, Value], wishes: Wishes | None = None) -> Care:
    """Decide for the harmless person with these changes."""
    return chain.decide(person(changes), today=TODAY, wishes=wishes)


def finding(found: Screening, rule: str) -> Finding | None:
    """Return the gravest finding of a rule, of those that only hold a session too."""
    every = (*found.findings, *found.session.findings)
    return next((each for each in every if each.id == rule), None)


def taken_away(found: Screening, rule: str) -> tuple[str, ...]:
    """Return what a rule takes away: regions, techniques, depth; points as one word."""
    codes = (
        "points" if each.scope.value in ("point", "muscle") else each.code
        for each in found.restrictions
        if each.rule == rule
    )
    return tuple(sorted(dict.fromkeys(codes)))
