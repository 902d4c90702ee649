"""Forms about adverse events."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deqi.knowledge import charting
from deqi.operations.events import Happened


def _kinds() -> list[tuple[str, str]]:
    return [("", "")] + [
        (each.id, each.title) for each in charting.event_kinds().values()
    ]


def _grades() -> list[tuple[str, str]]:
    known = [
        (str(each.grade), f"{each.grade}: {each.title}") for each in charting.grades()
    ]
    return [("", gettext("not known")), *known]


class EventForm(forms.Form):
    kind = forms.ChoiceField(label=_("What happened"), choices=_kinds)
    grade = forms.TypedChoiceField(
        label=_("How grave it was"),
        choices=_grades,
        coerce=int,
        empty_value=None,
        required=False,
    )
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(
        label=_("In words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def happened(self) -> Happened:
        """Return the event as it was told."""
        return Happened(**self.cleaned_data)


class FollowUpForm(forms.Form):
    text = forms.CharField(
        label=_("What was found and done"), widget=forms.Textarea(attrs={"rows": 2})
    )
    is_over = forms.BooleanField(label=_("Nothing is left to do"), required=False)
