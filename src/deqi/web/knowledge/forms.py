"""What a clinician says of a record."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.operations.signoffs import Verdict

VERDICTS = {
    Verdict.AGREES: _("I have read it and its sources, and stand for it."),
    Verdict.OBJECTS: _("I object to it."),
}


class SignOffForm(forms.Form):
    """The record as it was read, and what is said of it."""

    mark = forms.CharField(widget=forms.HiddenInput)
    verdict = forms.TypedChoiceField(
        label=_("What you say of it"),
        choices=list(VERDICTS.items()),
        coerce=Verdict,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Why"),
        required=False,
        help_text=_("An objection says what is wrong."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
