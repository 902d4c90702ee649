"""What is decided at a review."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.core.review import Decision
from deqi.web.reviews.words import DECISIONS


class DecideForm(forms.Form):
    """The decision of the rules, or another one with its reason."""

    decision = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[(each.value, words) for each, words in DECISIONS.items()],
        coerce=Decision,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why otherwise than the rules"),
        required=False,
        help_text=_("Needed where you decide otherwise; it is kept and shown."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DischargeForm(forms.Form):
    note = forms.CharField(
        label=_("Why it ends, and what was agreed"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
