"""Open questions as a form: a field for each fact, and no answer filled in ahead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from deqi.core.facts import Kind, Spec
from deqi.core.findings import Question
from deqi.knowledge import facts
from deqi.web.forms import Day

PREFIX = "fact-"
NONE = "none-of-these"
MOST_CHIPS = 7
APART = ("clearances",)
"""Facts with a form of their own."""


class QuestionForm(forms.Form):
    """What is still open; empty means still unknown."""

    def __init__(self, asked: Iterable[Question], sent: QueryDict | None) -> None:
        super().__init__(sent)
        specs = facts.catalogue().specs
        for each in asked:
            if each.fact not in APART:
                self.fields[f"{PREFIX}{each.fact}"] = _field(
                    specs[each.fact], each.text, each.note
                )

    def groups(self) -> Iterator[tuple[str, str, list[forms.BoundField]]]:
        """Yield whom to ask, what it is about, and the questions."""
        specs = facts.catalogue().specs
        for asked_of, whose in _WHOSE.items():
            for group, title in _GROUPS.items():
                held = [
                    field
                    for field in self
                    if specs[field.name.removeprefix(PREFIX)].asked_of == asked_of
                    and specs[field.name.removeprefix(PREFIX)].group == group
                ]
                if held:
                    yield whose, title, held

    def told(self) -> dict[str, dict[str, object]]:
        """Return the answers by whom they are asked of."""
        told: dict[str, dict[str, object]] = {each: {} for each in _WHOSE}
        specs = facts.catalogue().specs
        for name, value in self.cleaned_data.items():
            fact = name.removeprefix(PREFIX)
            if value not in (None, "", []):
                told[specs[fact].asked_of][fact] = _plain(specs[fact], value)
        return told


_WHOSE: dict[str, Any] = {
    "patient": _("Ask the patient"),
    "practitioner": _("Look yourself"),
}
_GROUPS: dict[str, Any] = {
    "red_flag": _("Warning signs"),
    "inflammatory": _("Signs of inflammation"),
    "precaution": _("Precautions"),
    "medicine": _("Medicines"),
    "examination": _("Examination"),
    "complaint": _("The complaint"),
    "person": _("The person"),
    "preference": _("Wishes"),
    "baseline": _("Scores before the first session"),
}


def _field(spec: Spec, text: str, note: str) -> forms.Field:
    told: dict[str, Any] = {"label": text, "help_text": note, "required": False}
    match spec.kind:
        case Kind.BOOL:
            yes_no = [("yes", _("Yes")), ("no", _("No"))]
            return forms.ChoiceField(choices=yes_no, widget=forms.RadioSelect, **told)
        case Kind.NUMBER:
            return forms.FloatField(min_value=spec.low, max_value=spec.high, **told)
        case Kind.DATE:
            return forms.DateField(widget=Day(), **told)
        case Kind.CHOICE:
            return _choice(_levels(spec), told)
        case _:
            return _several(spec, told)


def _choice(levels: list[tuple[str, str]], told: dict[str, Any]) -> forms.Field:
    if len(levels) <= MOST_CHIPS:
        return forms.ChoiceField(choices=levels, widget=forms.RadioSelect, **told)
    return forms.ChoiceField(choices=[("", _("Not known")), *levels], **told)


def _several(spec: Spec, told: dict[str, Any]) -> forms.Field:
    levels = _levels(spec)
    if not levels:
        told["help_text"] = _("One a line.")
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **told)
    offered = [(NONE, _("None of these")), *levels]
    widget = (
        forms.CheckboxSelectMultiple
        if len(levels) <= MOST_CHIPS
        else forms.SelectMultiple(attrs={"size": 6})
    )
    return forms.MultipleChoiceField(choices=offered, widget=widget, **told)


def _levels(spec: Spec) -> list[tuple[str, str]]:
    named: list[str] = []
    for level in spec.levels:
        known = sorted(facts.vocabulary(level)) if level.startswith("@") else [level]
        named += known
    return [(each, each.replace("_", " ")) for each in named]


def _plain(spec: Spec, value: object) -> object:
    if spec.kind is Kind.BOOL:
        return value == "yes"
    if isinstance(value, date):
        return value.isoformat()
    if spec.kind is not Kind.LIST:
        return value
    if isinstance(value, str):
        return [line.strip() for line in value.splitlines() if line.strip()]
    return [each for each in value if each != NONE] if isinstance(value, list) else []
