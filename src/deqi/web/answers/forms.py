"""The three questions: which complaint, what age, and for how long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.care.asking import Person
from deqi.core.conditions import Condition
from deqi.knowledge import conditions

DAYS_A_WEEK, WEEKS_A_MONTH, WEEKS_A_YEAR = 7, 365.25 / 12 / 7, 365.25 / 7

UNITS = {"weeks": 1.0, "months": WEEKS_A_MONTH, "years": WEEKS_A_YEAR}

MOST_NEAR = 6
_ALIKE = 0.75
# Most of the letters in order: a slip of the finger, not another word.


class Asking(forms.Form):
    """A question to the evidence; age and time may be left open."""

    condition = forms.CharField(
        label=_("What hurts?"),
        max_length=80,
        help_text=_("Such as low back pain, sciatica, or neck pain."),
        widget=forms.TextInput(attrs={"list": "conditions", "autocomplete": "off"}),
    )
    age = forms.IntegerField(
        label=_("How old are you?"), min_value=0, max_value=130, required=False
    )
    lasted = forms.FloatField(
        label=_("For how long?"), min_value=0, max_value=5200, required=False
    )
    unit = forms.ChoiceField(
        label=_("Weeks, months or years"),
        required=False,
        choices=[
            ("weeks", _("weeks")),
            ("months", _("months")),
            ("years", _("years")),
        ],
    )

    def person(self) -> Person:
        """Return whom the question is about."""
        told: dict[str, Any] = self.cleaned_data
        lasted = told["lasted"]
        unit = UNITS[told["unit"] or "weeks"]
        return Person(told["age"], None if lasted is None else lasted * unit)


def named(typed: str) -> Condition | None:
    """Return the condition of that name or id; letters' case is free."""
    wanted = typed.strip().casefold()
    for each in conditions.catalogue().values():
        if wanted in (each.id, each.name.casefold()):
            return each
    return None


def near(typed: str) -> list[Condition]:
    """Return conditions whose names come close to what was typed."""
    return list(dict.fromkeys(_near(typed.strip().casefold())))[:MOST_NEAR]


def _near(typed: str) -> Iterator[Condition]:
    known = {each.name.casefold(): each for each in conditions.catalogue().values()}
    yield from (each for name, each in known.items() if typed in name)
    words = set(typed.split()) - _COMMON
    alike = words | {
        match
        for word in words
        for match in get_close_matches(word, _words(known), MOST_NEAR, _ALIKE)
    }
    yield from (each for name, each in known.items() if alike & _words([name]))


def _words(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in name.split()} - _COMMON


_COMMON = frozenset({"pain", "and", "or", "of", "the", "in", "with", "my"})
